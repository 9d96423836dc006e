"""The choices of a product's form, with what each costs and how many are left, and the same facts for the script beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from minishop.chassis.ui.templatetags.ui import won
from minishop.kernel.won import Won
from minishop.mall.cart.domain import MOST
from minishop.mall.catalog.models import Product, Variant
from minishop.mall.catalog.queries import select_options
from minishop.mall.storefront.frame.delivery import Terms

SHORT = 8
FEW = 5


@dataclass(frozen=True, slots=True)
class Offered:
    """A combination of values; ``left`` None is not counted. Of one that is being paid for by others something may come free."""

    variant: Variant
    left: int | None
    is_being_paid: bool = False

    @property
    def is_sold_out(self) -> bool:
        return self.left == 0 and not self.is_being_paid


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an option. Where it is the only option, ``note`` says its surcharge and what is left, and a sold-out one is none."""

    name: str
    chosen: bool
    note: str
    sold_out: bool


@dataclass(frozen=True, slots=True)
class Select:
    """An option of which one value must be chosen: side by side where there are few."""

    name: str
    field: str
    values: Sequence[Value]

    @property
    def is_short(self) -> bool:
        return len(self.values) <= SHORT


def selects_of(product: Product, offered: Sequence[Offered], entered: Mapping[str, Any]) -> list[Select]:
    """The product's select options with what a visitor had chosen."""
    options = select_options(product)
    alone = {value: one for one in offered for _, value in one.variant.choices} if len(options) == 1 else {}
    return [
        Select(
            option.name,
            field,
            [_value(name, alone.get(name), chosen=entered.get(field) == name, alone=bool(alone)) for name in option.values],
        )
        for option in options
        for field in [f"option-{option.name}"]
    ]


def script_facts(product: Product, offered: Sequence[Offered], terms: Terms) -> dict[str, Any]:
    """What the script needs to draw the total: whole won, choices in the options' order, words in the reader's language."""
    return {
        "price": int(product.price),
        "freeFrom": int(terms.free_from),
        "most": most_of(product),
        "options": [f"option-{option.name}" for option in select_options(product)],
        "variants": [
            {
                "choices": [value for _, value in one.variant.choices],
                "plus": int(one.variant.surcharge),
                "left": one.left,
                "paying": one.is_being_paid,
            }
            for one in offered
        ],
        "words": {
            "won": _("%(amount)s원") % {"amount": "{}"},
            "left": _("%(n)s개 남음") % {"n": "{}"},
            "more": _("%(amount)s 더 담으면 배송비가 무료입니다") % {"amount": "{}"},
            "free": _("배송비 무료"),
            "soldOut": _("품절"),
            "paying": _("결제 진행 중"),
            "few": FEW,
        },
    }


def most_of(product: Product) -> int:
    """How many of the product may be bought at once."""
    return min(product.max_quantity or MOST, MOST)


def _value(name: str, one: Offered | None, *, chosen: bool, alone: bool) -> Value:
    if one is None:
        return Value(name, chosen=chosen and not alone, note=_("품절") if alone else "", sold_out=alone)
    notes = [_plus(one.variant.surcharge)] if one.variant.surcharge else []
    if one.is_sold_out:
        return Value(name, chosen=False, note=_("품절"), sold_out=True)
    if one.is_being_paid:
        notes.append(_("결제 진행 중"))
    elif one.left is not None and one.left <= FEW:
        notes.append(_("%(n)s개 남음") % {"n": one.left})
    return Value(name, chosen=chosen, note=" · ".join(notes), sold_out=False)


def _plus(surcharge: Won) -> str:
    return f"+{won(surcharge)}" if surcharge > 0 else won(surcharge)
