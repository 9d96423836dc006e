"""The one writer of what a line has of the stock: sold with it, left with it, free again without it. Lines are written with their steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from minishop.mall.orders.domain.states import LineState, has_left
from minishop.mall.orders.models import OrderLine
from minishop.mall.orders.services.transition import Steps
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.levels import Kind
from minishop.mall.stock.services.sales import Known, Moved, SoldLine, move_lines, sell_lines


def sell_new(
    *, shop: Shop, channel: str, new: Sequence[OrderLine], also: Sequence[OrderLine], numbers: Mapping[int, str], now: datetime
) -> None:
    """판매: new lines, which are not written yet, have what was held for their orders, or what is free, in the open transaction. ``also``: lines
    whose pieces may move in the same transaction. ``numbers``: what the new lines' orders are called in their holds, by their ids."""
    lines = [
        SoldLine(line.hub_number, numbers[line.order_id], line.variant_id, line.quantity)
        for line in new
        if line.variant_id is not None
    ]
    has = sell_lines(
        shop=shop, channel=channel, lines=lines, before=_before(shop, numbers), also=[line.variant_id for line in also if line.variant_id],
        now=now,
    )  # fmt: skip
    for line in new:
        line.stock_unshipped = has.get(line.hub_number, 0)
        line.stock_short = line.quantity - line.stock_unshipped if line.variant_id is not None else 0


def follow_lines(*, shop: Shop, lines: Sequence[OrderLine], living: Mapping[str, int], taken: Steps, now: datetime) -> None:
    """출고, 판매 취소: the pieces of locked lines that have left, or were cancelled before they did, in the open transaction. What the lines
    have of the stock by then is written with the steps that were taken of them.

    ``living``: of each line by the hub's number, the pieces that no cancel has ended; those that were short end first.
    """
    steps = {line: _steps(line, living[line.hub_number]) for line in lines if line.variant_id is not None}
    moved = [
        Moved(kind, line.hub_number, line.variant_id or 0, pieces, cause)
        for line, of_line in steps.items()
        for kind, pieces, cause in of_line
    ]
    move_lines(shop=shop, moved=moved, now=now)
    for line, of_line in steps.items():
        if of_line:
            line.stock_unshipped -= sum(pieces for _, pieces, _ in of_line)
            taken.changed(line, "stock_unshipped")


def _steps(line: OrderLine, living: int) -> list[tuple[Kind, int, str]]:
    """Kind, pieces and cause of what a line's pieces do now; a part that is cancelled is told from the next by what it leaves."""
    has, state = line.stock_unshipped, LineState(line.state)
    if state is LineState.CANCELLED:
        return [(Kind.CANCELLED, has, "")] if has else []
    freed = max(has - living, 0)
    steps = [(Kind.CANCELLED, freed, str(living))] if freed else []
    return [*steps, (Kind.SHIPPED, has - freed, "")] if has_left(state) and has > freed else steps


def _before(shop: Shop, numbers: Mapping[int, str]) -> dict[tuple[str, int], Known]:
    """What lines of the same orders that came earlier want and have, by order number and variant."""
    earlier = OrderLine.objects.filter(shop=shop, order_id__in=numbers, variant_id__isnull=False)
    found: dict[tuple[str, int], Known] = {}
    for line in earlier:
        about = (numbers[line.order_id], line.variant_id or 0)
        known = found.get(about, Known())
        found[about] = Known(known.pieces + line.quantity, known.taken + line.quantity - line.stock_short)
    return found
