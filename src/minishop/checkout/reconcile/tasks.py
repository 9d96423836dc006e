"""The reconciling's work for later."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from minishop.chassis.jobs.registry import task
from minishop.chassis.tenancy import scope
from minishop.checkout.reconcile.services.looking import begin_reconciling, reconcile, reconcile_purses


@task(every=timedelta(days=1))
def reconcile_every_night(*, now: datetime) -> None:
    """Has every merchant's orders and ledger, and every buyer's purse, looked through."""
    _begin(now)


@task(max_attempts=5)
def reconcile_now(*, now: datetime) -> None:
    """The same, since a person pressed."""
    _begin(now)


def _begin(now: datetime) -> None:
    with transaction.atomic():
        reconcile_buyers.enqueue(now=now, key="0", after=0)
        reconcile_merchants.enqueue(now=now, key="0", after=0)


@task(max_attempts=5)
def reconcile_merchants(*, after: int, now: datetime) -> None:
    """Hands out the next merchants, each to be looked through, and what follows them: both or neither."""
    with transaction.atomic():
        last = begin_reconciling(after=after, now=now)
        if last is not None:
            reconcile_merchants.enqueue(now=now, key=str(last), after=last)


@task(max_attempts=5)
def reconcile_merchant(*, merchant_id: int, now: datetime) -> None:
    """Looks through one merchant's orders and ledger."""
    with scope(merchant_id):
        reconcile(merchant_id=merchant_id, now=now)


@task(max_attempts=5)
def reconcile_buyers(*, after: int, now: datetime) -> None:
    """Looks through the next buyers' purses, and then through those that follow."""
    _found, last = reconcile_purses(after=after, now=now)
    if last is not None:
        with transaction.atomic():
            reconcile_buyers.enqueue(now=now, key=str(last), after=last)
