"""미결제 주문 만료: an order nobody pays ends with its sheet, but never while an attempt to pay it is open."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.orders.domain.states import Actor, LineEvent, LineState
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.services.placing import awaits_payment
from minishop.checkout.orders.services.transition import transition as transition_lines
from minishop.checkout.payments.domain.states import PaymentEvent, PaymentState
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.queries import is_open
from minishop.checkout.payments.services.transition import transition


def expire_unpaid(*, now: datetime, at_most: int = 500) -> int:
    """Ends the orders whose sheet is over and which no attempt to pay keeps open, oldest first; returns how many ended."""
    with across_tenants("the hub's own clock ends unpaid orders"):
        unpaid = OrderLine.objects.filter(state=LineState.AWAITING_PAYMENT.value, order__sheet__expires_at__lte=now)
        found = list(unpaid.values_list("merchant_id", "order_id").distinct().order_by("order_id")[:at_most])
    ended = 0
    for merchant_id, order_id in found:
        with scope(merchant_id):
            ended += _expire(merchant_id, order_id, now)
    return ended


@transaction.atomic
def _expire(merchant_id: int, order_id: int, now: datetime) -> bool:
    order = Order.objects.select_for_update(of=("self",)).select_related("sheet").get(merchant_id=merchant_id, id=order_id)
    attempts = list(Payment.objects.filter(merchant_id=merchant_id, order_id=order_id).order_by("id"))
    if order.sheet.expires_at > now or not awaits_payment(order) or any(is_open(attempt, now) for attempt in attempts):
        return False
    for attempt in attempts:
        if attempt.state == PaymentState.OPENED:
            transition(payment=attempt, event=PaymentEvent.ABANDON, now=now)
    lines = list(OrderLine.objects.filter(merchant_id=merchant_id, order_id=order_id))
    transition_lines(lines=lines, event=LineEvent.EXPIRE, actor=Actor.HUB, now=now)
    return True
