"""The benefits' work for later."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from minishop.chassis import messages
from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import task
from minishop.chassis.tenancy import scope
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.letters import points_end
from minishop.checkout.benefits.queries import points_ending
from minishop.checkout.benefits.services import couponing, finalization, granting, lapsing
from minishop.checkout.merchants.models import Merchant


@task(max_attempts=60, short=True, calendar=True)
def grant_points(merchant_id: int, grant_id: int, now: datetime) -> None:
    """Gives the points of one order when they are due."""
    with scope(merchant_id):
        granting.grant_points(merchant=Merchant.objects.get(id=merchant_id), grant_id=grant_id, now=now)


@task(max_attempts=60, short=True, calendar=True)
def finalize_decided(merchant_id: int, order_id: int, now: datetime) -> None:
    """Finalizes what a buyer decided to keep five minutes ago."""
    with scope(merchant_id):
        finalization.finalize_decided(merchant=Merchant.objects.get(id=merchant_id), order_id=order_id, now=now)


@task(every=timedelta(minutes=10))
def finalize_overdue(now: datetime) -> None:
    """Finalizes what buyers left open for long."""
    finalization.finalize_overdue(now=now)


@task(every=timedelta(minutes=30))
def lapse(now: datetime) -> None:
    """Ends points and coupons whose last day has passed."""
    lapsing.lapse_points(now=now)
    while couponing.expire_coupons(now=now):
        pass


@task(every=timedelta(hours=1))
def tell_of_ends(now: datetime) -> None:
    """Has buyers told whose points end in a month or a week."""
    lapsing.tell_of_ends(now=now)


@task(line=Line.MESSAGES, max_attempts=10)
def tell_of_end(buyer_id: int, ends_on: str, notice: int, now: datetime) -> None:
    """Tells a buyer how many points end on a day; nobody of whom no address is known, and nothing of what was spent meanwhile."""
    buyer, day = Account.objects.get(id=buyer_id), date.fromisoformat(ends_on)
    points = points_ending(buyer, day)
    if points and buyer.email:
        messages.mail(points_end(buyer, points, day), to=buyer.email, key=f"points-end:{buyer_id}:{ends_on}:{notice}")
