"""로그인의 끝: sessions that are over go, those that are not stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from minishop.chassis.logins.tasks import forget_sessions

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def test_sessions_that_are_over_go_and_others_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minishop.chassis.retention.keeping.BATCH", 2)
    for number, hours in enumerate((-48, -24, -1, 0, 1)):
        Session.objects.create(session_key=f"k{number}", session_data="", expire_date=NOON + timedelta(hours=hours))
    for _turn in range(2):
        forget_sessions.run(now=NOON)
        assert sorted(Session.objects.values_list("session_key", flat=True)) == ["k3", "k4"]


def test_a_calendar_that_was_moved_logs_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions end by true time; somebody who tries what happens in a month stays logged in."""
    monkeypatch.setattr("minishop.chassis.clock.shift", lambda: timedelta(days=28))
    Session.objects.create(session_key="k", session_data="", expire_date=NOON + timedelta(days=14))
    forget_sessions.run(now=NOON + timedelta(days=28))
    assert Session.objects.exists()
