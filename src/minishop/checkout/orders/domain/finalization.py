"""자동 구매확정의 때: when a line that its buyer has left open is finalized by itself (R87)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from minishop.checkout.orders.domain.states import LineState
from minishop.kernel.clock import day_start, kst_day

# What has arrived is kept for so many days after that day; what nobody follows is finalized by itself so long after it was sent.
KEPT_DAYS = 7
FINALIZED_AFTER_DISPATCH = timedelta(days=28)
# A buyer who has pressed 구매확정 may think again for so long.
UNDO_WITHIN = timedelta(minutes=5)


def kept_until(delivered_at: datetime) -> datetime:
    """The end of the last day on which goods that arrived may be sent back: on the 12th, all of the 19th."""
    return day_start(kst_day(delivered_at) + timedelta(days=KEPT_DAYS + 1))


@dataclass(frozen=True, slots=True)
class Open:
    """A line that its buyer has left open. ``held_until``: the buyer put the decision off; ``is_claimed``: a claim is open on it."""

    state: LineState
    dispatched_at: datetime | None = None
    delivered_at: datetime | None = None
    held_until: datetime | None = None
    is_claimed: bool = False


def finalized_at(line: Open) -> datetime | None:
    """When a line is finalized by itself, from how it stands; None for one that is not on its way or there, or is claimed."""
    due = None if line.is_claimed else _due(line)
    return max(due, line.held_until) if due and line.held_until else due


def _due(line: Open) -> datetime | None:
    match line.state:
        case LineState.DELIVERED | LineState.EXCHANGED:
            return kept_until(line.delivered_at) if line.delivered_at else None
        case LineState.DELIVERING:
            return line.dispatched_at + FINALIZED_AFTER_DISPATCH if line.dispatched_at else None
        case _:
            return None
