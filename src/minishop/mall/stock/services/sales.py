"""판매·출고·취소: what orders that were collected do to the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.levels import Kind, Step, cancel, give_back, sell, ship
from minishop.mall.stock.services.books import Entry, RuleOfPieces, book, of_pieces
from minishop.mall.stock.services.holds import HUB, Paid, commit_paid


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line of a paid order, under the hub's numbers."""

    number: str
    order_no: str
    variant_id: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Pieces of a line that leave, are sold after all to nobody, or come back; ``cause`` tells two such moves of one line apart."""

    kind: Kind
    number: str
    variant_id: int
    pieces: int
    cause: str = ""
    order_no: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Pieces of an order's lines that came earlier, and how many of them those really have."""

    pieces: int = 0
    taken: int = 0


def sell_lines(
    *, shop: Shop, channel: str, lines: Sequence[SoldLine], before: Mapping[tuple[str, int], Known], also: Sequence[int] = (),
    now: datetime,
) -> dict[str, int]:  # fmt: skip
    """Commits the orders of new lines, in the open transaction, and returns how many pieces each line really has, by its number.

    ``before``: by order number and variant, the lines that came earlier. Of what an order took together, the first lines have theirs
    first. ``also``: variants whose levels the transaction moves besides.
    """
    wanted: dict[str, dict[int, int]] = {}
    for line in lines:
        of_order = wanted.setdefault(line.order_no, {})
        of_order[line.variant_id] = of_order.get(line.variant_id, 0) + line.pieces
    orders = [Paid(channel, order_no, pieces) for order_no, pieces in wanted.items()]
    sold = commit_paid(shop=shop, orders=orders, also=also, now=now)
    left = {about: _left(step, before.get(about, Known())) for about, step in sold.items()}
    has, beyond = _shared(lines, left)
    for line, step in zip(beyond, _sell(shop, channel, beyond, now), strict=True):
        has[line.number] += step.du
    return has


def move_lines(*, shop: Shop, moved: Sequence[Moved], who: str = HUB, now: datetime) -> None:
    """출고, 판매 취소, 반품 입고, in the open transaction. What has been moved for its cause is not moved again."""
    entries = [
        Entry(one.variant_id, of_pieces(_MOVES[one.kind], one.pieces), f"{one.kind}:{one.number}:{one.cause}", one.order_no)
        for one in moved
        if one.pieces
    ]
    if entries:
        book(shop=shop, entries=entries, who=who, now=now)


_MOVES: Mapping[Kind, RuleOfPieces] = MappingProxyType({Kind.SHIPPED: ship, Kind.CANCELLED: cancel, Kind.RETURNED: give_back})


def _left(step: Step, known: Known) -> Known:
    """What of a sale the lines have not yet that come now."""
    return Known(max(step.du + step.short - known.pieces, 0), max(step.du - known.taken, 0))


def _shared(lines: Sequence[SoldLine], left: dict[tuple[str, int], Known]) -> tuple[dict[str, int], list[SoldLine]]:
    """What each line has of its order's sale, and what lines want beyond that: the order was committed before they were known."""
    has, beyond = {}, []
    for line in lines:
        about = (line.order_no, line.variant_id)
        of_sale = min(line.pieces, left[about].pieces)
        has[line.number] = min(of_sale, left[about].taken)
        left[about] = Known(left[about].pieces - of_sale, left[about].taken - has[line.number])
        if line.pieces > of_sale:
            beyond.append(SoldLine(line.number, line.order_no, line.variant_id, line.pieces - of_sale))
    return has, beyond


def _sell(shop: Shop, channel: str, lines: Sequence[SoldLine], now: datetime) -> list[Step]:
    entries = [
        Entry(line.variant_id, of_pieces(sell, line.pieces), f"sold:{channel}:{line.number}", line.order_no) for line in lines
    ]
    return book(shop=shop, entries=entries, who=HUB, now=now) if entries else []
