"""상품 수집: fetch a partner's feed, apply it in one transaction, and write down how it went.

A crawl whose file did not come or is no feed changes nothing in the index. Crawling twice is the same as crawling once.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from minishop.chassis.http import Answer, Request
from minishop.chassis.jobs.domain.wheel import phase_of
from minishop.chassis.tenancy import scope
from minishop.shopping.crawl.adapters import feed_request
from minishop.shopping.crawl.domain.ep import Reading, read_feed
from minishop.shopping.crawl.domain.schedule import (
    FAILURES,
    TAKEN,
    CrawlOutcome,
    event_after,
    loses_too_much,
    next_full,
    next_summary,
    outcome_of_failure,
)
from minishop.shopping.crawl.domain.verdicts import FeedKind, FileRefused
from minishop.shopping.crawl.models import CrawlError, CrawlRun, Schedule
from minishop.shopping.crawl.services.reporting import Ended, report_crawl
from minishop.shopping.index.queries import document_counts
from minishop.shopping.index.services import Counts, apply_changes, replace_all
from minishop.shopping.partners.domain.states import CRAWLED, Event, State
from minishop.shopping.partners.models import Partner
from minishop.shopping.partners.services import resume, suspend

_KEPT_RUNS = 60


@dataclass(frozen=True, slots=True)
class _Found:
    """What came of fetching and reading, before anything is written."""

    outcome: CrawlOutcome
    reading: Reading
    reason: str = ""
    fault: str = ""
    size: int = 0


def request_of(*, partner: Partner, kind: FeedKind) -> Request | None:
    """What asks a partner for its feed; None for one whose feed is not fetched."""
    if State(partner.state) not in CRAWLED:
        return None
    return feed_request(partner.feed_url if kind is FeedKind.FULL else partner.summary_url)


def take_file(*, partner: Partner, kind: FeedKind, answer: Answer, now: datetime) -> CrawlRun | None:
    """Applies a partner's feed as it came. Returns how it went, or None for a partner whose feed is not fetched any more."""
    if State(partner.state) not in CRAWLED:
        return None
    with scope(partner.id):
        ever_applied = Schedule.objects.filter(full_applied_at__isnull=False).exists()
        return _record(partner, kind, answer.began, _judge(answer, partner, kind, ever_applied=ever_applied), now)


def _judge(answer: Answer, partner: Partner, kind: FeedKind, *, ever_applied: bool) -> _Found:
    if not answer.ok:
        outcome = outcome_of_failure(answer.status, ever_applied=ever_applied)
        return _Found(outcome, Reading(), answer.reason, answer.outcome.value)
    try:
        reading = read_feed(answer.body, kind, limit=partner.product_limit)
    except FileRefused as refused:
        return _Found(CrawlOutcome.FILE_REFUSED, Reading(), refused.detail, refused.fault.value, len(answer.body))
    return _Found(CrawlOutcome.APPLIED, reading, size=len(answer.body))


@transaction.atomic
def _record(partner: Partner, kind: FeedKind, run_id: int, found: _Found, now: datetime) -> CrawlRun:
    schedule = Schedule.objects.select_for_update().get()
    outcome, counts = found.outcome, Counts()
    if outcome is CrawlOutcome.APPLIED and schedule.last_applied_run > run_id:
        outcome = CrawlOutcome.SUPERSEDED  # a crawl that began later has been applied already
    elif outcome is CrawlOutcome.APPLIED:
        outcome, counts = _apply(partner, kind, schedule, run_id, found.reading, now)
        schedule.last_applied_run = run_id
    _reschedule(schedule, kind, outcome, now)
    _list_or_suspend(partner, schedule, kind, replace(found, outcome=outcome), now)
    run = _write_run(partner, kind, run_id, found, outcome, counts, now)
    _forget_old_runs()
    ended = Ended(run_id, kind, outcome, found.reading, found.fault, found.reason)
    report_crawl(partner=partner, schedule=schedule, ended=ended, now=now)
    return run


def _apply(
    partner: Partner, kind: FeedKind, schedule: Schedule, run_id: int, reading: Reading, now: datetime
) -> tuple[CrawlOutcome, Counts]:
    listings = list(reading.products.values())
    if kind is FeedKind.SUMMARY:
        return CrawlOutcome.APPLIED, apply_changes(partner=partner, listings=listings, removed=reading.removed, now=now)
    if _is_held(schedule, run_id, document_counts([partner.id]).get(partner.id, 0), len(listings)):
        return CrawlOutcome.HELD, apply_changes(partner=partner, listings=listings, removed=(), now=now)
    return CrawlOutcome.APPLIED, replace_all(partner=partner, listings=listings, now=now)


def _is_held(schedule: Schedule, run_id: int, standing: int, coming: int) -> bool:
    """Whether what the file leaves out stays until a person has spoken; the schedule says what is asked."""
    agreed = schedule.accepted_count is not None and coming >= schedule.accepted_count
    is_held = loses_too_much(standing, coming, settings.CRAWL_LARGEST_LOSS) and not agreed
    schedule.held_run = run_id if is_held else None
    schedule.held_standing, schedule.held_coming = (standing, coming) if is_held else (0, 0)
    schedule.accepted_count = None
    return is_held


def _reschedule(schedule: Schedule, kind: FeedKind, outcome: CrawlOutcome, now: datetime) -> None:
    if outcome in TAKEN:
        phase = phase_of(schedule.partner_id)
        schedule.failing_since = None
        schedule.next_summary_at = next_summary(now, phase) if schedule.partner.summary_url else None
        if kind is FeedKind.FULL:
            schedule.full_applied_at, schedule.next_full_at = now, next_full(now, phase)
    elif kind is FeedKind.FULL and outcome is not CrawlOutcome.SUPERSEDED:
        schedule.next_full_at = now + settings.CRAWL_RETRY
    if outcome in FAILURES:
        schedule.failing_since = schedule.failing_since or now
    schedule.save()


def _list_or_suspend(partner: Partner, schedule: Schedule, kind: FeedKind, found: _Found, now: datetime) -> None:
    current = State(Partner.objects.values_list("state", flat=True).get(id=partner.id))
    event = event_after(current, kind, found.outcome, failing_since=schedule.failing_since, now=now)
    if event is Event.SUSPEND:
        suspend(partner=partner, fault=found.fault, reason=found.reason, now=now)
    elif event is Event.RESUME:
        resume(partner=partner)


def _write_run(
    partner: Partner, kind: FeedKind, run_id: int, found: _Found, outcome: CrawlOutcome, counts: Counts, now: datetime
) -> CrawlRun:
    last = CrawlRun.objects.order_by("-id").first()
    if last and outcome not in TAKEN and _is_same_again(last, kind, outcome, found):
        last.tries, last.last_tried_at = last.tries + 1, now
        last.save(update_fields=["tries", "last_tried_at"])
        return last
    reading = found.reading
    run = CrawlRun.objects.create(
        partner=partner,
        id=run_id,
        kind=kind,
        outcome=outcome,
        reason=found.reason[:300],
        fault=found.fault,
        at=now,
        last_tried_at=now,
        size=found.size,
        rows=reading.rows,
        refused=reading.refused,
        warnings=reading.warnings,
        **asdict(counts),
    )
    problems = [
        CrawlError(partner=partner, run_id=run_id, line=p.line, fault=p.fault, column=p.column, product_code=p.product_code, value=p.value)
        for p in reading.problems
    ]  # fmt: skip
    CrawlError.objects.bulk_create(problems)
    return run


def _is_same_again(last: CrawlRun, kind: FeedKind, outcome: CrawlOutcome, found: _Found) -> bool:
    return (last.kind, last.outcome, last.fault, last.reason) == (kind, outcome, found.fault, found.reason[:300])


def _forget_old_runs() -> None:
    old = list(CrawlRun.objects.order_by("-id").values_list("id", flat=True)[_KEPT_RUNS:])
    if old:
        CrawlError.objects.filter(run_id__in=old).delete()
        CrawlRun.objects.filter(id__in=old).delete()
