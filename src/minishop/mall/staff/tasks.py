"""Later work of people."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis.jobs.registry import task
from minishop.chassis.retention.keeping import Kept, keep, remove_old
from minishop.mall.staff.models import GuestAct

GUEST_ACTS = keep(Kept(GuestAct, "at", timedelta(days=365), index="staff_guest_acts_old"))


@task(every=timedelta(days=1))
def forget_old_guest_acts(now: datetime) -> None:
    """Deletes what operators did in shops a year ago."""
    remove_old(GUEST_ACTS, now=now)
