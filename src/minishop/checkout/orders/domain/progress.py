"""주문 상태: where a whole order stands for its buyer, derived from its lines (R97)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from minishop.checkout.orders.domain.states import LineState


class Progress(StrEnum):
    """The states of the buyer's counters; ``PREPARING`` is a paid line that the seller has acknowledged or begun to send."""

    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"
    PREPARING = "preparing"
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    FINALIZED = "finalized"
    UNPAID_CANCELLED = "unpaid_cancelled"


_OF_STATE = {
    LineState.AWAITING_PAYMENT: Progress.AWAITING_PAYMENT,
    LineState.PAID: Progress.PAID,
    LineState.DISPATCH_REQUESTED: Progress.PREPARING,
    LineState.DELIVERING: Progress.DELIVERING,
    LineState.DELIVERED: Progress.DELIVERED,
    LineState.FINALIZED: Progress.FINALIZED,
    LineState.UNPAID_CANCELLED: Progress.UNPAID_CANCELLED,
}
_ORDER = list(Progress)


def of_line(state: LineState, *, acknowledged: bool) -> Progress:
    """Where one line stands for the buyer."""
    return Progress.PREPARING if state is LineState.PAID and acknowledged else _OF_STATE[state]


def of_order(lines: Iterable[Progress]) -> Progress:
    """The order stands where the line that is furthest behind stands. Raises ValueError for an order without lines."""
    return min(lines, key=_ORDER.index)
