"""The holds' work for later."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis import messages
from minishop.chassis.http import Answer, Request
from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import Later, task
from minishop.chassis.tenancy import scope
from minishop.checkout.holds.letters import shortage
from minishop.checkout.holds.services import settling
from minishop.checkout.orders.models import Order


def prepare_message(*, merchant_id: int, order_id: int, hold_id: int, now: datetime) -> Request | None:
    """What a hold's shop is to be told now."""
    with scope(merchant_id):
        return settling.next_message(merchant_id=merchant_id, order_id=order_id, hold_id=hold_id, now=now)


# With pauses of ten minutes at most: for a day and a half.
@task(line=Line.HINTED, max_attempts=300, prepare=prepare_message)
def settle_hold(*, merchant_id: int, order_id: int, hold_id: int, answer: Answer, now: datetime) -> None:
    """Tells a hold's shop what is to be told until it has heard."""
    with scope(merchant_id):
        again = settling.take_message_answer(merchant_id=merchant_id, order_id=order_id, hold_id=hold_id, answer=answer, now=now)
    if again:
        raise Later(again, asked=answer.retry_after)


@task(line=Line.HINTED, every=timedelta(hours=1))
def settle_lost_holds(*, now: datetime) -> None:
    """Has holds looked after whose own job was lost."""
    settling.settle_lost(now=now)


@task(line=Line.MESSAGES, max_attempts=10)
def tell_shortage(*, merchant_id: int, order_id: int, now: datetime) -> None:
    """Tells the buyer by mail that the shop is short of what was paid for."""
    with scope(merchant_id):
        order = Order.objects.select_related("merchant").get(merchant_id=merchant_id, id=order_id)
        messages.mail(shortage(order), to=order.orderer_email, key=f"shortage:{order.number}")
