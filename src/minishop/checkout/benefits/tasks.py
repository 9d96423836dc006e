"""The benefits' work for later."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis.jobs.registry import task
from minishop.chassis.tenancy import scope
from minishop.checkout.benefits.services import finalization, granting
from minishop.checkout.merchants.models import Merchant


@task(max_attempts=60, short=True, calendar=True)
def grant_points(merchant_id: int, grant_id: int, now: datetime) -> None:
    """Gives the points of one order when they are due."""
    with scope(merchant_id):
        granting.grant_points(merchant=Merchant.objects.get(id=merchant_id), grant_id=grant_id, now=now)


@task(every=timedelta(minutes=10))
def finalize_overdue(now: datetime) -> None:
    """Finalizes what buyers left open for long."""
    finalization.finalize_overdue(now=now)
