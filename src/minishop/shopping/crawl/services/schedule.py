"""수집 일정: which feeds are due, from a partner's approval on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from minishop.chassis.tenancy import across_tenants, scope
from minishop.shopping.crawl.domain.schedule import next_summary
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.crawl.models import Schedule
from minishop.shopping.partners.domain.states import CRAWLED
from minishop.shopping.partners.models import Partner
from minishop.shopping.partners.services import approve

# A feed that was handed to a worker is not handed out again before this, unless the crawl ends first.
_CLAIM = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Due:
    """A partner's feed that is to be fetched now."""

    partner_id: int
    kind: FeedKind


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
def claim_due(*, now: datetime) -> list[Due]:
    """The feeds that are due, each handed out once. Where full and summary are both due, the full one serves for both."""
    due_now = Q(next_full_at__lte=now) | Q(next_summary_at__lte=now)
    with across_tenants("the scheduler looks at every partner"):
        due = Schedule.objects.filter(due_now, partner__state__in=CRAWLED)
        if not due.exists():
            return []
        locked = list(due.select_for_update(of=("self",), skip_locked=True).order_by("partner_id"))
        return [_claim(schedule, now) for schedule in locked]


def _claim(schedule: Schedule, now: datetime) -> Due:
    kind = FeedKind.FULL if schedule.next_full_at <= now else FeedKind.SUMMARY
    if kind is FeedKind.FULL:
        schedule.next_full_at = now + _CLAIM
    if schedule.next_summary_at is not None:
        schedule.next_summary_at = next_summary(now)
    schedule.save(update_fields=["next_full_at", "next_summary_at"])
    return Due(schedule.partner_id, kind)
