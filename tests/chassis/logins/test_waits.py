"""How long guessing is slowed down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.chassis.logins.domain import FORGOTTEN_AFTER, LIMITS, Kind, failures_at, one_more, wait_after

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
CASES = [
    (Kind.PAIR, [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 900), (11, 900), (10**9, 900)]),
    (Kind.DEVICE, [(4, 0), (5, 30), (15, 900)]),
    (Kind.ACCOUNT, [(19, 0), (20, 30), (21, 60), (22, 120), (23, 240), (24, 300), (30, 300)]),
    (Kind.ADDRESS, [(29, 0), (30, 30), (31, 60), (32, 60), (40, 60)]),
]


@pytest.mark.parametrize(("kind", "failures", "seconds"), [(kind, *case) for kind, cases in CASES for case in cases])
def test_a_few_tries_are_free_then_each_waits_longer_up_to_a_limit(kind: Kind, failures: int, seconds: int) -> None:
    assert wait_after(LIMITS[kind], failures) == timedelta(seconds=seconds) <= LIMITS[kind].longest


@pytest.mark.parametrize(("kind", "most"), [(Kind.PAIR, 120), (Kind.DEVICE, 120), (Kind.ACCOUNT, 320), (Kind.ADDRESS, 1500)])
def test_a_day_of_guessing_is_so_many_guesses_and_no_more(kind: Kind, most: int) -> None:
    limit, at, empty_at, tries = LIMITS[kind], NOW, NOW, 0
    while at < NOW + timedelta(days=1):
        empty_at, tries = one_more(limit, empty_at, at), tries + 1
        at += wait_after(limit, failures_at(limit, empty_at, at))
    assert limit.free < tries <= most


@given(st.sampled_from(Kind), st.integers(1, 60))
def test_failures_at_once_are_all_counted_up_to_the_most_and_gone_after_a_day(kind: Kind, times: int) -> None:
    limit, empty_at = LIMITS[kind], NOW
    for _ in range(times):
        empty_at = one_more(limit, empty_at, NOW)
    assert failures_at(limit, empty_at, NOW) == min(times, limit.most)
    assert failures_at(limit, empty_at, NOW + FORGOTTEN_AFTER) == 0


def test_one_failure_after_the_other_is_forgotten() -> None:
    limit = LIMITS[Kind.ACCOUNT]
    empty_at = one_more(limit, one_more(limit, NOW, NOW), NOW)
    told = [failures_at(limit, empty_at, NOW + limit.forgets_one_after * part / 2) for part in range(6)]
    assert told == [2, 2, 1, 1, 0, 0]
