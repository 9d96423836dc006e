"""What a person may say of a stranger's host."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from minishop.chassis.jobs import strangers
from minishop.chassis.jobs.models import StrangerHost

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", ["", "b.example", "a.example\0", "a.example\n", "a" * 10_000])
def test_what_is_no_parked_host_is_asked_of_no_database_that_cannot_hold_it(db: None, name: str) -> None:
    StrangerHost.objects.create(host="a.example", failures=3, parked_until=NOON, changed_at=NOON)
    assert not strangers.release(name)
    assert StrangerHost.objects.get().parked_until == NOON
    assert strangers.release("a.example")
