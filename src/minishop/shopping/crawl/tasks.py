"""When feeds are looked at. Both may run twice: what is due is handed out once, and a crawl can be repeated."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from minishop.chassis.http import Answer, Request
from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import task
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.crawl.services.crawl import request_of, take_file
from minishop.shopping.crawl.services.schedule import claim_due
from minishop.shopping.partners.models import Partner


@task(line=Line.FEEDS, every=timedelta(seconds=5), max_attempts=3)
def hand_out_due_feeds(now: datetime) -> None:
    """Enqueues a crawl for each feed that is due."""
    with transaction.atomic():
        for due in claim_due(now=now):
            crawl_feed.enqueue(now=now, key=f"{due.partner_id}-{due.kind}", partner_id=due.partner_id, kind=due.kind.value)


def prepare_crawl(partner_id: int, kind: str, now: datetime) -> Request | None:
    """The request for one partner's full feed or summary."""
    return request_of(partner=Partner.objects.get(id=partner_id), kind=FeedKind(kind))


@task(line=Line.FEEDS, max_attempts=3, longest=timedelta(minutes=10), prepare=prepare_crawl)
def crawl_feed(partner_id: int, kind: str, answer: Answer, now: datetime) -> None:
    """Applies one partner's full feed or summary as it came."""
    take_file(partner=Partner.objects.get(id=partner_id), kind=FeedKind(kind), answer=answer, now=now)
