"""주문 상태: where a whole order stands for its buyer, derived from its lines (R97)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from minishop.checkout.orders.domain.states import LineState


class Progress(StrEnum):
    """Where goods stand; ``PREPARING`` is a paid line that the seller has acknowledged or begun to send.

    The members stand in the order in which they count for an order: the first that one of its lines has. ``CLAIMED`` (교환·반품 중): a return
    or an exchange is under way. ``UNPAID`` (결제 안 됨): nothing was taken, and it can be paid as long as it is open. ``CONFIRMING``: the PG has
    been asked to take the money and has not said. ``AWAITING_DEPOSIT`` (입금대기): a transfer is waited for, which no means of payment here
    offers yet. ``DELIVERED`` is what arrived today, ``DECIDING`` (구매확정대기) what arrived before and is not finalized. What was returned or
    cancelled counts when nothing else of an order lives.
    """

    CLAIMED = "claimed"
    UNPAID = "unpaid"
    CONFIRMING = "confirming"
    AWAITING_DEPOSIT = "awaiting_deposit"
    PAID = "paid"
    PREPARING = "preparing"
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    DECIDING = "deciding"
    FINALIZED = "finalized"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    UNPAID_CANCELLED = "unpaid_cancelled"


_OF_STATE = {
    LineState.AWAITING_PAYMENT: Progress.UNPAID,
    LineState.PAID: Progress.PAID,
    LineState.DISPATCH_REQUESTED: Progress.PREPARING,
    LineState.DELIVERING: Progress.DELIVERING,
    LineState.DELIVERED: Progress.DECIDING,
    LineState.FINALIZED: Progress.FINALIZED,
    LineState.UNPAID_CANCELLED: Progress.UNPAID_CANCELLED,
    LineState.CANCELLED: Progress.CANCELLED,
    LineState.RETURNED: Progress.RETURNED,
    LineState.EXCHANGED: Progress.DECIDING,
}
_ORDER = list(Progress)


def of_line(state: LineState, *, acknowledged: bool, arrived_today: bool = False) -> Progress:
    """Where one line stands for the buyer. Whether an unpaid one is being paid is for the payments to say, and what is claimed for the claims."""
    if state is LineState.DELIVERED and arrived_today:
        return Progress.DELIVERED
    return Progress.PREPARING if state is LineState.PAID and acknowledged else _OF_STATE[state]


def while_paying(progress: Progress, *, is_confirming: bool) -> Progress:
    """Where an order stands, with what the payments know: whether the PG has been asked for the money and has not said."""
    return Progress.CONFIRMING if progress is Progress.UNPAID and is_confirming else progress


def of_order(lines: Iterable[Progress]) -> Progress:
    """The order stands where the line that is furthest behind stands. Raises ValueError for an order without lines."""
    return min(lines, key=rank)


def rank(progress: Progress) -> int:
    """How far that is: the order of the members."""
    return _ORDER.index(progress)


def of_rank(number: int) -> Progress:
    """The progress of a rank."""
    return _ORDER[number]
