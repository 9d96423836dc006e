"""입점 신청: handed in once, decided once, keys brought home, PG handed over (R3, R70; protocol/minishop, section 1)."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.mall.worlds import NOW, with_facts

from minishop.chassis.http import Answer, Outcome
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.queue import millis
from minishop.chassis.jobs.worker import run_due
from minishop.kernel.clock import next_day_start
from minishop.kernel.machine import IllegalTransition
from minishop.mall.channel.models import HubConnection, Poll
from minishop.mall.entries import tasks
from minishop.mall.entries.adapters import applications
from minishop.mall.entries.adapters.counters import BadAnswer, Counter, read_decision
from minishop.mall.entries.models import PgContract
from minishop.mall.entries.services.applying import apply, send_products
from minishop.mall.feed.models import SearchConnection
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.models import Entry, Shop

LOOK = timedelta(seconds=5)
PROTOCOL = Path(__file__).resolve().parents[3] / "protocol"


def golden(name: str) -> Any:
    return json.loads((PROTOCOL / name).read_text(encoding="utf-8"))


class Others:
    """The other parties: ``answers`` by method and the last part of the address that matters."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any, dict[str, str]]] = []
        self.answers: dict[str, Answer] = {}

    def __call__(self, method: str, url: str, *, content: bytes | None, headers: dict[str, str], **bounds: Any) -> Answer:
        body = json.loads(content) if content else None
        self.asked.append((method, url, body, headers))
        name = (
            "pg"
            if url.endswith("/pg")
            else f"{method} {'contracts' if '/pg/v1/' in url else 'merchants' if 'merchant' in url else 'partners'}"
        )
        return self.answers.get(name, Answer(Outcome.UNREACHABLE, reason="away"))

    def answer(self, name: str, body: Any, status: int = 200) -> None:
        self.answers[name] = Answer(Outcome.SENT if status < 300 else Outcome.REFUSED, status, json.dumps(body).encode())


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> Others:
    fake = Others()
    monkeypatch.setattr(applications, "exchange", fake)
    return fake


def work(*, after: timedelta = timedelta()) -> None:
    run_due(lambda: NOW + after)


def entry(kind: EntryKind) -> Entry:
    return Entry.objects.get(kind=kind)


def test_an_application_says_what_the_protocol_says(shop: Shop, others: Others) -> None:
    others.answer("POST merchants", golden("minishop/merchant-application-requested.response.json"), 201)
    apply(shop=with_facts(shop), kind=EntryKind.CHECKOUT, now=NOW)
    work()
    ((method, url, body, headers),) = others.asked
    assert (method, url.endswith("/v1/minishop/merchant-applications")) == ("POST", True)
    assert body.keys() == golden("minishop/merchant-application.request.json").keys()
    assert (headers["Authorization"], bool(headers["Idempotency-Key"])) == ("Bearer sandbox-host-token", True)
    assert entry(EntryKind.CHECKOUT).external_id == golden("minishop/merchant-application-requested.response.json")["applicationId"]


def test_the_search_is_told_where_reports_go_and_gives_their_secret(shop: Shop, others: Others) -> None:
    """A4: protocol/minishop, section 6."""
    approved = golden("minishop/partner-application-approved.response.json")
    others.answer("POST partners", approved, 201)
    apply(shop=with_facts(shop), kind=EntryKind.SHOPPING, now=NOW)
    work()
    assert others.asked[0][2] == golden("minishop/partner-application.request.json")
    kept = SearchConnection.objects.get()
    assert {"partnerId": kept.partner, "reportSecret": kept.report_secret} == {
        name: value for name, value in approved["partner"].items() if name != "commonKey"
    }


def test_a_search_that_knows_no_reports_is_good_too(shop: Shop, others: Others) -> None:
    others.answer(
        "POST partners", {"applicationId": "p1", "status": "APPROVED", "partner": {"partnerId": "9", "commonKey": "s_1"}}, 201
    )
    apply(shop=shop, kind=EntryKind.SHOPPING, now=NOW)
    work()
    assert (entry(EntryKind.SHOPPING).state, SearchConnection.objects.get().report_secret) == ("approved", "")


def test_a_party_that_is_away_gets_the_same_application_later(shop: Shop, others: Others) -> None:
    apply(shop=shop, kind=EntryKind.PG, now=NOW)
    work()
    others.answer("POST contracts", {"contractId": "c1", "status": "REQUESTED"}, 201)
    work(after=timedelta(minutes=2))
    assert len({headers["Idempotency-Key"] for _, _, _, headers in others.asked}) == 1
    assert (entry(EntryKind.PG).state, entry(EntryKind.PG).external_id) == ("requested", "c1")


def test_applying_twice_is_refused_and_sends_one(shop: Shop, others: Others) -> None:
    apply(shop=shop, kind=EntryKind.PG, now=NOW)
    with pytest.raises(IllegalTransition):
        apply(shop=shop, kind=EntryKind.PG, now=NOW)
    assert Job.objects.count() == 1


def test_an_application_that_is_refused_as_it_is_stands_as_rejected(shop: Shop, others: Others) -> None:
    others.answer("POST partners", {"code": "INVALID", "message": "전화번호가 필요합니다."}, 400)
    apply(shop=shop, kind=EntryKind.SHOPPING, now=NOW)
    work()
    assert (entry(EntryKind.SHOPPING).state, entry(EntryKind.SHOPPING).reason) == ("rejected", "전화번호가 필요합니다.")


PG_TERMS = {"methods": ["CARD", "TRANSFER"], "partialCancel": []}


def approve_everything(shop: Shop, others: Others, order: tuple[EntryKind, ...]) -> None:
    merchant = golden("minishop/merchant-application-approved.response.json")
    answers = {
        EntryKind.PG: ("contracts", {"contractId": "c1", "status": "APPROVED", "mid": "mid_1", "secretKey": "sk_1", **PG_TERMS}),
        EntryKind.CHECKOUT: ("merchants", merchant),
        EntryKind.SHOPPING: (
            "partners",
            {"applicationId": "p1", "status": "APPROVED", "partner": {"partnerId": "9", "commonKey": "s_1"}},
        ),
    }
    others.answer("pg", {"applicationId": merchant["applicationId"], "status": "APPROVED"})
    for kind in order:
        name, body = answers[kind]
        others.answer(f"POST {name}", {**body, "status": "REQUESTED"}, 201)
        others.answer(f"GET {name}", body)
        apply(shop=shop, kind=kind, now=NOW)
        work()
        work(after=LOOK)


@pytest.mark.parametrize(
    "order",
    [(EntryKind.PG, EntryKind.CHECKOUT, EntryKind.SHOPPING), (EntryKind.SHOPPING, EntryKind.CHECKOUT, EntryKind.PG)],
    ids=["PG 먼저", "PG 나중"],
)
def test_approvals_bring_the_keys_home_and_hand_the_pg_over_once(shop: Shop, others: Others, order: tuple[EntryKind, ...]) -> None:
    """R23."""
    approve_everything(shop, others, order)
    assert {one.state for one in Entry.objects.all()} == {"approved"}
    assert (
        HubConnection.objects.get().merchant_id
        == golden("minishop/merchant-application-approved.response.json")["merchant"]["merchantId"]
    )
    handed = [body for method, url, body, _ in others.asked if method == "PUT"]
    told = {"means": ["card", "transfer"], "partialCancel": []}
    assert handed == [{"provider": "sandbox", "mid": "mid_1", "secretKey": "sk_1", **told}]
    assert PgContract.objects.get().handed_over_at in (NOW, NOW + LOOK)


def test_the_hub_is_asked_about_a_shop_from_the_day_after_its_last_approval(shop: Shop, others: Others) -> None:
    """R6."""
    approve_everything(shop, others, (EntryKind.PG, EntryKind.SHOPPING))
    assert not Job.objects.exclude(task__startswith="mall.notices").exists()
    approve_everything(shop, others, (EntryKind.CHECKOUT,))
    tomorrow = next_day_start(NOW) - NOW
    work(after=tomorrow - timedelta(milliseconds=1))
    assert not Poll.objects.exists()
    work(after=tomorrow)
    poll = Poll.objects.get()
    assert (poll.merchant, poll.cursor) == (HubConnection.objects.get().merchant_id, "")
    assert poll.due_at == millis(NOW + tomorrow)


def test_looking_again_after_a_decision_changes_nothing(shop: Shop, others: Others) -> None:
    approve_everything(shop, others, tuple(EntryKind))
    before, asked = list(Entry.objects.order_by("kind").values()), len(others.asked)
    for kind in EntryKind:
        tasks.look_at_application.run(shop_id=shop.id, kind=kind.value, now=NOW + timedelta(days=1))
    tasks.look_after_applications.run(now=NOW + timedelta(days=1))
    work(after=timedelta(days=1))
    assert list(Entry.objects.order_by("kind").values()) == before
    assert len(others.asked) == asked


def test_a_rejection_shows_its_reason_and_may_be_made_again(shop: Shop, others: Others) -> None:
    rejected = golden("minishop/merchant-application-rejected.response.json")
    others.answer("POST merchants", {**rejected, "status": "REQUESTED"}, 201)
    others.answer("GET merchants", rejected)
    apply(shop=shop, kind=EntryKind.CHECKOUT, now=NOW)
    work()
    work(after=LOOK)
    assert (entry(EntryKind.CHECKOUT).state, entry(EntryKind.CHECKOUT).reason) == ("rejected", rejected["reason"])
    first = others.asked[0][3]["Idempotency-Key"]
    apply(shop=shop, kind=EntryKind.CHECKOUT, now=NOW + timedelta(hours=1))
    work(after=timedelta(hours=1))
    assert others.asked[-1][3]["Idempotency-Key"] != first


@pytest.mark.parametrize(
    "answer",
    [
        [],
        {},
        {"status": "MAYBE", "applicationId": "1"},
        {"status": "APPROVED", "applicationId": "1"},
        {"status": "APPROVED", "applicationId": 1},
    ],
    ids=["목록", "빈 답", "모르는 상태", "열쇠 없는 승인", "숫자 번호"],
)
def test_an_answer_that_is_no_decision_is_refused(answer: object) -> None:
    with pytest.raises(BadAnswer):
        read_decision(answer, Counter("", "applicationId", "merchant", {"merchantId": "merchant_id"}))


def test_the_pg_contract_follows_to_the_application_made_again(shop: Shop, others: Others) -> None:
    """The hub knows a contract of an application; without one the merchant could never be paid, and nobody would say why."""
    approve_everything(shop, others, (EntryKind.PG,))
    rejected = golden("minishop/merchant-application-rejected.response.json")
    others.answer("POST merchants", {**rejected, "status": "REQUESTED"}, 201)
    others.answer("GET merchants", rejected)
    apply(shop=shop, kind=EntryKind.CHECKOUT, now=NOW)
    work()
    assert PgContract.objects.get().handed_over_at == NOW
    work(after=LOOK)
    assert entry(EntryKind.CHECKOUT).state == "rejected"
    others.answer("POST merchants", {"applicationId": "8888", "status": "REQUESTED"}, 201)
    apply(shop=shop, kind=EntryKind.CHECKOUT, now=NOW + timedelta(hours=1))
    work(after=timedelta(hours=1))
    assert [url.split("/")[-2] for method, url, _, _ in others.asked if method == "PUT"] == [rejected["applicationId"], "8888"]


@pytest.mark.django_db(transaction=True)  # what enqueues has to open a transaction itself
def test_products_are_sent_by_asking_the_search_once_however_often_it_is_pressed(shop: Shop, others: Others) -> None:
    """R32: nothing is asked for a shop that the search has not approved; a search that is away is asked again."""
    send_products(shop=shop, now=NOW)
    work()
    assert others.asked == []
    approved = {"kind": EntryKind.SHOPPING, "state": "approved", "external_id": "p1", "requested_at": NOW, "decided_at": NOW}
    Entry.objects.create(shop=shop, **approved)
    for _ in range(3):
        send_products(shop=shop, now=NOW)
    work()
    others.answer("POST partners", golden("minishop/crawl-due.response.json"), 202)
    work(after=timedelta(minutes=1))
    assert [(method, url.partition("/v1/")[2]) for method, url, *_ in others.asked] == [
        ("POST", "minishop/partner-applications/p1/crawls")
    ] * 2
    assert not Job.objects.exists()
