"""The rows of the product form: surcharge and stock of each variant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from minishop.kernel.won import Won
from minishop.mall.catalog.domain.options import Choices, option_text
from minishop.mall.catalog.models import Product, Variant
from minishop.mall.shops.models import Shop
from minishop.mall.stock.queries import sellable


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One variant as entered: texts as the seller wrote them, and whether they are numbers."""

    id: int
    choices: Choices
    surcharge_text: str
    quantity_text: str
    quantity_shown: str

    @property
    def label(self) -> str:
        return option_text(self.choices)

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
    def quantity(self) -> int | None:
        return int(self.quantity_text) if self.quantity_text else None

    @property
    def is_restocked(self) -> bool:
        """The seller wrote another quantity than the one that was shown: pieces sold meanwhile are not put back otherwise."""
        return self.quantity_text != self.quantity_shown


def variant_rows(shop: Shop, product: Product | None, given: Mapping[str, str] | None) -> list[VariantRow]:
    """The rows of a product that exists, with what was given where something was."""
    if product is None:
        return []
    variants = list(product.variants.all())
    left = sellable(shop, [variant.id for variant in variants])
    return [_row(variant, left[variant.id], given or {}) for variant in variants]


def restocked(rows: Sequence[VariantRow]) -> dict[int, int | None]:
    """The stock that the seller changed, by variant."""
    return {row.id: row.quantity for row in rows if row.choices and row.is_restocked}


def _row(variant: Variant, left: int | None, given: Mapping[str, str]) -> VariantRow:
    now_left = "" if left is None else str(left)
    return VariantRow(
        variant.id,
        tuple((name, value) for name, value in variant.choices),
        given.get(f"surcharge-{variant.id}", str(int(variant.surcharge))).strip(),
        given.get(f"quantity-{variant.id}", now_left).strip(),
        given.get(f"shown-{variant.id}", now_left).strip(),
    )


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9
