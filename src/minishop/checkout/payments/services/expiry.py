"""미결제 주문 만료: an order nobody pays ends after half an hour, but never while its payment's fate is unknown."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.orders.domain.states import Actor, LineEvent, LineState
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.services.placing import awaits_payment
from minishop.checkout.orders.services.transition import transition as transition_lines
from minishop.checkout.payments.domain.states import PaymentEvent, PaymentState
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.services.transition import transition

UNPAID_LIFE = timedelta(minutes=30)
_HOLDING = {PaymentState.CONFIRMING.value, PaymentState.PAID.value}


def expire_unpaid(*, now: datetime, at_most: int = 500) -> int:
    """Ends the orders whose last attempt to pay is older than their life, oldest first; returns how many ended."""
    with across_tenants("the hub's own clock ends unpaid orders"):
        unpaid = OrderLine.objects.filter(state=LineState.AWAITING_PAYMENT.value, order__ordered_at__lte=now - UNPAID_LIFE)
        found = list(unpaid.values_list("merchant_id", "order_id").distinct().order_by("order_id")[:at_most])
    ended = 0
    for merchant_id, order_id in found:
        with scope(merchant_id):
            ended += _expire(merchant_id, order_id, now)
    return ended


@transaction.atomic
def _expire(merchant_id: int, order_id: int, now: datetime) -> bool:
    order = Order.objects.select_for_update().get(merchant_id=merchant_id, id=order_id)
    attempts = list(Payment.objects.select_for_update().filter(merchant_id=merchant_id, order_id=order_id).order_by("id"))
    if not awaits_payment(order) or any(_holds(attempt, now) for attempt in attempts):
        return False
    for attempt in attempts:
        if attempt.state == PaymentState.OPENED:
            transition(payment=attempt, event=PaymentEvent.ABANDON, now=now)
    lines = list(OrderLine.objects.filter(merchant_id=merchant_id, order_id=order_id))
    transition_lines(lines=lines, event=LineEvent.EXPIRE, actor=Actor.HUB, now=now)
    return True


def _holds(attempt: Payment, now: datetime) -> bool:
    return attempt.state in _HOLDING or attempt.opened_at > now - UNPAID_LIFE
