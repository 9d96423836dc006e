"""The rate limit's buckets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.chassis.buckets import Buckets

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def test_a_burst_is_twice_the_rate_and_is_missing_afterwards() -> None:
    buckets = Buckets()
    granted = [buckets.take(("query", 1), rate=2, now=NOON).is_granted for _ in range(5)]
    assert granted == [True] * 4 + [False]
    later = NOON + timedelta(seconds=1)
    assert [buckets.take(("query", 1), rate=2, now=later).is_granted for _ in range(3)] == [True, True, False]


def test_each_api_and_application_has_its_own() -> None:
    buckets = Buckets()
    assert buckets.take(("query", 1), rate=1, now=NOON).remaining == 1
    assert buckets.take(("query", 2), rate=1, now=NOON).remaining == 1
    assert buckets.take(("confirm", 1), rate=1, now=NOON).remaining == 1
    assert buckets.take(("query", 1), rate=1, now=NOON).remaining == 0


def test_a_burst_of_its_own_is_no_more_than_that() -> None:
    buckets = Buckets()
    assert [buckets.take("a", rate=1, burst=3, now=NOON).is_granted for _ in range(4)] == [True] * 3 + [False]
    assert [buckets.take("a", rate=1, burst=3, now=NOON + timedelta(days=1)).is_granted for _ in range(4)] == [True] * 3 + [False]


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=60), st.integers(1, 5))
def test_over_any_time_no_more_than_the_burst_and_the_rate(pauses: list[int], rate: int) -> None:
    buckets, at, granted = Buckets(), NOON, 0
    for pause in pauses:
        at += timedelta(milliseconds=pause)
        granted += buckets.take(("query", 1), rate=rate, now=at).is_granted
    assert granted <= 2 * rate + rate * (at - NOON).total_seconds() + 1e-6


def test_a_clock_that_goes_back_gives_nothing() -> None:
    buckets = Buckets()
    for _ in range(2):
        buckets.take(("query", 1), rate=1, now=NOON)
    assert not buckets.take(("query", 1), rate=1, now=NOON - timedelta(hours=1)).is_granted
    assert not buckets.take(("query", 1), rate=1, now=NOON).is_granted


def test_buckets_that_are_full_again_are_forgotten_and_others_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many applications come and go; what they used up lately is remembered."""
    monkeypatch.setattr("minishop.chassis.buckets._KEPT_AT_MOST", 2)
    buckets = Buckets()
    buckets.take(("orders", 1), rate=2, now=NOON)
    emptied = [buckets.take(("orders", 2), rate=2, now=NOON + timedelta(seconds=1)).is_granted for _ in range(5)]
    buckets.take(("orders", 3), rate=2, now=NOON + timedelta(seconds=1))
    assert emptied == [True] * 4 + [False]
    assert set(buckets._buckets) == {("orders", 2), ("orders", 3)}
    assert not buckets.take(("orders", 2), rate=2, now=NOON + timedelta(seconds=1)).is_granted
