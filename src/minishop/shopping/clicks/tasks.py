"""Later work of clicks."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis.jobs.registry import task
from minishop.chassis.retention.keeping import Kept, keep, remove_old
from minishop.shopping.clicks.models import Click

CLICKS = keep(Kept(Click, "at", timedelta(days=90), index="clicks_old"))


@task(every=timedelta(days=1))
def forget_old_clicks(now: datetime) -> None:
    """Deletes clicks that are a quarter old: the pages count those of a week, and a shop asks about a click sooner than that."""
    remove_old(CLICKS, now=now)
