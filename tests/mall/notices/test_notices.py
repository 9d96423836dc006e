"""판매자 알림: who sells hears of orders, of decisions and of the opening (docs/rules/notices.md)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import NOW, Cast
from tests.sent_letters import Mailbox

from minishop.chassis.http import Answer, Outcome
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.upkeep import dead_jobs
from minishop.chassis.jobs.worker import run_due
from minishop.kernel.clock import day_start, kst_day
from minishop.kernel.won import Won
from minishop.mall.channel import tasks as channel
from minishop.mall.entries.domain import Decision
from minishop.mall.entries.services.deciding import refuse_application, take_decision
from minishop.mall.notices import services
from minishop.mall.notices.domain import GATHERING, PAUSE, orders_told_at
from minishop.mall.notices.models import UntoldOrder
from minishop.mall.shops.domain.opening import EntryKind, EntryState
from minishop.mall.shops.models import Entry, Shop
from minishop.mall.staff.models import Account

OWNER, MOBILE = "owner@mall.example", "010-1234-5678"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def reachable(cast: Cast) -> Account:
    """haru's owner has a mobile number too."""
    Account.objects.filter(pk=cast.owner.pk).update(phone=MOBILE)
    return cast.owner


def collect(shop: Shop, after: timedelta = timedelta()) -> None:
    channel.collect.run(shop_id=shop.id, now=NOW + after)


def work(after: timedelta) -> None:
    """The workers until then; what calls the hub finds it away."""
    run_due(lambda: NOW + after)


def orders_told(mailbox: Mailbox) -> list[str]:
    return [letter["subject"] for letter in mailbox.to(OWNER) if "결제" in letter["subject"]]


def decide(shop: Shop, state: EntryState, reason: str = "", kind: EntryKind = EntryKind.PG) -> None:
    keys = {"mid": "m", "secret_key": "s"} if kind is EntryKind.PG else {}
    decision = Decision("c1", state, reason, keys if state is EntryState.APPROVED else {})
    take_decision(shop=shop, kind=kind, decision=decision, now=NOW)


def asked(shop: Shop, kind: EntryKind = EntryKind.PG) -> None:
    Entry.objects.create(shop=shop, kind=kind, state=EntryState.REQUESTED, party="sandbox", requested_at=NOW, external_id="c1")


def test_orders_that_come_together_are_one_message_a_way(
    connected: Shop, hub: FakeHub, mailbox: Mailbox, reachable: Account
) -> None:
    for number in range(1, 8):
        hub.sell(f"202611230000000{number}", f"L{number}a", f"L{number}b")
    hub.page = 4  # several pages, several transactions
    collect(connected)
    collect(connected)
    work(GATHERING - timedelta(seconds=1))
    assert mailbox.letters == {}
    work(GATHERING + timedelta(seconds=1))
    (mail,), (sms,) = mailbox.to(OWNER), mailbox.to(MOBILE)
    assert mail["subject"] == "[미니샵] 하루상점: 새 주문 7건, 297,500원이 결제되었습니다."
    assert (sms["kind"], sms["text"]) == ("sms", mail["subject"])
    assert "20261123-0000005 외 2건" in mail["text"]
    assert "http://mall.localhost:8100/office/haru/orders/" in mail["text"]
    assert "http://mall.localhost:8100/office/haru/notices/" in mail["text"]
    assert not UntoldOrder.objects.exists()


def test_messages_about_orders_keep_their_distance(connected: Shop, hub: FakeHub, mailbox: Mailbox) -> None:
    hub.sell("2026112300000001", "L1")
    collect(connected)
    work(2 * MINUTE)
    told = GATHERING
    hub.sell("2026112300000002", "L2")
    collect(connected, after=3 * MINUTE)
    work(told + PAUSE - timedelta(seconds=1))
    assert len(orders_told(mailbox)) == 1
    work(2 * MINUTE + PAUSE + timedelta(seconds=1))
    assert len(orders_told(mailbox)) == 2
    assert "새 주문 1건" in orders_told(mailbox)[1]


def test_a_calendar_that_was_set_back_makes_nobody_wait_longer_than_the_pause() -> None:
    """What was told last was told in the future."""
    assert orders_told_at(NOW + timedelta(days=30), NOW) == NOW + PAUSE


def test_an_order_is_told_once_whatever_is_reported_of_it_later(connected: Shop, hub: FakeHub, mailbox: Mailbox) -> None:
    hub.sell("2026112300000001", "L1", "L2")
    hub.page = 1  # its lines come in two pages
    collect(connected)
    work(2 * MINUTE)
    hub.feed.append("L1")
    collect(connected, after=3 * MINUTE)
    work(30 * MINUTE)
    assert len(orders_told(mailbox)) == 1


def test_an_order_that_has_been_sent_long_ago_is_no_news(connected: Shop, hub: FakeHub, mailbox: Mailbox) -> None:
    hub.sell("2026112300000001", "L1")
    hub.lines["L1"]["productOrder"]["productOrderStatus"] = "DELIVERED"
    collect(connected)
    work(30 * MINUTE)
    assert orders_told(mailbox) == []


def test_who_does_not_want_to_hear_of_orders_does_not(connected: Shop, hub: FakeHub, mailbox: Mailbox) -> None:
    services.save_settings(shop=connected, new_orders=False, by_sms=True, email="", mobile="")
    hub.sell("2026112300000001", "L1")
    collect(connected)
    work(2 * MINUTE)
    services.save_settings(shop=connected, new_orders=True, by_sms=True, email="", mobile="")
    work(30 * MINUTE)
    assert mailbox.letters == {}


@pytest.mark.parametrize(
    ("wanted", "to"),
    [
        ({"by_sms": True, "email": "", "mobile": ""}, {OWNER, MOBILE}),
        ({"by_sms": False, "email": "", "mobile": ""}, {OWNER}),
        ({"by_sms": True, "email": "desk@haru.example", "mobile": "010-9999-8888"}, {"desk@haru.example", "010-9999-8888"}),
    ],
    ids=["주인에게", "문자 없이", "다른 곳으로"],
)
def test_news_goes_where_the_settings_say(
    shop: Shop, mailbox: Mailbox, reachable: Account, wanted: dict[str, Any], to: set[str]
) -> None:
    services.save_settings(shop=shop, new_orders=True, **wanted)
    asked(shop)
    decide(shop, EntryState.APPROVED)
    work(MINUTE)
    assert {letter["to"] for letter in mailbox.letters.values()} == to


def test_a_way_that_was_closed_meanwhile_is_not_taken(shop: Shop, mailbox: Mailbox, reachable: Account) -> None:
    asked(shop)
    decide(shop, EntryState.APPROVED)
    services.save_settings(shop=shop, new_orders=True, by_sms=False, email="", mobile="")
    work(MINUTE)
    assert {letter["to"] for letter in mailbox.letters.values()} == {OWNER}


def test_a_refusal_comes_with_its_reason_and_the_way_on_and_an_approval_with_what_follows(shop: Shop, mailbox: Mailbox) -> None:
    asked(shop)
    decide(shop, EntryState.REJECTED, "사업자등록증이 흐립니다")
    decide(shop, EntryState.REJECTED, "사업자등록증이 흐립니다")
    work(MINUTE)
    (letter,) = mailbox.to(OWNER)
    assert letter["subject"] == "[미니샵] 하루상점: 전자결제(PG) 입점 신청이 반려되었습니다."
    assert "사유: 사업자등록증이 흐립니다" in letter["text"]
    assert "http://mall.localhost:8100/office/haru/entries/" in letter["text"]


def test_an_application_that_was_not_even_taken_is_told_as_refused(shop: Shop, mailbox: Mailbox) -> None:
    asked(shop)
    refuse_application(shop=shop, kind=EntryKind.PG, reason="형식이 다릅니다", now=NOW)
    work(MINUTE)
    assert "사유: 형식이 다릅니다" in mailbox.to(OWNER)[0]["text"]


def test_the_last_approval_names_the_day_and_the_morning_of_that_day_the_opening(
    shop: Shop, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in (EntryKind.CHECKOUT, EntryKind.SHOPPING):
        Entry.objects.create(shop=shop, kind=kind, state=EntryState.APPROVED, requested_at=NOW, decided_at=NOW)
    asked(shop)
    decide(shop, EntryState.APPROVED)
    work(MINUTE)
    assert "2025.04.05에 쇼핑몰이 열리고" in mailbox.to(OWNER)[0]["text"]
    morning = day_start(kst_day(NOW) + timedelta(days=1)) + timedelta(hours=8)
    work(morning - NOW - MINUTE)
    assert len(mailbox.to(OWNER)) == 1
    for _ in range(2):
        work(morning - NOW + MINUTE)
        services.note_opening(shop=shop, opens_on=kst_day(morning), now=morning + MINUTE)
    letter = mailbox.to(OWNER)[1]
    assert letter["subject"] == "[미니샵] 하루상점: 쇼핑몰이 열렸습니다."
    assert "http://haru.shop.localhost:8100/" in letter["text"]
    assert len(mailbox.to(OWNER)) == 2


def test_news_is_in_the_owners_language(shop: Shop, mailbox: Mailbox, cast: Cast) -> None:
    Account.objects.filter(pk=cast.owner.pk).update(language="en")
    asked(shop)
    decide(shop, EntryState.REJECTED, "사업자등록증이 흐립니다")
    work(MINUTE)
    assert mailbox.to(OWNER)[0]["subject"].startswith("[Minishop] 하루상점: The application to")


def test_an_office_that_a_visitor_tries_writes_to_nobody(shop: Shop, mailbox: Mailbox) -> None:
    shop.demo_until = NOW + timedelta(days=1)
    services.note_decision(shop=shop, kind=EntryKind.PG, approved=True, reason="", opens_on=None, now=NOW)
    assert not Job.objects.filter(task__startswith="mall.notices").exists()


def test_a_message_that_cannot_be_sent_is_tried_again_and_then_stands_on_the_attention_page(shop: Shop, mailbox: Mailbox) -> None:
    services.note_decision(shop=shop, kind=EntryKind.PG, approved=True, reason="", opens_on=None, now=NOW)
    mailbox.answer = Answer(Outcome.UNREACHABLE, reason="away")
    for hours in range(1, 12):
        work(timedelta(hours=hours))
    assert [job.task for job in dead_jobs(tenant=shop.id)] == ["mall.notices.tasks.send_decision"]
    assert mailbox.letters == {}


def test_a_job_that_runs_twice_sends_one_message(shop: Shop, mailbox: Mailbox) -> None:
    services.note_decision(shop=shop, kind=EntryKind.PG, approved=True, reason="", opens_on=None, now=NOW)
    (job,) = Job.objects.all()
    for _ in range(2):
        Job.objects.filter(pk=job.pk).delete()
        Job.objects.create(task=job.task, arguments=job.arguments, tenant=shop.id, state="ready", turn=1, created_at=NOW)
        work(MINUTE)
    assert len(mailbox.to(OWNER)) == 1


def test_more_than_a_message_holds_follows_after_the_pause(shop: Shop, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_BATCH", 2)
    services.note_orders(shop=shop, orders=[(f"20250404-{n}", Won(1_000)) for n in range(3)], now=NOW)
    work(2 * MINUTE)
    work(2 * MINUTE + PAUSE + MINUTE)
    assert [subject.split(": ")[1] for subject in orders_told(mailbox)] == [
        "새 주문 2건, 2,000원이 결제되었습니다.",
        "새 주문 1건, 1,000원이 결제되었습니다.",
    ]
