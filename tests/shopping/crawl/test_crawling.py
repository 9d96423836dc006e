"""수집: a crawl changes the index or nothing; repeating it changes nothing; failures are written down and end in suspension."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.plans import plans_of
from tests.shopping.worlds import NOON, Shop, applied, approved, changed, crawl, feed, row, schedule_of

from minishop.chassis.http import Answer, Outcome, host_of
from minishop.chassis.jobs.domain.lines import share_of_host
from minishop.chassis.jobs.domain.wheel import phase_of
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import across_tenants, scope
from minishop.shopping.crawl.domain.schedule import CrawlOutcome, loses_too_much, minute_of
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.crawl.models import CrawlError, CrawlRun
from minishop.shopping.crawl.services.crawl import take_file
from minishop.shopping.crawl.services.schedule import accept_loss, claim_due, crawl_soon, renew
from minishop.shopping.crawl.tasks import hand_out_due_feeds, prepare_crawl
from minishop.shopping.index.models import Document
from minishop.shopping.index.queries import Wish, search
from minishop.shopping.partners.models import Partner

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Shop:
    return Shop(monkeypatch)


def crawled(partner: Partner, kind: FeedKind = FeedKind.FULL, *, now: datetime = NOON) -> CrawlRun:
    partner.refresh_from_db()
    run = crawl(partner=partner, kind=kind, now=now)
    assert run is not None
    return run


def contents(partner: Partner) -> dict[str, tuple[str, int]]:
    with scope(partner.id):
        return {code: (title, price) for code, title, price in Document.objects.values_list("product_code", "title", "price")}


def found(words: str) -> set[str]:
    return {document.product_code for document in search(Wish(words), 1).page.object_list}


def test_a_full_feed_becomes_the_index(shop: Shop) -> None:
    """R32: every product of the feed is found."""
    partner = approved()
    shop.serves(feed(row("P1"), row("P2", title="면 셔츠"), row("P3", price_pc="0")))
    run = crawled(partner)
    assert (run.outcome, run.rows, run.added, run.refused) == (CrawlOutcome.APPLIED, 3, 2, 1)
    assert set(contents(partner)) == found("원피스") | found("셔츠") == {"P1", "P2"}
    with scope(partner.id):
        assert [(e.line, e.fault, e.column, e.value) for e in CrawlError.objects.all()] == [(4, "bad_price", "price_pc", "0")]


def test_a_file_that_comes_when_its_shop_is_crawled_no_more_changes_nothing() -> None:
    answer = Answer(Outcome.SENT, 200, feed(row("P1")))
    assert take_file(partner=applied(), kind=FeedKind.FULL, answer=answer, now=NOON) is None
    assert found("원피스") == set()


def test_a_summary_that_begins_leaves_the_time_of_the_whole_feed() -> None:
    partner = approved()
    before = schedule_of(partner).next_full_at
    renew(partner=partner, kind=FeedKind.SUMMARY, now=NOON)
    assert schedule_of(partner).next_full_at == before


def test_crawling_twice_is_crawling_once(shop: Shop) -> None:
    partner = approved()
    shop.serves(feed(row("P1"), row("P2")))
    crawled(partner)
    with scope(partner.id):
        before = list(Document.objects.order_by("id").values())
    run = crawled(partner, now=NOON + HOUR)
    assert (run.added, run.changed, run.removed, run.unchanged) == (0, 0, 0, 2)
    with scope(partner.id):
        assert list(Document.objects.order_by("id").values()) == before


def test_a_changed_product_keeps_its_id_and_is_found_by_its_new_words(shop: Shop) -> None:
    partner = approved()
    shop.serves(feed(row("P1", title="린넨 원피스")))
    crawled(partner)
    with scope(partner.id):
        first = Document.objects.get().id
    shop.serves(feed(row("P1", title="면 셔츠", price_pc="15000")))
    assert crawled(partner).changed == 1
    assert (found("린넨"), found("셔츠")) == (set(), {"P1"})
    with scope(partner.id):
        assert (Document.objects.get().id, Document.objects.get().price) == (first, 15000)


def test_what_a_full_feed_leaves_out_is_gone(shop: Shop) -> None:
    partner = approved()
    shop.serves(feed(row("P1"), row("P2")))
    crawled(partner)
    shop.serves(feed(row("P2")))
    assert crawled(partner).removed == 1
    assert found("원피스") == set(contents(partner)) == {"P2"}


def test_summaries_come_to_the_same_as_the_full_feed(shop: Shop) -> None:
    incremental, whole = approved("haru"), approved("maru")
    shop.serves(feed(row("P1"), row("P2"), row("P3")))
    crawled(incremental)
    shop.serves(feed(changed("P1", "U", price_pc="9900"), changed("P4", "I"), {"id": "P2", **changed("P2", "D")}))
    run = crawled(incremental, FeedKind.SUMMARY)
    assert (run.added, run.changed, run.removed) == (1, 1, 1)
    shop.serves(feed(row("P1", price_pc="9900"), row("P3"), row("P4")))
    crawled(whole)
    assert contents(incremental) == contents(whole)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", "empty_file"),
        (b"<html><body>404</body></html>", "header_incomplete"),
        (b"<<<begin>>>\n<<<mapid>>>P1\n<<<ftend>>>", "version_differs"),
        (feed(row("P1"), row("P2")).decode().encode("utf-16"), "unreadable_encoding"),
        (feed(row("P1", price_pc="0")), "no_good_row"),
    ],
    ids=["빈 파일", "HTML", "EP 2.0", "UTF-16", "쓸 줄이 없음"],
)
def test_a_file_that_is_no_feed_changes_nothing(shop: Shop, body: bytes, fault: str) -> None:
    partner = approved()
    shop.serves(feed(row("P1")))
    crawled(partner)
    before = contents(partner)
    shop.serves(body)
    run = crawled(partner, now=NOON + HOUR)
    assert (run.outcome, run.fault) == (CrawlOutcome.FILE_REFUSED, fault)
    assert contents(partner) == before
    assert schedule_of(partner).failing_since == NOON + HOUR


def test_an_empty_catalogue_is_a_feed_once_a_person_says_so(shop: Shop) -> None:
    """A shop that shows nothing any more has a header and no line; so has a generator that failed."""
    partner = approved()
    shop.serves(feed(row("P1")))
    crawled(partner)
    shop.serves(feed())
    run = crawled(partner)
    assert (run.outcome, run.removed) == (CrawlOutcome.HELD, 0)
    accept_loss(partner=partner, run_id=run.id, now=NOON)
    assert crawled(partner).removed == 1
    assert contents(partner) == {}


def test_a_shop_that_has_not_opened_is_no_failure(shop: Shop) -> None:
    """R6: until the day after, the feed answers 404; it is asked again, quietly, in one row."""
    partner = approved()
    for minute in range(3):
        crawled(partner, now=NOON + timedelta(minutes=minute))
    with scope(partner.id):
        run = CrawlRun.objects.get()
    assert (run.outcome, run.tries) == (CrawlOutcome.NOT_OPEN, 3)
    assert schedule_of(partner).failing_since is None
    assert schedule_of(partner).next_full_at == NOON + timedelta(minutes=2, seconds=15)
    shop.serves(feed(row("P1")))
    assert crawled(partner).outcome == CrawlOutcome.APPLIED


def test_a_shop_that_was_open_and_answers_404_fails(shop: Shop) -> None:
    partner = approved()
    shop.serves(feed(row("P1")))
    crawled(partner)
    shop.fails(404)
    assert crawled(partner).outcome == CrawlOutcome.UNREACHABLE
    assert contents(partner)


def test_three_days_of_failure_end_the_listing_and_a_good_feed_begins_it(shop: Shop) -> None:
    partner = approved()
    shop.serves(feed(row("P1")))
    crawled(partner)
    shop.fails()
    crawled(partner, now=NOON + HOUR)
    crawled(partner, now=NOON + 72 * HOUR)
    partner.refresh_from_db()
    assert (partner.state, found("원피스")) == ("approved", {"P1"})
    with translation.override("en"):  # what is kept of it is a code and a fact in every language
        crawled(partner, now=NOON + 73 * HOUR)
    partner.refresh_from_db()
    assert (partner.state, partner.fault, found("원피스")) == ("suspended", "timed_out", set())
    assert partner.reason.startswith("no answer")
    shop.serves(feed(row("P1")))
    crawled(partner, now=NOON + 74 * HOUR)
    partner.refresh_from_db()
    assert (partner.state, partner.reason, found("원피스")) == ("approved", "", {"P1"})


def test_the_day_of_a_partner(shop: Shop) -> None:
    """At once after approval, then from 01:00 for the full feed and even hours from 08 to 20 for the summary (protocols/06, 4)."""
    partner = approved()
    own = minute_of(phase_of(partner.id))
    assert [(due.partner_id, due.kind, due.url) for due in claim_due(now=NOON)] == [(partner.id, FeedKind.FULL, partner.feed_url)]
    assert claim_due(now=NOON) == []
    shop.serves(feed(row("P1")))
    crawled(partner)
    plan = schedule_of(partner)
    assert (plan.next_full_at, plan.next_summary_at) == (NOON + 13 * HOUR + own, NOON + own)
    assert [(due.kind, due.url) for due in claim_due(now=NOON + own)] == [(FeedKind.SUMMARY, partner.summary_url)]
    assert claim_due(now=NOON + HOUR + own) == []
    assert [due.kind for due in claim_due(now=NOON + 24 * HOUR)] == [FeedKind.FULL]


def test_crawl_now_makes_the_full_feed_due(shop: Shop) -> None:
    partner = approved()
    shop.serves(feed(row("P1")))
    crawled(partner)
    assert claim_due(now=NOON) == []
    assert crawl_soon(partner=partner, now=NOON)
    assert [due.kind for due in claim_due(now=NOON)] == [FeedKind.FULL]


def test_the_worker_hands_out_and_crawls(shop: Shop) -> None:
    partner = approved()
    shop.serves(feed(row("P1")))
    assert not hand_out_due_feeds(NOON)
    assert [(job.share, job.line, job.pool) for job in Job.objects.all()] == [(share_of_host(host_of(partner.feed_url)), 5, 1)]
    assert run_due(lambda: NOON) == 1
    assert shop.asked == [partner.feed_url]
    assert found("원피스") == {"P1"}


def test_what_is_handed_out_and_lost_is_handed_out_again(shop: Shop) -> None:
    approved()
    assert hand_out_due_feeds(NOON) is False
    Job.objects.all().delete()
    hand_out_due_feeds(NOON + timedelta(minutes=9, seconds=59))
    assert Job.objects.count() == 0
    hand_out_due_feeds(NOON + timedelta(minutes=10))
    assert Job.objects.count() == 1


def test_a_crawl_that_begins_late_is_not_handed_out_while_it_runs(shop: Shop) -> None:
    """Its lease begins anew when its turn comes: the queue was long."""
    partner = approved()
    claim_due(now=NOON)
    late = NOON + timedelta(minutes=9)
    assert prepare_crawl(partner.id, FeedKind.FULL, late) is not None
    assert claim_due(now=late + timedelta(minutes=9)) == []
    assert len(claim_due(now=late + timedelta(minutes=10))) == 1


def test_crawl_hours_are_the_calendars(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    approved(now=NOON + timedelta(days=3))
    hand_out_due_feeds(NOON)
    assert Job.objects.count() == 0
    monkeypatch.setattr("minishop.chassis.clock.shift", lambda: timedelta(days=3))
    hand_out_due_feeds(NOON)
    assert Job.objects.count() == 1


def test_feeds_are_handed_out_in_batches_by_their_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minishop.shopping.crawl.services.schedule.BATCH", 2)
    monkeypatch.setattr("minishop.shopping.crawl.tasks.BATCH", 2)
    for code in ("a1", "b2", "c3"):
        approved(code)
    assert [hand_out_due_feeds(NOON), Job.objects.count(), hand_out_due_feeds(NOON), Job.objects.count()] == [True, 2, False, 3]
    for plan in plans_of(lambda: hand_out_due_feeds(NOON + HOUR), table="shopping_crawl_schedule"):
        assert "crawl_schedules_due" in plan
        assert "TEMP B-TREE" not in plan


def test_an_idle_look_takes_one_reading_statement() -> None:
    approved(now=NOON + HOUR)
    with CaptureQueriesContext(connection) as asked:
        assert not hand_out_due_feeds(NOON)
    assert [each["sql"][:6] for each in asked] == ["SELECT"]


def test_a_batch_is_written_in_pieces_and_not_one_by_one(django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        approved(f"shop{number}")
    with django_assert_max_num_queries(6):
        assert len(claim_due(now=NOON)) == 20


def test_an_older_crawl_does_not_undo_a_newer_one(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = approved()
    shop.serves(feed(row("P1", title="새 원피스")))
    crawled(partner)
    shop.serves(feed(row("P1", title="옛 원피스")))
    monkeypatch.setattr("tests.shopping.worlds.new_id", lambda: 1)
    assert crawled(partner).outcome == CrawlOutcome.SUPERSEDED
    assert contents(partner)["P1"][0] == "새 원피스"


def test_a_crawl_touches_no_other_partner(shop: Shop) -> None:
    haru, maru = approved("haru"), approved("maru")
    shop.serves(feed(row("P1", title="하루 원피스")))
    crawled(haru)
    shop.serves(feed(row("P1", title="마루 원피스")))
    crawled(maru)
    shop.serves(feed(row("P2")))
    crawled(maru)
    assert (set(contents(haru)), set(contents(maru))) == ({"P1"}, {"P2"})


def test_only_the_last_sixty_runs_are_kept(shop: Shop) -> None:
    partner = approved()
    shop.serves(feed(row("P1"), row("P2", price_pc="0")))
    for day in range(63):
        crawled(partner, now=NOON + timedelta(days=day))
    with across_tenants("a test counts"):
        assert (CrawlRun.objects.count(), CrawlError.objects.count()) == (60, 60)


def test_a_rejected_or_waiting_shop_is_not_asked(shop: Shop) -> None:
    partner = approved()
    Partner.objects.filter(id=partner.id).update(state="rejected")
    partner.refresh_from_db()
    assert crawl(partner=partner, kind=FeedKind.FULL, now=NOON) is None
    hand_out_due_feeds(NOON)
    assert (run_due(lambda: NOON), shop.asked) == (1, [])


def rows_of(number: int, **cells: str) -> list[dict[str, str]]:
    return [row(f"P{i}", **cells) for i in range(number)]


HEADER_ONLY = feed()


@pytest.mark.parametrize(
    ("body", "coming"),
    [
        pytest.param(HEADER_ONLY, 0, id="첫 줄뿐"),
        pytest.param(feed(*rows_of(30))[: len(feed(*rows_of(30))) // 3], None, id="잘림"),
        pytest.param(feed(*rows_of(14)), 14, id="절반보다 적음"),
    ],
)
def test_a_feed_that_loses_most_products_removes_none(shop: Shop, body: bytes, coming: int | None) -> None:
    partner = approved()
    shop.serves(feed(*rows_of(30)))
    crawled(partner)
    shop.serves(body)
    run = crawled(partner, now=NOON + HOUR)
    assert (run.outcome, run.removed) == (CrawlOutcome.HELD, 0)
    assert len(contents(partner)) == 30
    schedule = schedule_of(partner)
    assert (schedule.held_run, schedule.held_standing) == (run.id, 30)
    assert coming in (None, schedule.held_coming)
    assert schedule.failing_since is None
    shop.serves(feed(*rows_of(30)))
    crawled(partner, now=NOON + 2 * HOUR)
    assert schedule_of(partner).held_run is None


def test_what_a_held_feed_has_is_taken(shop: Shop) -> None:
    """An old price would be a wrong one."""
    partner = approved()
    shop.serves(feed(*rows_of(30)))
    crawled(partner)
    shop.serves(feed(row("P0", price_pc="9900"), row("NEW")))
    run = crawled(partner, now=NOON + HOUR)
    assert (run.outcome, run.added, run.changed) == (CrawlOutcome.HELD, 1, 1)
    assert (contents(partner)["P0"][1], "NEW" in contents(partner), len(contents(partner))) == (9900, True, 31)


@pytest.mark.parametrize(
    ("standing", "coming", "held"),
    [(30, 15, False), (30, 14, True), (10, 4, True), (9, 1, False), (9, 0, True), (1, 0, True), (0, 0, False), (30, 31, False)],
)
def test_how_much_may_go_at_once(standing: int, coming: int, held: bool) -> None:
    assert loses_too_much(standing, coming, 50) is held


@pytest.mark.parametrize(("largest", "held"), [(100, False), (90, False), (89, True)])
def test_the_share_is_a_setting(shop: Shop, settings: Any, largest: int, held: bool) -> None:
    settings.CRAWL_LARGEST_LOSS = largest
    partner = approved()
    shop.serves(feed(*rows_of(30)))
    crawled(partner)
    shop.serves(feed(*rows_of(3)))
    assert (crawled(partner, now=NOON + HOUR).outcome == CrawlOutcome.HELD) is held


def test_a_person_agrees_to_as_few_as_were_shown(shop: Shop) -> None:
    partner = approved()
    shop.serves(feed(*rows_of(30)))
    crawled(partner)
    shop.serves(feed(*rows_of(5)))
    run = crawled(partner, now=NOON + HOUR)
    assert not accept_loss(partner=partner, run_id=run.id - 1, now=NOON + HOUR)
    assert accept_loss(partner=partner, run_id=run.id, now=NOON + HOUR)
    assert schedule_of(partner).next_full_at == NOON + HOUR
    shop.serves(feed(*rows_of(4)))
    again = crawled(partner, now=NOON + HOUR)
    assert (again.outcome, len(contents(partner))) == (CrawlOutcome.HELD, 30)
    assert accept_loss(partner=partner, run_id=again.id, now=NOON + HOUR)
    assert crawled(partner, now=NOON + HOUR).removed == 26
    assert (len(contents(partner)), schedule_of(partner).held_run, schedule_of(partner).accepted_count) == (4, None, None)
    due = schedule_of(partner).next_full_at
    assert accept_loss(partner=partner, run_id=again.id, now=NOON + HOUR)  # said again, by whomever: it is done
    assert not accept_loss(partner=partner, run_id=run.id, now=NOON + HOUR)
    assert (schedule_of(partner).next_full_at, schedule_of(partner).accepted_count) == (due, None)


def test_a_new_loss_after_an_agreed_one_is_asked_about_again(shop: Shop) -> None:
    partner = approved()
    shop.serves(feed(*rows_of(30)))
    crawled(partner)
    shop.serves(feed(*rows_of(12)))
    run = crawled(partner, now=NOON + HOUR)
    accept_loss(partner=partner, run_id=run.id, now=NOON + HOUR)
    crawled(partner, now=NOON + HOUR)
    shop.serves(HEADER_ONLY)
    assert crawled(partner, now=NOON + 2 * HOUR).outcome == CrawlOutcome.HELD


def test_a_suspended_shop_is_listed_again_by_a_held_feed_too(shop: Shop) -> None:
    partner = approved()
    shop.serves(feed(*rows_of(30)))
    crawled(partner)
    shop.fails(500)
    for day in range(5):
        crawled(partner, now=NOON + timedelta(days=day))
    partner.refresh_from_db()
    assert partner.state == "suspended"
    shop.serves(feed(*rows_of(3)))
    crawled(partner, now=NOON + timedelta(days=6))
    partner.refresh_from_db()
    assert partner.state == "approved"
