"""When feeds are looked at, and whom their crawls are told. All may run twice: what is due is handed out once, a crawl can be repeated, and a
report has an identity."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from minishop.chassis import clock
from minishop.chassis.http import Answer, Request
from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import Later, each_round, task
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.crawl.services.crawl import request_of, take_file
from minishop.shopping.crawl.services.reporting import request_of as report_request_of
from minishop.shopping.crawl.services.schedule import BATCH, anything_due, claim_due, renew
from minishop.shopping.partners.models import Partner

# Some five hours of pauses; a host that is away longer hears of the next crawl.
_PATIENT = 40


@each_round
def hand_out_due_feeds(true_now: datetime) -> bool:
    """Enqueues a crawl for each feed that is due, a batch; says whether there may be more. Crawl hours are the calendar's."""
    now = true_now + clock.shift()
    if not anything_due(now=now):
        return False
    with transaction.atomic():
        found = claim_due(now=now)
        for due in found:
            key = f"{due.partner_id}-{due.kind}"
            crawl_feed.enqueue(now=now, key=key, url=due.url, partner_id=due.partner_id, kind=due.kind.value)
    return len(found) == BATCH


def prepare_crawl(partner_id: int, kind: str, now: datetime) -> Request | None:
    """The request for one partner's full feed or summary."""
    partner = Partner.objects.get(id=partner_id)
    renew(partner=partner, kind=FeedKind(kind), now=now)
    return request_of(partner=partner, kind=FeedKind(kind))


@task(line=Line.FEEDS, max_attempts=3, longest=timedelta(minutes=10), prepare=prepare_crawl)
def crawl_feed(partner_id: int, kind: str, answer: Answer, now: datetime) -> None:
    """Applies one partner's full feed or summary as it came."""
    take_file(partner=Partner.objects.get(id=partner_id), kind=FeedKind(kind), answer=answer, now=now)


def prepare_report(partner_id: int, now: datetime) -> Request | None:
    """The report that a partner's host is told, as things are now."""
    return report_request_of(partner=Partner.objects.get(id=partner_id), now=now)


@task(line=Line.FEEDS, max_attempts=_PATIENT, prepare=prepare_report)
def send_report(partner_id: int, answer: Answer, now: datetime) -> None:
    """Tells one partner's host how its crawls went. What is never taken stands on the operators' pages; the next crawl's report begins anew."""
    if not answer.ok:
        raise Later(answer.reason, asked=answer.retry_after)
