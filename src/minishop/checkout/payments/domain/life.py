"""결제 시도와 주문서: how long an attempt to pay keeps its sheet and its order open (docs/rules/selling.md)."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.checkout.payments.domain.states import PaymentState

UNPAID_LIFE = timedelta(minutes=30)
LAST_CALL = timedelta(minutes=5)


def open_until(state: PaymentState, *, opened_at: datetime, settled_at: datetime | None, now: datetime) -> datetime | None:
    """When an attempt stops keeping its order payable, or None for one that keeps nothing.

    Of one whose answer is unknown nobody knows: five minutes after ``now``, when it is to be asked again.
    """
    match state:
        case PaymentState.CONFIRMING | PaymentState.PAID:
            return now + LAST_CALL
        case PaymentState.OPENED:
            return opened_at + UNPAID_LIFE
        case PaymentState.DECLINED | PaymentState.ABANDONED:
            return settled_at + LAST_CALL if settled_at is not None else None
    return None  # SURPLUS


def keeps_open(state: PaymentState, *, opened_at: datetime, settled_at: datetime | None, now: datetime) -> bool:
    """Whether an attempt keeps its order payable whatever the sheet's own time says.

    One whose answer is unknown does so for as long as it is, a window for its half hour; one that ended unpaid leaves the
    buyer five minutes to try otherwise; money that goes back keeps nothing.
    """
    until = open_until(state, opened_at=opened_at, settled_at=settled_at, now=now)
    return until is not None and now < until
