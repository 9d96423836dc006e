"""The one writer of a payment attempt's state."""

from __future__ import annotations

from datetime import datetime

from minishop.checkout.payments.domain.states import MACHINE, PaymentEvent, PaymentState
from minishop.checkout.payments.models import Payment

_SETTLED = {PaymentState.PAID, PaymentState.DECLINED, PaymentState.ABANDONED, PaymentState.SURPLUS}


def transition(*, payment: Payment, event: PaymentEvent, now: datetime, **facts: str) -> None:
    """Takes a payment, whose order the caller has locked, through an event, and saves what is learnt with it.

    Raises IllegalTransition for a step that is not in the table.
    """
    target = MACHINE.next_state(PaymentState(payment.state), event)
    payment.state = target.value
    for name, value in facts.items():
        setattr(payment, name, value)
    if target in _SETTLED:
        payment.settled_at = now
    payment.save(update_fields=["state", "settled_at", *facts])
