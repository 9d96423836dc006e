"""구매불가: what a shop says now of the products of a sheet, against what it registered (protocols 01, 1C)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from minishop.kernel.won import Won


class Unsellable(StrEnum):
    """Why a line cannot be bought now."""

    MISSING = "missing"
    PRICE_CHANGED = "price_changed"
    SOLD_OUT = "sold_out"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Offer:
    """A product as its shop offers it now: the price of one piece without options, and how many there are."""

    price: Won
    quantity: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line as it is wanted."""

    product_id: str
    unit_price: Won
    quantity: int


def unsellable(wanted: Iterable[Wanted], offers: Mapping[str, Offer]) -> list[Unsellable | None]:
    """For each line, why it cannot be bought now, or None."""
    return [_reason(line, offers.get(line.product_id)) for line in wanted]


def _reason(line: Wanted, offer: Offer | None) -> Unsellable | None:
    if offer is None:
        return Unsellable.MISSING
    if offer.quantity <= 0:
        return Unsellable.SOLD_OUT
    if offer.price != line.unit_price:
        return Unsellable.PRICE_CHANGED
    return Unsellable.TOO_FEW if offer.quantity < line.quantity else None
