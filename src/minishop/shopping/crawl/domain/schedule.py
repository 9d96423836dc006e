"""언제 수집하는가: a full feed at 01:00, summaries at 08, 10 … 20 o'clock in Seoul (protocol/ep), and what a failure means."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from minishop.kernel.clock import day_start, kst_day
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.partners.domain.states import Event, State

FULL_HOUR = 1
SUMMARY_HOURS = range(8, 21, 2)
SUSPEND_AFTER = timedelta(days=3)


class CrawlOutcome(StrEnum):
    """How a crawl ended. Only ``applied`` changed the index."""

    APPLIED = "applied"
    NOT_OPEN = "not_open"
    UNREACHABLE = "feed_unreachable"
    FILE_REFUSED = "file_refused"
    SUPERSEDED = "superseded"


FAILURES = frozenset({CrawlOutcome.UNREACHABLE, CrawlOutcome.FILE_REFUSED})


def next_full(now: datetime) -> datetime:
    """The next 01:00 in Seoul after an instant."""
    return _next_of([FULL_HOUR], now)


def next_summary(now: datetime) -> datetime:
    """The next even hour from 08 to 20 in Seoul after an instant."""
    return _next_of(list(SUMMARY_HOURS), now)


def outcome_of_failure(status: int, *, ever_applied: bool) -> CrawlOutcome:
    """아직 열리지 않음 or a failure: before the first success a 404 only says that the shop has not opened yet (R6)."""
    return CrawlOutcome.NOT_OPEN if status == 404 and not ever_applied else CrawlOutcome.UNREACHABLE


def is_to_suspend(failing_since: datetime | None, now: datetime) -> bool:
    """Whether the feed has failed for three days."""
    return failing_since is not None and now - failing_since >= SUSPEND_AFTER


def event_after(
    state: State, kind: FeedKind, outcome: CrawlOutcome, *, failing_since: datetime | None, now: datetime
) -> Event | None:
    """What a crawl makes happen to its partner: three days of failures suspend it, and the next good full feed ends that."""
    if state is State.APPROVED and outcome in FAILURES and is_to_suspend(failing_since, now):
        return Event.SUSPEND
    if state is State.SUSPENDED and outcome is CrawlOutcome.APPLIED and kind is FeedKind.FULL:
        return Event.RESUME
    return None


def _next_of(hours: list[int], now: datetime) -> datetime:
    midnight = day_start(kst_day(now))
    due = [midnight + timedelta(days=day, hours=hour) for day in (0, 1) for hour in hours]
    return next(instant for instant in due if instant > now)
