"""The orders' work for later."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis.jobs.registry import task
from minishop.checkout.orders.services.sheets import remove_old_sheets

_SET, _MOST_SETS = 500, 20


@task(every=timedelta(minutes=10))
def remove_sheets(*, now: datetime) -> None:
    """Removes sheets that are over, a set a transaction; what a flood left beyond that waits for the next time."""
    for _number in range(_MOST_SETS):
        if remove_old_sheets(now=now, at_most=_SET) < _SET:
            return
