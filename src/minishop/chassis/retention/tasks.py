"""What the chassis itself keeps for a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis import clock
from minishop.chassis.jobs.models import StrangerHost
from minishop.chassis.jobs.registry import task
from minishop.chassis.retention.keeping import Kept, keep, remove_old

HOSTS = keep(Kept(StrangerHost, "changed_at", timedelta(days=30), index="jobs_hosts_old"))


@task(every=timedelta(days=1))
def forget_old_hosts(now: datetime) -> None:
    """Deletes what is known of hosts that nobody has called for a month by true time: shops come and go, and name any host."""
    remove_old(HOSTS, now=now - clock.shift())
