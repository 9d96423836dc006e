"""The parcels' work for later."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import task
from minishop.chassis.jobs.stopping import in_turns
from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import Merchant
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
