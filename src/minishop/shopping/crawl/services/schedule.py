"""수집 일정: which feeds are due, from a partner's approval on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from minishop.chassis.jobs.domain.wheel import phase_of
from minishop.chassis.tenancy import across_tenants, scope
from minishop.shopping.crawl.domain.schedule import next_summary
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.crawl.models import CrawlRun, Schedule
from minishop.shopping.partners.domain.states import CRAWLED, State
from minishop.shopping.partners.models import Partner
from minishop.shopping.partners.services import approve

# A feed that was handed to a worker is not handed out again before this, unless the crawl ends first.
_CLAIM = timedelta(minutes=10)
BATCH, _PIECE = 500, 100


@dataclass(frozen=True, slots=True)
class Due:
    """A partner's feed that is to be fetched now."""

    partner_id: int
    kind: FeedKind
    url: str


@transaction.atomic
def admit(*, partner: Partner, now: datetime) -> Partner:
    """승인: gives the partner its keys and makes its first full crawl due at once. Raises IllegalTransition."""
    approved = approve(partner=partner, now=now)
    with scope(approved.id):
        Schedule.objects.create(partner=approved, next_full_at=now)
    return approved


def crawl_soon(*, partner: Partner, now: datetime) -> bool:
    """지금 수집: makes the partner's full feed due; False for a partner whose feed is not fetched."""
    with scope(partner.id):
        return bool(Schedule.objects.update(next_full_at=now))


@transaction.atomic
def crawl_when_asked(*, partner: Partner, now: datetime) -> datetime | None:
    """지금 수집, asked for by the shop's host: makes the full feed due now, or a pause after the last crawl. Returns when it is due, and None
    for a partner whose feed is not fetched."""
    with scope(partner.id):
        schedule = Schedule.objects.select_for_update().first()
        if schedule is None or State(partner.state) not in CRAWLED:
            return None
        last = CrawlRun.objects.order_by("-id").values_list("last_tried_at", flat=True).first()
        soon = max(now, last + settings.CRAWL_ASKED_PAUSE) if last else now
        schedule.next_full_at = min(schedule.next_full_at, soon)
        schedule.save(update_fields=["next_full_at"])
        return schedule.next_full_at


@transaction.atomic
def accept_loss(*, partner: Partner, run_id: int, now: datetime) -> bool:
    """삭제 반영: a person has agreed that the shop has as few products as the held file said; it is fetched anew at once, and applied where
    it has no fewer. False where this is not what is held any more. It is one act, whether the operator or the shop says so, and how often."""
    with scope(partner.id):
        schedule = Schedule.objects.select_for_update().first()
        if schedule is None or run_id not in (schedule.held_run, schedule.accepted_run):
            return False
        if run_id == schedule.held_run:
            schedule.accepted_count, schedule.accepted_run, schedule.next_full_at = schedule.held_coming, run_id, now
            schedule.save(update_fields=["accepted_count", "accepted_run", "next_full_at"])
    return True


def claim_due(*, now: datetime) -> list[Due]:
    """The feeds that are due, a batch (index ``crawl_schedules_due``), each handed out once.

    Where full and summary are both due, the full one serves for both.

    Call in a transaction: what is handed out comes to be work in it, or is still due.
    """
    with across_tenants("the scheduler looks at every partner"):
        due = Schedule.objects.filter(next_at__lte=now).select_related("partner").order_by("next_at")
        locked = list(due.select_for_update(of=("self",), skip_locked=True)[:BATCH])
        claimed = [_claim(schedule, now) for schedule in sorted(locked, key=lambda schedule: schedule.partner_id)]
        Schedule.objects.bulk_update(locked, ["next_full_at", "next_summary_at"], batch_size=_PIECE)
    return claimed


def anything_due(*, now: datetime) -> bool:
    """Whether some feed is due, without taking the right to write (index ``crawl_schedules_due``)."""
    with across_tenants("the scheduler looks at every partner"):
        return Schedule.objects.filter(next_at__lte=now).exists()


def renew(*, partner: Partner, kind: FeedKind, now: datetime) -> None:
    """A crawl begins: its feed is not handed out again while it may still run, however long it waited for its turn."""
    if kind is FeedKind.FULL:
        with scope(partner.id):
            Schedule.objects.update(next_full_at=now + _CLAIM)


def _claim(schedule: Schedule, now: datetime) -> Due:
    kind = FeedKind.FULL if schedule.next_full_at <= now else FeedKind.SUMMARY
    if kind is FeedKind.FULL:
        schedule.next_full_at = now + _CLAIM
    if schedule.next_summary_at is not None:
        schedule.next_summary_at = next_summary(now, phase_of(schedule.partner_id))
    partner = schedule.partner
    return Due(schedule.partner_id, kind, partner.feed_url if kind is FeedKind.FULL else partner.summary_url)
