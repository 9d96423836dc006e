"""Days are Korea's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.kernel.clock import day_start, kst_day, kst_iso, next_day_start, utc_now

instants = st.datetimes(datetime(2011, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds are naive by contract


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2011, 4, 5, 14, 59, 59, tzinfo=UTC), date(2011, 4, 5)),
        (datetime(2011, 4, 5, 15, 0, tzinfo=UTC), date(2011, 4, 6)),
    ],
    ids=["자정 직전", "자정"],
)
def test_the_day_turns_at_midnight_in_seoul(instant: datetime, day: date) -> None:
    assert kst_day(instant) == day


@given(instants)
def test_the_next_day_begins_within_24_hours(instant: datetime) -> None:
    start = next_day_start(instant)
    assert timedelta() < start - instant <= timedelta(days=1)
    assert kst_day(start) == kst_day(instant) + timedelta(days=1)
    assert day_start(kst_day(start)) == start


def test_the_rest_api_writes_three_digits_and_the_offset() -> None:
    assert kst_iso(datetime(2023, 1, 16, 8, 14, 51, 794_000, tzinfo=UTC)) == "2023-01-16T17:14:51.794+09:00"


def test_a_naive_instant_is_refused() -> None:
    for function in (kst_day, kst_iso, next_day_start):
        with pytest.raises(ValueError, match="time zone"):
            function(datetime(2011, 4, 5))  # noqa: DTZ001  # the refusal is the test


def test_now_is_aware() -> None:
    assert utc_now().tzinfo is UTC
