"""구매불가: what a shop says now of the lines of a sheet, against what it registered (docs/rules/selling.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from minishop.kernel.won import Won


class Unsellable(StrEnum):
    """Why a line cannot be bought now, in the order in which it is asked; the first that holds is told.

    ``HELD_BY_OTHERS``: there would be enough, but for what other buyers are paying for just now.
    """

    NOT_FOR_SALE = "not_for_sale"
    PRICE_CHANGED = "price_changed"
    HELD_BY_OTHERS = "held_by_others"
    SOLD_OUT = "sold_out"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Offer:
    """A product as a shop that tells no more offers it now: the price of one piece without options, and how many there are."""

    price: Won
    quantity: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line as it was registered."""

    product_id: str
    option_code: str
    quantity: int
    unit_price: Won
    line_total: Won


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line, by its place from 0, that cannot be bought, and what the buyer is told of it.

    ``left`` of ``wanted`` pieces where stock is the reason; the price ``then`` and ``now`` where the price is.
    """

    place: int
    reason: Unsellable
    left: int = 0
    wanted: int = 0
    then: Won = Won(0)
    now: Won = Won(0)


def unsellable(wanted: Sequence[Wanted], offers: Mapping[str, Offer]) -> list[Refusal]:
    """The lines that cannot be bought by what v1 tells of their products, in their order.

    All lines of a product are judged together against its quantity: options have no stock of their own there.
    """
    of_product: Counter[str] = Counter()
    for line in wanted:
        of_product[line.product_id] += line.quantity
    judged = (_judge(place, line, offers.get(line.product_id), of_product[line.product_id]) for place, line in enumerate(wanted))
    return [refusal for refusal in judged if refusal is not None]


def _judge(place: int, line: Wanted, offer: Offer | None, wanted: int) -> Refusal | None:
    if offer is None:
        return Refusal(place, Unsellable.NOT_FOR_SALE)
    if offer.price != line.unit_price:
        return Refusal(place, Unsellable.PRICE_CHANGED, then=line.unit_price, now=offer.price)
    return short(place, left=offer.quantity, wanted=wanted) if offer.quantity < wanted else None


def short(place: int, *, left: int, wanted: int) -> Refusal:
    """A line of goods of which fewer are left than wanted."""
    reason = Unsellable.TOO_FEW if left > 0 else Unsellable.SOLD_OUT
    return Refusal(place, reason, left=left, wanted=wanted)


def dearer_or_cheaper(place: int, line: Wanted, *, unit_price: Won, line_total: Won) -> Refusal:
    """A line whose price has changed: told by its total, or by the piece where the total is the same."""
    then, now = (line.line_total, line_total) if line.line_total != line_total else (line.unit_price, unit_price)
    return Refusal(place, Unsellable.PRICE_CHANGED, then=then, now=now)


def wanted_of_combination(wanted: Sequence[Wanted], line: Wanted) -> int:
    """How many pieces all lines of one combination want together."""
    same = (line.product_id, line.option_code)
    return sum(one.quantity for one in wanted if (one.product_id, one.option_code) == same)
