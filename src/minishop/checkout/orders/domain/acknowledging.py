"""발주확인: whether a line can be acknowledged."""

from __future__ import annotations

from enum import StrEnum

from minishop.checkout.orders.domain.states import LIVING, LineState


class AcknowledgeRefusal(StrEnum):
    """Why it cannot."""

    UNKNOWN_LINE = "unknown_line"  # nobody's, or another merchant's: which of them is told to nobody
    NAMED_TWICE = "named_twice"
    NOT_PAID = "not_paid"
    ALREADY_ACKNOWLEDGED = "already_acknowledged"


def refusal(state: LineState, *, acknowledged: bool) -> AcknowledgeRefusal | None:
    """Why a line cannot be acknowledged now, or None."""
    if state not in LIVING:
        return AcknowledgeRefusal.NOT_PAID
    return AcknowledgeRefusal.ALREADY_ACKNOWLEDGED if acknowledged or state is not LineState.PAID else None
