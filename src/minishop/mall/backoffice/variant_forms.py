"""The rows of the product form: surcharge and stock of each variant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from minishop.kernel.won import Won
from minishop.mall.catalog.domain.options import Choices, option_text
from minishop.mall.catalog.models import Product
from minishop.mall.shops.models import Shop
from minishop.mall.stock.queries import sellable


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One variant as entered: texts as the seller wrote them, and whether they are numbers."""

    id: int
    choices: Choices
    surcharge_text: str
    quantity_text: str

    @property
    def label(self) -> str:
        return option_text(self.choices)

    @property
    def is_valid(self) -> bool:
        return _is_count(self.surcharge_text.removeprefix("-") or "0") and (not self.quantity_text or _is_count(self.quantity_text))

    @property
    def surcharge(self) -> Won:
        return Won(int(self.surcharge_text or 0))

    @property
    def quantity(self) -> int | None:
        return int(self.quantity_text) if self.quantity_text else None


def variant_rows(shop: Shop, product: Product | None, given: Mapping[str, str] | None) -> list[VariantRow]:
    """The rows of a product that exists, with what was given where something was."""
    if product is None:
        return []
    variants = list(product.variants.all())
    left = sellable(shop, [variant.id for variant in variants])
    rows = []
    for variant in variants:
        choices = tuple((name, value) for name, value in variant.choices)
        surcharge, quantity = str(int(variant.surcharge)), "" if left[variant.id] is None else str(left[variant.id])
        if given is not None:
            surcharge = given.get(f"surcharge-{variant.id}", surcharge).strip()
            quantity = given.get(f"quantity-{variant.id}", given.get("stock", quantity)).strip()
        rows.append(VariantRow(variant.id, choices, surcharge, quantity))
    return rows


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9
