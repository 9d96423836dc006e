"""미결제 주문의 끝: an order nobody pays ends with its sheet, but never while an attempt to pay it is open; its buyer may end it before."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from minishop.chassis.jobs.stopping import Turn
from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.accounts.models import Account
from minishop.checkout.holds.domain.reasons import Reason
from minishop.checkout.holds.queries import held_until
from minishop.checkout.holds.services.ending import release
from minishop.checkout.orders.domain.states import Actor, LineEvent, LineState
from minishop.checkout.orders.errors import NotYourOrder, OrderClosed
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.services.placing import awaits_payment, expire_later
from minishop.checkout.orders.services.transition import transition as transition_lines
from minishop.checkout.payments.domain.states import PaymentEvent, PaymentState
from minishop.checkout.payments.errors import PaymentUnderway
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.ports import BENEFITS
from minishop.checkout.payments.queries import open_until
from minishop.checkout.payments.services.transition import transition

_BATCH = 500
_log = logging.getLogger(__name__)


def expire_unpaid(*, now: datetime) -> int:
    """Ends the orders that nobody's own job has ended, oldest first, a batch a statement; returns how many.

    Each batch goes on after the last order of the one before (index ``orders_lines_unpaid``): what is still open holds up nobody, and what
    one turn leaves waits for the next hour. An order that fails holds up none behind it; the first failure is raised in the end.
    """
    ended, after, turn = 0, 0, Turn()
    failures: list[Exception] = []
    while not turn.is_over() and (found := _unpaid_after(after, now)):
        for merchant_id, order_id in found:
            try:
                with scope(merchant_id):
                    ended += expire_order(merchant_id=merchant_id, order_id=order_id, now=now)
            except Exception as error:
                _log.exception("order %d of merchant %d could not be ended", order_id, merchant_id)
                failures.append(error)
        after = found[-1][1]
    if failures:
        raise failures[0]
    return ended


def _unpaid_after(order_id: int, now: datetime) -> list[tuple[int, int]]:
    """Merchant and number of the next orders that await payment and whose sheet is over, by age (index ``orders_lines_unpaid``)."""
    with across_tenants("the hub's own clock ends unpaid orders"):
        lines = OrderLine.objects.filter(state=LineState.AWAITING_PAYMENT, order_id__gt=order_id).order_by("order_id")
        over = lines.filter(order__sheet__expires_at__lte=now)
        return list(dict.fromkeys(over.values_list("merchant_id", "order_id")[:_BATCH]))


@transaction.atomic
def expire_order(*, merchant_id: int, order_id: int, now: datetime) -> bool:
    """Ends an order, in its merchant's scope, unless it is paid, over already, or still open; then it is looked at when it may be over.

    Returns whether it ended.
    """
    order = Order.objects.select_for_update(of=("self",)).select_related("sheet").get(merchant_id=merchant_id, id=order_id)
    if not awaits_payment(order):
        return False
    attempts = _attempts(order)
    attempts_until = [at for attempt in attempts if (at := open_until(attempt, now))]
    until = max([order.sheet.expires_at, *attempts_until, held_until(order, now) or now])
    if until > now:
        expire_later(order, at=until, now=now)
        return False
    _end(order, attempts, LineEvent.EXPIRE, Actor.HUB, now)
    return True


@transaction.atomic
def withdraw_order(*, order: Order, buyer: Account, now: datetime) -> None:
    """주문 지우기: the buyer gives up an order that was not paid, in its merchant's scope; a return from its window takes no money any more.

    Money that the PG takes all the same goes back as surplus. Raises NotYourOrder; OrderClosed for one that was paid or is over;
    PaymentUnderway while the PG has not said whether it took the money.
    """
    locked = Order.objects.select_for_update(of=("self",)).get(merchant_id=order.merchant_id, id=order.id)
    if locked.buyer_id != buyer.id:
        raise NotYourOrder(order=locked.number)
    if not awaits_payment(locked):
        raise OrderClosed(order=locked.number)
    attempts = _attempts(locked)
    if any(attempt.state == PaymentState.CONFIRMING for attempt in attempts):
        raise PaymentUnderway(order=locked.number)
    _end(locked, attempts, LineEvent.WITHDRAW, Actor.BUYER, now)


def _attempts(order: Order) -> list[Payment]:
    return list(Payment.objects.filter(merchant_id=order.merchant_id, order_id=order.id).order_by("id"))


def _end(order: Order, attempts: Iterable[Payment], event: LineEvent, actor: Actor, now: datetime) -> None:
    for attempt in attempts:
        if attempt.state == PaymentState.OPENED:
            transition(payment=attempt, event=PaymentEvent.ABANDON, now=now)
    BENEFITS.part.release(order=order, now=now)  # what points pay whole has no attempt whose end would
    release(order=order, reason=Reason.EXPIRED if actor is Actor.HUB else Reason.ABANDONED, now=now)
    lines = list(OrderLine.objects.filter(merchant_id=order.merchant_id, order_id=order.id))
    transition_lines(lines=lines, event=event, actor=actor, now=now)
