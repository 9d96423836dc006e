"""Reading crawls: for the operator's centre."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from minishop.chassis.tenancy import across_tenants
from minishop.shopping.crawl.models import CrawlError, CrawlRun, Schedule
from minishop.shopping.partners.models import Partner

_WHY = "the operator's list of partners"


def schedules() -> dict[int, Schedule]:
    """Every partner's schedule, by the partner's id."""
    with across_tenants(_WHY):
        return {schedule.partner_id: schedule for schedule in Schedule.objects.all()}


def last_runs() -> dict[int, CrawlRun]:
    """Every partner's last crawl, by the partner's id."""
    with across_tenants(_WHY):
        last = CrawlRun.objects.filter(partner_id=OuterRef("partner_id")).order_by("-id").values("id")[:1]
        return {run.partner_id: run for run in CrawlRun.objects.filter(id=Subquery(last))}


def schedule_of(partner: Partner) -> Schedule | None:
    """A partner's schedule. Call in the partner's scope."""
    return Schedule.objects.filter(partner=partner).first()


def runs_of(partner: Partner) -> QuerySet[CrawlRun]:
    """A partner's crawls, the last first. Call in the partner's scope."""
    return CrawlRun.objects.filter(partner=partner).order_by("-id")


def errors_of(run: CrawlRun) -> QuerySet[CrawlError]:
    """What was kept of a crawl's faults and warnings, by line. Call in the partner's scope."""
    return CrawlError.objects.filter(partner_id=run.partner_id, run_id=run.id).order_by("line", "id")


def is_overdue(schedule: Schedule, now: datetime) -> bool:
    """What is due has not been handed out for a while: no worker is running."""
    due: datetime = schedule.next_at
    return now - due > timedelta(minutes=2)
