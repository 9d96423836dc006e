"""적립금의 유효기간: points come in lots that live a year, and are spent in the order in which they end (claims.md 5.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from minishop.kernel.won import Won, total

TOLD_BEFORE = (timedelta(days=30), timedelta(days=7))


class LotOrigin(StrEnum):
    """Where a lot comes from: an order that was finalized, or points that a claim gave back."""

    GRANT = "grant"
    RESTORE = "restore"


class Lot(NamedTuple):
    """What is left of points that came together; ``ends_on`` is their last day."""

    id: int
    left: Won
    ends_on: date
    came_at: datetime


class Portion(NamedTuple):
    """So much of one lot."""

    lot: int
    amount: Won


def last_day(day: date) -> date:
    """The last day of points that come on a day: the end of its month a year later (12 May → 31 May of the next year)."""
    first_after = date(day.year + 1 + day.month // 12, day.month % 12 + 1, 1)
    return first_after - timedelta(days=1)


def taken(lots: Iterable[Lot], amount: Won) -> list[Portion]:
    """What a spending takes from which lots: of the one that ends first, then the oldest. Raises ValueError where they hold less."""
    portions, wanted = [], amount
    for lot in in_order(lots):
        part = min(lot.left, wanted)
        if part:
            portions.append(Portion(lot.id, part))
            wanted -= part
    if wanted:
        raise ValueError(f"{wanted} more than there are")
    return portions


def lapsing(lots: Sequence[Lot], held: Won, today: date) -> list[Portion]:
    """What of the lots that are over is lost on a day. Held points are not: they are those that would be spent first."""
    kept = {portion.lot: portion.amount for portion in taken(lots, min(held, total(lot.left for lot in lots)))}
    lost = [Portion(lot.id, lot.left - kept.get(lot.id, Won(0))) for lot in in_order(lots) if lot.ends_on < today]
    return [portion for portion in lost if portion.amount]


def in_order(lots: Iterable[Lot]) -> list[Lot]:
    """The order in which they are spent."""
    return sorted(lots, key=lambda lot: (lot.ends_on, lot.came_at, lot.id))


def told_by(ends_on: date, today: date) -> int:
    """How many of the notices before the end are due on a day."""
    return sum(ends_on - before <= today for before in TOLD_BEFORE)
