"""The reconciling's work for later."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from minishop.chassis.jobs.registry import task
from minishop.chassis.jobs.stopping import Turn
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
    """A batch of merchants a transaction."""
    last, turn = 0, Turn()
    while not turn.is_over() and (reached := begin_reconciling(after=last, now=now)):
        last = reached
    with transaction.atomic():
        reconcile_buyers.enqueue(now=now, key="0", after=0)


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
