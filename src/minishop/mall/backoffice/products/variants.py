"""The rows of the product form: surcharge and stock of each variant; a product without options has one row, the form's own stock field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from minishop.chassis.ui.versions import Difference, takes_theirs
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.draft import Restock
from minishop.mall.catalog.domain.options import Choices, option_text
from minishop.mall.catalog.models import Product, Variant
from minishop.mall.shops.models import Shop
from minishop.mall.stock.services.levels import left

FORM_KEY = "form_key"


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of a row, under its name in the form: as the seller wrote it, as it was shown, and as it is now.

    All are texts; an empty one is no number."""

    name: str
    text: str
    shown: str
    now: str

    @property
    def is_changed(self) -> bool:
        """The seller wrote something else than what was shown."""
        return self.text != self.shown

    @property
    def has_met(self) -> bool:
        """Another save has changed it meanwhile, to something else."""
        return self.is_changed and self.shown != self.now and self.text != self.now


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One variant as entered. A quantity is a difference to what was shown: what was sold meanwhile stands in nobody's way."""

    id: int
    choices: Choices
    surcharge_entry: Entry
    quantity_entry: Entry
    form_key: str = ""

    @property
    def label(self) -> str:
        return option_text(self.choices)

    @property
    def surcharge_text(self) -> str:
        return self.surcharge_entry.text

    @property
    def quantity_text(self) -> str:
        return self.quantity_entry.text

    @property
    def surcharge_shown(self) -> str:
        """What the page that comes back says it shows: where two have met, what is now, so that the seller's next save is a choice."""
        return self.surcharge_entry.now if self.surcharge_entry.has_met else self.surcharge_entry.shown

    @property
    def quantity_shown(self) -> str:
        return self.quantity_entry.now if self._has_quantity_met else self.quantity_entry.shown

    @property
    def is_surcharge_valid(self) -> bool:
        return not self.surcharge_text or _is_count(self.surcharge_text.removeprefix("-"))

    @property
    def is_quantity_valid(self) -> bool:
        return not self.quantity_text or _is_count(self.quantity_text)

    @property
    def is_valid(self) -> bool:
        return self.is_surcharge_valid and self.is_quantity_valid

    @property
    def surcharge(self) -> Won:
        return Won(int(self.surcharge_text or 0))

    @property
    def restock(self) -> Restock | None:
        """What the seller wants to be there, if anything."""
        entry = self.quantity_entry
        return Restock(_count(entry.shown), _count(entry.text), self.form_key) if entry.is_changed else None

    def differences(self) -> Iterator[Difference]:
        """Where another save came first and the two cannot both hold."""
        for entry, met, words in (
            (self.surcharge_entry, self.surcharge_entry.has_met, _("%(label)s 옵션가")),
            (self.quantity_entry, self._has_quantity_met, _("%(label)s 재고")),
        ):
            if met:
                yield Difference(entry.name, (words % {"label": self.label}).strip(), entry.now, entry.text)

    @property
    def _has_quantity_met(self) -> bool:
        """Differences of counted pieces add up, but not to less than nothing; whether pieces are counted at all is one or the other."""
        entry = self.quantity_entry
        shown, there, written = _count(entry.shown), _count(entry.now), _count(entry.text)
        if shown is None or there is None:
            return entry.has_met
        return entry.is_changed and written is not None and there + written - shown < 0


def variant_rows(shop: Shop, product: Product | None, given: Mapping[str, str] | None) -> list[VariantRow]:
    """The rows of a product that exists, with what was given where something was."""
    if product is None:
        return []
    variants = list(product.variants.all())
    counted = left(shop, [variant.id for variant in variants])
    return [_row(variant, counted[variant.id], given or {}) for variant in variants]


def restocks(rows: Sequence[VariantRow]) -> dict[int, Restock]:
    """The stock that the seller changed, by variant."""
    return {row.id: restock for row in rows if (restock := row.restock)}


def _row(variant: Variant, counted: int | None, given: Mapping[str, str]) -> VariantRow:
    quantity = (f"quantity-{variant.id}", f"shown-{variant.id}") if variant.choices else ("stock", "stock_shown")
    return VariantRow(
        variant.id,
        tuple((name, value) for name, value in variant.choices),
        _entry(given, f"surcharge-{variant.id}", f"surcharge-shown-{variant.id}", str(int(variant.surcharge))),
        _entry(given, *quantity, "" if counted is None else str(counted)),
        given.get(FORM_KEY, "")[:40],
    )


def _entry(given: Mapping[str, str], name: str, shown_name: str, now: str) -> Entry:
    entry = Entry(name, given.get(name, now).strip(), given.get(shown_name, now).strip(), now)
    return Entry(name, now, now, now) if not entry.is_changed or takes_theirs(given, name) else entry


def _count(text: str) -> int | None:
    return int(text) if _is_count(text) else None


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9
