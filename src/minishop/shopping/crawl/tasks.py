"""When feeds are looked at. Both may run twice: what is due is handed out once, and a crawl can be repeated."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from minishop.chassis.jobs.registry import task
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.crawl.services.crawl import crawl
from minishop.shopping.crawl.services.schedule import claim_due
from minishop.shopping.partners.models import Partner


@task(every=timedelta(seconds=5), max_attempts=3)
def hand_out_due_feeds(now: datetime) -> None:
    """Enqueues a crawl for each feed that is due."""
    with transaction.atomic():
        for due in claim_due(now=now):
            crawl_feed.enqueue(now=now, unique_key=f"{due.partner_id}-{due.kind}", partner_id=due.partner_id, kind=due.kind.value)


@task(max_attempts=3)
def crawl_feed(partner_id: int, kind: str, now: datetime) -> None:
    """Crawls one partner's full feed or summary."""
    crawl(partner=Partner.objects.get(id=partner_id), kind=FeedKind(kind), now=now)
