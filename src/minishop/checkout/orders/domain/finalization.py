"""자동 구매확정의 때: when a line that its buyer has left open is finalized by itself (R87)."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.checkout.orders.domain.states import LineState

# A delivered line is finalized by itself after this; one that nobody follows, this long after it was sent.
FINALIZED_AFTER_DELIVERY = timedelta(days=8)
FINALIZED_AFTER_DISPATCH = timedelta(days=28)


def finalized_at(state: LineState, *, dispatched_at: datetime | None, delivered_at: datetime | None) -> datetime | None:
    """When a line is finalized by itself, from how it stands; None for one that is not on its way or there."""
    match state:
        case LineState.DELIVERED:
            return delivered_at + FINALIZED_AFTER_DELIVERY if delivered_at else None
        case LineState.DELIVERING:
            return dispatched_at + FINALIZED_AFTER_DISPATCH if dispatched_at else None
        case _:
            return None
