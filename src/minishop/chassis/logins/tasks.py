"""Later work of logins."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from minishop.chassis import clock
from minishop.chassis.jobs.registry import task
from minishop.chassis.retention.keeping import Kept, keep, remove_old

SESSIONS = keep(Kept(Session, "expire_date", timedelta(), index="django_session_expire_date_a5c62663"))


@task(every=timedelta(days=1))
def forget_sessions(now: datetime) -> None:
    """Deletes sessions that are over by true time: a calendar that was moved logs nobody out."""
    remove_old(SESSIONS, now=now - clock.shift())
