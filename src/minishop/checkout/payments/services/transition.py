"""The one writer of a payment attempt's state."""

from __future__ import annotations

from datetime import datetime

from minishop.checkout.payments.domain.states import MACHINE, PaymentEvent, PaymentState, Purpose
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.ports import BENEFITS

_FAILED = frozenset({PaymentState.DECLINED, PaymentState.ABANDONED})
_OPEN = sorted(state.value for state in (PaymentState.OPENED, PaymentState.CONFIRMING, PaymentState.PAID))
_SETTLED = {PaymentState.PAID, PaymentState.DECLINED, PaymentState.ABANDONED, PaymentState.SURPLUS}


def transition(*, payment: Payment, event: PaymentEvent, now: datetime, **facts: str) -> None:
    """Takes a payment, whose order the caller has locked, through an event, and saves what is learnt with it.

    What the order holds of its buyer's benefits is released with the last attempt to pay it.
    Raises IllegalTransition for a step that is not in the table.
    """
    target = MACHINE.next_state(PaymentState(payment.state), event)
    payment.state = target.value
    for name, value in facts.items():
        setattr(payment, name, value)
    if target in _SETTLED:
        payment.settled_at = now
    payment.save(update_fields=["state", "settled_at", *facts])
    if target in _FAILED and payment.purpose == Purpose.ORDER and not _is_paid_otherwise(payment):
        BENEFITS.part.release(order=payment.order, now=now)


def _is_paid_otherwise(payment: Payment) -> bool:
    """Whether another attempt of the order is still open or has paid it, so that what it holds stays held."""
    others = Payment.objects.filter(merchant_id=payment.merchant_id, order_id=payment.order_id, state__in=_OPEN)
    return others.filter(purpose=Purpose.ORDER.value).exclude(id=payment.id).exists()
