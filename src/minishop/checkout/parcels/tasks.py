"""The parcels' work for later."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis import messages
from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import task
from minishop.chassis.jobs.stopping import in_turns
from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.states import LineEvent
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.parcels.letters import news
from minishop.checkout.parcels.services import tracking


@task(line=Line.TRACKING)
def follow_number(merchant_id: int, order_id: int, carrier: str, number: str, now: datetime) -> None:
    """Asks a carrier about one number of one order."""
    with scope(merchant_id):
        merchant = Merchant.objects.get(id=merchant_id)
        tracking.follow_number(merchant=merchant, order_id=order_id, carrier=carrier, number=number, now=now)


@task(every=timedelta(minutes=10))
def follow_all(now: datetime) -> None:
    """Finds parcels that nobody asks about any more, a batch a transaction."""
    in_turns(lambda: tracking.follow_lost(now=now))


@task(line=Line.MESSAGES, max_attempts=10)
def send_news(
    merchant_id: int, order_id: int, line_id: int, count: int, event: str, carrier: str, number: str, way: str, now: datetime
) -> None:
    """Tells the buyer by SMS or mail that goods have left or arrived."""
    with scope(merchant_id):
        line = OrderLine.objects.select_related("order__merchant").get(merchant_id=merchant_id, id=line_id)
        letter = news(line, count=count, event=LineEvent(event), carrier=carrier, number=number, way=way)
        key = f"{event}:{line.number}:{number}:{way}"
        order = line.order
        messages.by(way, letter, mobile=order.orderer_mobile, email=order.orderer_email, sender=order.merchant.phone, key=key)
