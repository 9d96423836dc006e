"""Later work of kept forms."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis import clock
from minishop.chassis.jobs.registry import task
from minishop.chassis.kept_forms.files import last_kept_day, remove_before


@task(every=timedelta(days=1))
def forget_kept_files(now: datetime) -> None:
    """Deletes the files of forms that nobody sent again, by true time: a calendar that was moved takes nothing from anybody."""
    remove_before(last_kept_day((now - clock.shift()).date()))
