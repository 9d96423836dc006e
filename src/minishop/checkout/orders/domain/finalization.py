"""자동 구매확정의 때: when a line that its buyer has left open is finalized by itself (R87)."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.checkout.orders.domain.states import LineState
from minishop.kernel.clock import day_start, kst_day

# What has arrived is kept for so many days after that day; what nobody follows is finalized by itself so long after it was sent.
KEPT_DAYS = 7
FINALIZED_AFTER_DISPATCH = timedelta(days=28)


def kept_until(delivered_at: datetime) -> datetime:
    """The end of the last day on which goods that arrived may be sent back: on the 12th, all of the 19th."""
    return day_start(kst_day(delivered_at) + timedelta(days=KEPT_DAYS + 1))


def finalized_at(state: LineState, *, dispatched_at: datetime | None, delivered_at: datetime | None) -> datetime | None:
    """When a line is finalized by itself, from how it stands; None for one that is not on its way or there."""
    match state:
        case LineState.DELIVERED | LineState.EXCHANGED:
            return kept_until(delivered_at) if delivered_at else None
        case LineState.DELIVERING:
            return dispatched_at + FINALIZED_AFTER_DISPATCH if dispatched_at else None
        case _:
            return None
