"""What is known of an outside host goes when nobody has called it for a month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from minishop.chassis import clock
from minishop.chassis.jobs.models import StrangerHost
from minishop.chassis.jobs.strangers import note
from minishop.chassis.retention.tasks import forget_old_hosts

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("shift", [timedelta(), timedelta(days=400)], ids=["같은 시계", "달력이 앞서감"])
def test_hosts_go_a_month_after_their_last_call_by_true_time(monkeypatch: pytest.MonkeyPatch, shift: timedelta) -> None:
    monkeypatch.setattr(clock, "shift", lambda: shift)
    for days in (30, 31):
        note({f"h{days}.example": ["down"] * 3}, true_now=NOON - timedelta(days=days))
    for _turn in range(2):
        forget_old_hosts.run(now=NOON + shift)
        assert [row.host for row in StrangerHost.objects.all()] == ["h30.example"]
    note({"h31.example": [""]}, true_now=NOON)
    assert StrangerHost.objects.get(host="h31.example").failures == 0
