"""적립금: when an order is finalized, how many points it earns and when they are given (R87, Q1, Q3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from minishop.checkout.orders.domain.finalization import finalized_at
from minishop.checkout.orders.domain.states import CARRIED, LIVING, LineState
from minishop.kernel.clock import next_day_start
from minishop.kernel.won import Won

FINALIZABLE = CARRIED
TO_BE_FINALIZED = FINALIZABLE | {LineState.PAID, LineState.DISPATCH_REQUESTED}


def earned(pay_total: Won, basis_points: int) -> Won:
    """The points of an order: a share of what was paid, rounded down (16,500 won at 0.5 % are 82 points)."""
    return pay_total.share_floor(basis_points)


def due(finalized_at: datetime) -> datetime:
    """When the points are given: the beginning of the day after, in Seoul."""
    return next_day_start(finalized_at)


def is_overdue(state: LineState, *, dispatched_at: datetime | None, delivered_at: datetime | None, now: datetime) -> bool:
    """Whether a line has been left open for so long that it is finalized by itself."""
    at = finalized_at(state, dispatched_at=dispatched_at, delivered_at=delivered_at)
    return at is not None and at <= now


def is_whole(states: Iterable[LineState]) -> bool:
    """Whether all of an order that lives has been finalized; what was cancelled, returned or never paid does not count."""
    left = [state for state in states if state in LIVING]
    return bool(left) and all(state is LineState.FINALIZED for state in left)
