"""The reconciling's work for later."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis.jobs.registry import task
from minishop.chassis.jobs.stopping import Turn
from minishop.chassis.tenancy import scope
from minishop.checkout.reconcile.services.looking import begin_reconciling, reconcile


@task(every=timedelta(days=1))
def reconcile_every_night(*, now: datetime) -> None:
    """Has every merchant's orders and ledger looked through."""
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


@task(max_attempts=5)
def reconcile_merchant(*, merchant_id: int, now: datetime) -> None:
    """Looks through one merchant's orders and ledger."""
    with scope(merchant_id):
        reconcile(merchant_id=merchant_id, now=now)
