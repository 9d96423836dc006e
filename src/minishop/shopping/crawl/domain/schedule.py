"""언제 수집하는가: a full feed at 01, summaries at 08, 10 … 20 o'clock in Seoul (protocol/ep), and what a failure means.

Within its hour each partner has its own minute, so that not all are fetched at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from minishop.kernel.clock import day_start, kst_day
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.partners.domain.states import Event, State

FULL_HOUR = 1
SUMMARY_HOURS = range(8, 21, 2)
SPREAD = timedelta(minutes=40)
SUSPEND_AFTER = timedelta(days=3)


FEW = 10


class CrawlOutcome(StrEnum):
    """How a crawl ended. Only ``applied`` and ``held`` changed the index: a held one took what the file has, and removed nothing."""

    APPLIED = "applied"
    HELD = "held"
    NOT_OPEN = "not_open"
    UNREACHABLE = "feed_unreachable"
    FILE_REFUSED = "file_refused"
    SUPERSEDED = "superseded"


TAKEN = frozenset({CrawlOutcome.APPLIED, CrawlOutcome.HELD})
FAILURES = frozenset({CrawlOutcome.UNREACHABLE, CrawlOutcome.FILE_REFUSED})


def minute_of(phase: int) -> timedelta:
    """How long after the hour a partner of this phase is fetched: whole milliseconds, less than 40 minutes."""
    return timedelta(milliseconds=phase % (SPREAD // timedelta(milliseconds=1)))


def next_full(now: datetime, phase: int) -> datetime:
    """The partner's minute of the next hour from 01:00 in Seoul that is after an instant."""
    return _next_of([FULL_HOUR], now, minute_of(phase))


def next_summary(now: datetime, phase: int) -> datetime:
    """The partner's minute of the next even hour from 08 to 20 in Seoul that is after an instant."""
    return _next_of(list(SUMMARY_HOURS), now, minute_of(phase))


def outcome_of_failure(status: int, *, ever_applied: bool) -> CrawlOutcome:
    """아직 열리지 않음 or a failure: before the first success a 404 only says that the shop has not opened yet (R6)."""
    return CrawlOutcome.NOT_OPEN if status == 404 and not ever_applied else CrawlOutcome.UNREACHABLE


def loses_too_much(standing: int, coming: int, largest_loss: int) -> bool:
    """Whether a full feed of ``coming`` products that follows ``standing`` ones is more likely broken than meant: it has none, or it has
    lost more than ``largest_loss`` of a hundred. Of a few products any number may go but all."""
    if standing == 0 or coming >= standing:
        return False
    return coming == 0 or (standing >= FEW and (standing - coming) * 100 > standing * largest_loss)


def is_to_suspend(failing_since: datetime | None, now: datetime) -> bool:
    """Whether the feed has failed for three days."""
    return failing_since is not None and now - failing_since >= SUSPEND_AFTER


def event_after(
    state: State, kind: FeedKind, outcome: CrawlOutcome, *, failing_since: datetime | None, now: datetime
) -> Event | None:
    """What a crawl makes happen to its partner: three days of failures suspend it, and the next good full feed ends that."""
    if state is State.APPROVED and outcome in FAILURES and is_to_suspend(failing_since, now):
        return Event.SUSPEND
    if state is State.SUSPENDED and outcome in TAKEN and kind is FeedKind.FULL:
        return Event.RESUME
    return None


def _next_of(hours: list[int], now: datetime, minute: timedelta) -> datetime:
    midnight = day_start(kst_day(now))
    due = [midnight + timedelta(days=day, hours=hour) + minute for day in (0, 1) for hour in hours]
    return next(instant for instant in due if instant > now)
