"""쿠폰과 적립금 on the sheet: what a buyer may choose, what was chosen, and what the order costs with it (R90, R91)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from minishop.chassis.ui.templatetags.ui import won
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.domain.quoting import LEAST_POINTS
from minishop.checkout.benefits.labels import condition_text
from minishop.checkout.benefits.queries import (
    Offered,
    Quote,
    available_for,
    bought_on_sheet,
    coupons_for,
    offers_in_force,
    quote,
)
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.amounts import Amounts
from minishop.checkout.orders.models import Order, OrderSheet
from minishop.checkout.payments.domain.choice import Choice
from minishop.checkout.payments.services.contracts import Taken, what_is_taken
from minishop.kernel.won import Won


@dataclass(frozen=True, slots=True)
class Chosen:
    """``available``: the points that may be used; ``typed``: those that the buyer wants to use."""

    usable: list[Offered]
    unusable: list[Offered]
    available: Won
    typed: Won
    coupon: Offered | None
    quoted: Quote
    shown: Won | None
    taken: Taken

    @property
    def amounts(self) -> Amounts:
        return self.quoted.amounts

    @property
    def button_amount(self) -> int:
        """The amount that the button names, as it is sent."""
        return int(self.amounts.pay_total)

    @property
    def choice(self) -> Choice:
        """What the press on pay takes over, at the amount that the page shows."""
        coupon = self.coupon.coupon.id if self.coupon else None
        return Choice(coupon, self.amounts.points_used, self.amounts.pay_total, self.taken.least)

    @property
    def has_changed(self) -> bool:
        """Whether the buyer saw another amount than this on the button."""
        return self.shown is not None and self.shown != self.amounts.pay_total

    def initial(self) -> dict[str, str]:
        """What the form's fields begin with."""
        coupon = str(self.coupon.coupon.id) if self.coupon else ""
        return {"coupon": coupon, "points": str(int(self.amounts.points_used)) if self.typed else ""}

    def coupon_choices(self) -> list[tuple[str, str]]:
        """The coupons that can be used here, the best first, with what each takes off."""
        return [(str(one.coupon.id), _choice_text(one)) for one in self.usable]

    def missing(self) -> list[str]:
        """Coupons that cannot be used here, with what is lacking."""
        return [_missing_text(one) for one in self.unusable]

    def notes(self) -> list[str]:
        """What is otherwise than was typed, and why."""
        found = []
        if self.typed > self.available:
            found.append(_("쓸 수 있는 적립금 %(points)s") % {"points": won(self.available)})
        elif self.quoted.points.lowered:
            found.append(_lowered_text(self))
        if self.coupon and self.coupon.worth.lost:
            found.append(_("쿠폰 금액 가운데 %(lost)s은 쓸 곳이 없어 사라집니다.") % {"lost": won(self.coupon.worth.lost)})
        return found


def _lowered_text(chosen: Chosen) -> str:
    points = {"points": won(chosen.amounts.points_used), "least": won(chosen.taken.least)}
    if chosen.typed < LEAST_POINTS:
        return _("적립금은 10원부터 쓸 수 있습니다.")
    if chosen.amounts.pay_total:
        return _("결제 대행사가 받는 최소 금액 %(least)s을 남기려고 적립금을 %(points)s만 씁니다.") % points
    return _("주문 금액까지만 쓸 수 있어 적립금을 %(points)s만 씁니다.") % points


def _choice_text(one: Offered) -> str:
    words = [f"{one.coupon.coupon.name} −{won(one.worth.amount)}", condition_text(one.coupon.coupon)]
    return " · ".join(word for word in [*words, _until(one)] if word)


def _until(one: Offered) -> str:
    return _("%(day)s까지") % {"day": f"{one.coupon.ends_on:%Y.%m.%d}"}


def _missing_text(one: Offered) -> str:
    if one.worth.missing:
        return _("%(name)s: %(missing)s 더 담으면 쓸 수 있습니다.") % {
            "name": one.coupon.coupon.name,
            "missing": won(one.worth.missing),
        }
    return _("%(name)s: 이 주문에는 쓸 수 없습니다.") % {"name": one.coupon.coupon.name}


def chosen_on(
    merchant: Merchant, sheet: OrderSheet, buyer: Account, order: Order | None, posted: Mapping[str, str], now: datetime
) -> Chosen:
    """What the buyer chose, or, before anything was sent, the best coupon; in the merchant's scope."""
    bought = bought_on_sheet(merchant, sheet)
    offers = offers_in_force(merchant.id, now)
    offered = coupons_for(buyer, merchant, bought, offers, order, now)
    usable = [one for one in offered if one.worth.amount]
    coupon = _coupon(usable, posted)
    available, typed = available_for(buyer, order), _points(posted.get("points", ""))
    taken = what_is_taken(merchant)
    quoted = quote(
        bought,
        offers=offers,
        coupon=coupon.coupon.coupon.terms() if coupon else None,
        wished=min(typed, available),
        least=taken.least,
        points_basis_points=merchant.points_basis_points,
    )
    shown = _number(posted["shown"]) if posted.get("shown") else None
    return Chosen(usable, [one for one in offered if not one.worth.amount], available, typed, coupon, quoted, shown, taken)


def _coupon(usable: list[Offered], posted: Mapping[str, str]) -> Offered | None:
    if not posted:
        return usable[0] if usable else None
    return next((one for one in usable if str(one.coupon.id) == posted.get("coupon")), None)


# 1000, 1,000, 1,000원, or nothing at all.
_WHOLE = re.compile(r"\s*([0-9][0-9,]{0,11}\s*(원|P)?)?\s*")


def is_points(typed: str) -> bool:
    """Whether what was typed can be read as a number of points; what cannot counts as none."""
    return _WHOLE.fullmatch(typed) is not None


def _points(typed: str) -> Won:
    return _number(typed) if is_points(typed) else Won(0)


def _number(typed: str) -> Won:
    digits = "".join(sign for sign in typed if sign.isascii() and sign.isdigit())[:12]
    return Won(int(digits or 0))
