"""What a counter of wrong passwords remembers, and for how long (docs/decisions/0024-limits-of-logins.md)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from minishop.chassis.logins.domain import FORGOTTEN_AFTER, LIMITS, Kind, failures_at, one_more, wait_after

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("kind", "free", "most", "longest"),
    [
        (Kind.PAIR, 5, 15, timedelta(minutes=15)),
        (Kind.DEVICE, 5, 15, timedelta(minutes=15)),
        (Kind.ACCOUNT, 20, 30, timedelta(minutes=5)),
        (Kind.ADDRESS, 30, 40, timedelta(minutes=1)),
    ],
)
def test_a_crowd_of_failures_is_remembered_up_to_a_limit_and_forgotten_one_by_one(
    kind: Kind, free: int, most: int, longest: timedelta
) -> None:
    limit, empty_at = LIMITS[kind], NOON
    for remembered in range(1, most + 5):
        empty_at = one_more(limit, empty_at, NOON)
        assert failures_at(limit, empty_at, NOON) == min(remembered, most)
    assert failures_at(limit, empty_at, NOON + FORGOTTEN_AFTER / most) == most - 1
    assert failures_at(limit, empty_at, NOON + FORGOTTEN_AFTER) == 0
    assert [wait_after(limit, failures) for failures in (free - 1, free, free + 1)] == [timedelta(), 30 * SECOND, 60 * SECOND]
    assert wait_after(limit, most) == longest
