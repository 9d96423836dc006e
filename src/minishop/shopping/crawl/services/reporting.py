"""수집 결과 알림: a shop's host hears how a crawl went, so that nothing is refused or held in silence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from minishop.chassis.http import Request
from minishop.chassis.jobs.registry import find_task
from minishop.chassis.tenancy import scope
from minishop.kernel.clock import KST
from minishop.shopping.crawl.adapters import report_request
from minishop.shopping.crawl.domain.ep import Reading
from minishop.shopping.crawl.domain.report import TOLD, HeldLoss, Report, is_news, read_stored, refused_after, stored
from minishop.shopping.crawl.domain.schedule import CrawlOutcome
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.crawl.models import Schedule, ToldReport
from minishop.shopping.index.queries import document_counts
from minishop.shopping.partners.domain.states import State
from minishop.shopping.partners.models import Partner

_SEND = "shopping.crawl.tasks.send_report"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a crawl ended."""

    run_id: int
    kind: FeedKind
    outcome: CrawlOutcome
    reading: Reading
    fault: str
    reason: str


def report_crawl(*, partner: Partner, schedule: Schedule, ended: Ended, now: datetime) -> None:
    """Puts in line what the partner's host has not been told yet, in the open transaction, last in it and in the partner's scope. One job
    waits at most: it says how things are when it is sent."""
    if not partner.report_secret or ended.outcome not in TOLD:
        return
    kept = ToldReport.objects.first()
    before = read_stored(kept.facts) if kept else None
    report = _report(partner, schedule, ended, before, now)
    if is_news(before, report):
        ToldReport.objects.update_or_create(partner=partner, defaults={"facts": stored(report)})
        find_task(_SEND).enqueue(now=now, key=str(partner.id), url=partner.report_url, partner_id=partner.id)


def request_of(*, partner: Partner, now: datetime) -> Request | None:
    """What tells a partner's host how things are, signed for ``now``; None where there is nothing to tell."""
    with scope(partner.id):
        kept = ToldReport.objects.first()
    return report_request(partner, read_stored(kept.facts), now=now) if kept and partner.report_secret else None


def _report(partner: Partner, schedule: Schedule, ended: Ended, before: Report | None, now: datetime) -> Report:
    held = HeldLoss(str(schedule.held_run), schedule.held_standing, schedule.held_coming) if schedule.held_run else None
    refused, refused_count = refused_after(before, ended.reading, ended.kind, ended.outcome)
    return Report(
        partner_id=partner.public_id or "",
        run=str(ended.run_id),
        crawled_at=now.astimezone(KST).isoformat(timespec="milliseconds"),
        feed=ended.kind,
        outcome=ended.outcome,
        fault=ended.fault,
        reason=ended.reason[:300],
        listed=Partner.objects.filter(id=partner.id, state=State.APPROVED).exists(),
        products=document_counts([partner.id]).get(partner.id, 0),
        held=held,
        refused_count=refused_count,
        refused=refused,
    )
