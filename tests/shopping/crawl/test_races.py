"""수집: two schedulers, two crawls of one partner, and workers that die half way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from tests.racing import broken, meanwhile, stored
from tests.shopping.worlds import NOON, applied, approved, feed, row

from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import scope
from minishop.shopping.crawl import tasks
from minishop.shopping.crawl.domain.ep import read_feed
from minishop.shopping.crawl.domain.schedule import CrawlOutcome
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.crawl.models import CrawlRun, Schedule
from minishop.shopping.crawl.services import crawl, schedule
from minishop.shopping.crawl.services.schedule import Due
from minishop.shopping.index.models import Document
from minishop.shopping.partners.models import Partner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
SERVICES = "minishop.shopping.crawl.services"
KINDS = (Partner, Schedule, CrawlRun, Document, Job)


@pytest.fixture
def partner(several_connections: None) -> Partner:
    return approved()


@transaction.atomic
def claimed() -> list[Due]:
    return schedule.claim_due(now=NOON)


def recording(partner: Partner, run_id: int, *codes: str) -> Callable[[], object]:
    """A crawl that has read its file and comes to write it; the number says which began later."""

    def record() -> None:
        reading = read_feed(feed(*map(row, codes)), FeedKind.FULL, limit=10)
        with scope(partner.id):
            crawl._record(partner, FeedKind.FULL, run_id, crawl._Found(CrawlOutcome.APPLIED, reading), NOON)

    return record


def test_a_crawl_that_began_earlier_and_ends_later_changes_nothing(partner: Partner) -> None:
    with meanwhile(f"{SERVICES}.crawl._apply", recording(partner, 2, "NEW")) as rival:
        recording(partner, 1, "OLD")()
    assert rival.raised == []
    with scope(partner.id):
        assert (Document.objects.get().product_code, Schedule.objects.get().last_applied_run) == ("NEW", 2)


def test_a_crawl_that_dies_half_way_has_not_happened(partner: Partner) -> None:
    before = stored(*KINDS)
    with broken(f"{SERVICES}.crawl._list_or_suspend"):
        recording(partner, 1, "P1")()
    assert stored(*KINDS) == before


def test_an_approval_that_dies_half_way_leaves_an_application() -> None:
    waiting = applied()
    before = stored(*KINDS)
    with broken(f"{SERVICES}.schedule.approve"):
        schedule.admit(partner=waiting, now=NOON)
    assert stored(*KINDS) == before


def test_a_feed_that_is_due_is_handed_out_once_and_no_scheduler_waits(partner: Partner) -> None:
    handed_out: list[Due] = []
    with meanwhile(f"{SERVICES}.schedule._claim", lambda: handed_out.extend(claimed())) as rival:
        handed_out += claimed()
    assert (rival.raised, rival.waited) == ([], connection.vendor != "postgresql")  # SQLite has one writer at a time
    assert handed_out == [Due(partner.id, FeedKind.FULL, partner.feed_url)]


def test_a_feed_that_is_handed_out_is_crawled_or_still_due(partner: Partner) -> None:
    before = stored(*KINDS)
    with broken("minishop.shopping.crawl.tasks.claim_due"):
        tasks.hand_out_due_feeds(NOON)
    assert stored(*KINDS) == before
    tasks.hand_out_due_feeds(NOON)
    assert [job.arguments for job in Job.objects.all()] == [{"partner_id": partner.id, "kind": "full"}]
