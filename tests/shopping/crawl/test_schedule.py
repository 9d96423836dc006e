"""수집 시각: Seoul's hours, whatever the machine's."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.kernel.clock import KST
from minishop.shopping.crawl.domain.schedule import CrawlOutcome, event_after, is_to_suspend, minute_of, next_full, next_summary
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.partners.domain.states import MACHINE, Event, State


def seoul(text: str) -> datetime:
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=KST)


@pytest.mark.parametrize(
    ("now", "full", "summary"),
    [
        ("11-23 00:30", "11-23 01:00", "11-23 08:00"),
        ("11-23 01:00", "11-24 01:00", "11-23 08:00"),
        ("11-23 08:00", "11-24 01:00", "11-23 10:00"),
        ("11-23 13:59", "11-24 01:00", "11-23 14:00"),
        ("11-23 20:00", "11-24 01:00", "11-24 08:00"),
        ("12-31 23:59", None, None),
    ],
)
def test_when_feeds_are_due(now: str, full: str | None, summary: str | None) -> None:
    assert next_full(seoul(now), 0) == (seoul(full) if full else datetime(2027, 1, 1, 1, tzinfo=KST))
    assert next_summary(seoul(now), 0) == (seoul(summary) if summary else datetime(2027, 1, 1, 8, tzinfo=KST))


@pytest.mark.parametrize(("phase", "minute"), [(0, 0), (60_000, 60), (2_399_999, 2399.999), (2_400_000, 0), (2**32 - 1, 1367.295)])
def test_a_partner_has_its_own_minute(phase: int, minute: float) -> None:
    assert minute_of(phase) == timedelta(seconds=minute)


@pytest.mark.parametrize(
    ("now", "full", "summary"),
    [
        ("11-23 01:24", "11-23 01:25", "11-23 08:25"),
        ("11-23 01:25", "11-24 01:25", "11-23 08:25"),
        ("11-23 08:24", "11-24 01:25", "11-23 08:25"),
        ("11-23 20:25", "11-24 01:25", "11-24 08:25"),
    ],
)
def test_what_is_due_comes_at_that_minute(now: str, full: str, summary: str) -> None:
    phase = 25 * 60_000
    assert (next_full(seoul(now), phase), next_summary(seoul(now), phase)) == (seoul(full), seoul(summary))


@given(
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)),  # noqa: DTZ001  # made aware below
    st.integers(min_value=0, max_value=2**32 - 1),
)
def test_the_next_time_comes_within_a_day(naive: datetime, phase: int) -> None:
    now = naive.replace(tzinfo=KST)
    assert now < next_full(now, phase) <= now + timedelta(days=1)
    assert now < next_summary(now, phase) <= now + timedelta(hours=12)
    for at, hours in ((next_full(now, phase), [1]), (next_summary(now, phase), range(8, 21, 2))):
        local = at.astimezone(KST)
        assert local.hour in hours
        assert local.minute < 40


@pytest.mark.parametrize(("hours", "suspended"), [(None, False), (0, False), (71, False), (72, True), (100, True)])
def test_three_days_of_failure_suspend(hours: int | None, suspended: bool) -> None:
    now = seoul("11-23 12:00")
    assert is_to_suspend(None if hours is None else now - timedelta(hours=hours), now) is suspended


NOW = seoul("11-23 12:00")
LONG, SHORT = NOW - timedelta(days=3), NOW - timedelta(days=3) + timedelta(microseconds=1)


@pytest.mark.parametrize(("state", "kind", "outcome"), list(product(State, FeedKind, CrawlOutcome)))
def test_what_a_crawl_makes_happen_to_its_partner(state: State, kind: FeedKind, outcome: CrawlOutcome) -> None:
    failed = state is State.APPROVED and outcome in (CrawlOutcome.UNREACHABLE, CrawlOutcome.FILE_REFUSED)
    good = state is State.SUSPENDED and kind is FeedKind.FULL and outcome in (CrawlOutcome.APPLIED, CrawlOutcome.HELD)
    expected = Event.SUSPEND if failed else Event.RESUME if good else None
    assert event_after(state, kind, outcome, failing_since=LONG, now=NOW) is expected
    assert event_after(state, kind, outcome, failing_since=SHORT, now=NOW) is (Event.RESUME if good else None)
    if expected is not None:
        MACHINE.next_state(state, expected)
