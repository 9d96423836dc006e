"""Reading crawls: for the operator's centre."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from minishop.chassis.tenancy import across_tenants
from minishop.shopping.crawl.models import CrawlError, CrawlRun, Schedule
from minishop.shopping.partners.models import Partner

_WHY = "the operator's list of partners"
_MOST, _OVERDUE = 500, timedelta(minutes=2)


def schedules(partner_ids: Sequence[int]) -> dict[int, Schedule]:
    """These partners' schedules, by the partner's id (index ``crawl_one_schedule_a_partner``)."""
    with across_tenants(_WHY):
        return {schedule.partner_id: schedule for schedule in Schedule.objects.filter(partner_id__in=partner_ids)[:_MOST]}


def last_runs(partner_ids: Sequence[int]) -> dict[int, CrawlRun]:
    """These partners' last crawls, by the partner's id."""
    with across_tenants(_WHY):
        last = CrawlRun.objects.filter(partner_id=OuterRef("id")).order_by("-id").values("id")[:1]
        runs = Partner.objects.filter(id__in=partner_ids).annotate(run_id=Subquery(last)).values_list("id", "run_id")
        wanted = {partner_id: run_id for partner_id, run_id in runs if run_id}
        found = CrawlRun.objects.filter(partner_id__in=wanted.keys(), id__in=wanted.values())
        return {run.partner_id: run for run in found[:_MOST]}


def failing() -> QuerySet[Schedule]:
    """Feeds that fail (index ``crawl_schedules_failing``); to be read across tenants."""
    return Schedule.objects.filter(failing_since__isnull=False)


def held() -> QuerySet[Schedule]:
    """Feeds whose loss is held back until a person speaks (index ``crawl_schedules_held``); to be read across tenants."""
    return Schedule.objects.filter(held_run__isnull=False)


def is_anything_overdue(now: datetime) -> bool:
    """What is due has not been handed out for a while: no worker is running (index ``crawl_schedules_due``)."""
    with across_tenants(_WHY):
        return Schedule.objects.filter(next_at__lt=now - _OVERDUE).exists()


def schedule_of(partner: Partner) -> Schedule | None:
    """A partner's schedule. Call in the partner's scope."""
    return Schedule.objects.filter(partner=partner).first()


def runs_of(partner: Partner) -> QuerySet[CrawlRun]:
    """A partner's crawls, the last first. Call in the partner's scope."""
    return CrawlRun.objects.filter(partner=partner).order_by("-id")


def errors_of(run: CrawlRun) -> QuerySet[CrawlError]:
    """What was kept of a crawl's faults and warnings, by line. Call in the partner's scope."""
    return CrawlError.objects.filter(partner_id=run.partner_id, run_id=run.id).order_by("line", "id")
