"""The one writer of a refund's state."""

from __future__ import annotations

from datetime import datetime

from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.refunds import MACHINE, RefundEvent, RefundState, RefundTooLarge, refundable
from minishop.checkout.payments.models import Payment, Refund

_SETTLED = (RefundState.DONE, RefundState.REFUSED, RefundState.GIVEN_UP)


def begin(*, refund: Refund, event: RefundEvent) -> Refund:
    """Writes down a refund that was not there before: to be asked for (INTEND), owed (OWE), or more than is left
    (REFUSE). In the open transaction, its order locked."""
    refund.state = MACHINE.next_state(None, event).value
    refund.save(force_insert=True)
    return refund


def step(*, refund: Refund, event: RefundEvent, now: datetime, reason: str = "") -> None:
    """Takes a locked refund through an event, and saves all of it. Raises IllegalTransition for a step that is not in the table."""
    target = MACHINE.next_state(RefundState(refund.state), event)
    refund.state, refund.reason = target.value, reason[:300]
    if target is RefundState.ASKING:
        refund.asked_at, refund.not_before = now, None
    if target in _SETTLED:
        refund.settled_at = now
    refund.save()


def require_left(refund: Refund) -> None:
    """Raises RefundTooLarge when other refunds of the payment have taken the place of one that was refused."""
    others = Refund.objects.filter(merchant_id=refund.merchant_id, payment_id=refund.payment_id).exclude(id=refund.id)
    left = refundable(refund.payment.amount, [one.place for one in others])
    if refund.amount > left:
        raise RefundTooLarge(left=int(left), amount=int(refund.amount))


def lock_refund(refund: Refund) -> Refund:
    """The refund as it is now, under the lock of its order's row, which stands for its payments and their refunds."""
    order_id = Payment.objects.values_list("order_id", flat=True).get(merchant_id=refund.merchant_id, id=refund.payment_id)
    Order.objects.select_for_update().get(merchant_id=refund.merchant_id, id=order_id)
    found = Refund.objects.select_related("merchant", "payment__order__buyer", "payment__contract")
    return found.get(merchant_id=refund.merchant_id, id=refund.id)
