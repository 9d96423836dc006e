"""protocol/minishop, 1: a hosting platform applies for its shops."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.shopping.worlds import NOON, Shop, approved, crawl, feed, row

from minishop.chassis.tenancy import scope
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.crawl.models import Schedule
from minishop.shopping.crawl.services.schedule import admit
from minishop.shopping.partners.models import Partner
from minishop.shopping.partners.services import approve, reject, suspend

pytestmark = pytest.mark.django_db
ADDRESS = "/v1/minishop/partner-applications"
TOKEN = "Bearer sandbox-host-token"
PROTOCOL = Path(__file__).resolve().parents[3] / "protocol" / "minishop"
# The example of the document, word for word, of a host that wants no reports.
BODY = {
    "shopCode": "haru", "shopName": "하루상점", "businessName": "하루상사", "representative": "김하루",
    "businessNumber": "1234567891", "phone": "02-123-4500", "email": "owner@haru.example",
    "shopUrl": "http://haru.shop.localhost:8100/", "epVersion": "3.0",
    "feedUrl": "http://haru.shop.localhost:8100/ep/full.tsv",
    "summaryUrl": "http://haru.shop.localhost:8100/ep/summary.tsv",
}  # fmt: skip


def post(client: Client, body: object = BODY, key: str = "k1", token: str = TOKEN) -> tuple[int, dict[str, Any]]:
    headers = {"host": "shopping.localhost", "authorization": token, "idempotency-key": key}
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = client.post(ADDRESS, raw, content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def get(client: Client, application_id: str, token: str = TOKEN) -> tuple[int, dict[str, Any]]:
    answer = client.get(f"{ADDRESS}/{application_id}", headers={"host": "shopping.localhost", "authorization": token})
    return answer.status_code, answer.json()


def test_an_application_and_its_answers(client: Client) -> None:
    status, answer = post(client)
    assert (status, set(answer), answer["status"]) == (201, {"applicationId", "status"}, "REQUESTED")
    assert get(client, answer["applicationId"]) == (200, answer)
    partner = approve(partner=Partner.objects.get(), now=NOON)
    keys = {"partnerId": partner.public_id, "commonKey": partner.common_key}
    assert get(client, answer["applicationId"]) == (200, {**answer, "status": "APPROVED", "partner": keys})
    suspend(partner=partner, fault="timed_out", now=NOON)
    assert get(client, answer["applicationId"])[1]["status"] == "APPROVED"


def accept(client: Client, application_id: str, body: object, token: str = TOKEN) -> tuple[int, dict[str, Any]]:
    headers = {"host": "shopping.localhost", "authorization": token}
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    address = f"{ADDRESS}/{application_id}/accepted-loss"
    answer = client.generic("PUT", address, raw, content_type="application/json", headers=headers)
    return answer.status_code, answer.json()


def golden(name: str) -> Any:
    return json.loads((PROTOCOL / f"{name}.json").read_text(encoding="utf-8"))


def test_a_host_that_wants_reports_gets_their_secret_with_the_approval(client: Client) -> None:
    _, answer = post(client, golden("partner-application.request"))
    approve(partner=Partner.objects.get(), now=NOON)
    told, form = get(client, answer["applicationId"])[1], golden("partner-application-approved.response")
    assert (told.keys(), told["partner"].keys()) == (form.keys(), form["partner"].keys())
    assert told["partner"]["reportSecret"] == Partner.objects.get().report_secret
    assert told["partner"]["reportSecret"].startswith("whsec_")


def test_a_held_loss_is_agreed_to_once_however_often(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    post(client)
    partner, shop = admit(partner=Partner.objects.get(), now=NOON), Shop(monkeypatch)
    for count in (30, 10):
        shop.serves(feed(*(row(f"P{number}") for number in range(count))))
        crawl(partner=partner, kind=FeedKind.FULL, now=NOON)
    with scope(partner.id):
        Schedule.objects.update(held_run=int(golden("accepted-loss.request")["run"]))
    for _ in range(2):
        status, answer = accept(client, str(partner.id), golden("accepted-loss.request"))
        assert (status, {**answer, "applicationId": "7312000000000000003"}) == (200, golden("accepted-loss.response"))
    with scope(partner.id):
        assert Schedule.objects.get().accepted_count == 10
    assert accept(client, str(partner.id), {"run": "8"}) == (409, golden("error-not-held.response"))


NO_RUNS = {
    "빈 객체": {},
    "숫자": {"run": 8},
    "음수": {"run": "-8"},
    "너무 큰 수": {"run": str(2**63)},
    "글자": {"run": "８a"},
    "배열": [],
}


@pytest.mark.parametrize("body", NO_RUNS.values(), ids=NO_RUNS)
def test_what_says_no_run_is_named(client: Client, body: object) -> None:
    status, answer = accept(client, str(approved().id), body)
    assert (status, answer["code"], [each["name"] for each in answer["invalidInputs"]]) == (400, "INVALID", ["run"])


def test_an_agreement_needs_the_token_and_an_application(client: Client) -> None:
    assert accept(client, str(approved().id), {"run": "8"}, token="Bearer wrong")[0] == 401
    assert accept(client, "1", {"run": "8"})[1]["code"] == "NOT_FOUND"


def ask_to_crawl(client: Client, application_id: str, token: str = TOKEN) -> tuple[int, dict[str, Any]]:
    headers = {"host": "shopping.localhost", "authorization": token}
    answer = client.post(f"{ADDRESS}/{application_id}/crawls", headers=headers)
    return answer.status_code, answer.json()


def test_a_crawl_that_is_asked_for_comes_now_or_a_pause_after_the_last(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr("minishop.shopping.center.api.now", lambda: NOON)
    post(client)
    number = str(Partner.objects.get().id)
    assert ask_to_crawl(client, number)[1]["code"] == "NOT_CRAWLED"
    partner, shop = admit(partner=Partner.objects.get(), now=NOON), Shop(monkeypatch)
    shop.serves(feed(row("P1")))
    crawl(partner=partner, kind=FeedKind.FULL, now=NOON - settings.CRAWL_ASKED_PAUSE)
    due = golden("crawl-due.response")
    for last in (NOON - settings.CRAWL_ASKED_PAUSE, NOON):
        crawl(partner=partner, kind=FeedKind.FULL, now=last)
        for _ in range(2):
            status, answer = ask_to_crawl(client, number)
            assert (status, answer.keys(), answer["status"]) == (202, due.keys(), due["status"])
        wait = settings.CRAWL_ASKED_PAUSE if last == NOON else timedelta()
        assert datetime.fromisoformat(answer["crawlAt"]) == NOON + wait
        with scope(partner.id):
            assert Schedule.objects.get().next_full_at == NOON + wait


def test_a_crawl_needs_the_token_and_an_application(client: Client) -> None:
    assert ask_to_crawl(client, str(approved().id), token="Bearer wrong")[0] == 401
    assert ask_to_crawl(client, "1")[1]["code"] == "NOT_FOUND"


def test_the_same_key_answers_as_the_first_time_did(client: Client) -> None:
    _, first = post(client)
    assert post(client) == (200, first)
    assert Partner.objects.count() == 1


def test_a_rejected_shop_reads_why_and_applies_again(client: Client) -> None:
    _, first = post(client)
    reject(partner=Partner.objects.get(), reason="사업자등록번호 확인 불가", now=NOON)
    assert get(client, first["applicationId"])[1] == {**first, "status": "REJECTED", "reason": "사업자등록번호 확인 불가"}
    assert post(client, key="k2")[0] == 201


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer wrong", "sandbox-host-token", "Basic sandbox-host-token"])
def test_without_the_hosts_token_nothing_is_told(client: Client, token: str) -> None:
    partner = approved("maru")
    for status, answer in (post(client, token=token), get(client, str(partner.id), token=token)):
        assert (status, answer["code"]) == (401, "UNAUTHENTICATED")
    assert Partner.objects.count() == 1


@pytest.mark.parametrize("number", ["1", "x", "９", "-1", "9" * 19, "9" * 60])
def test_an_unknown_application(client: Client, number: str) -> None:
    assert (get(client, number)[0], get(client, number)[1]["code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"shopCode": ""}, "shopCode"),
        ({"shopName": "가" * 61}, "shopName"),
        ({"shopUrl": "ftp://haru.example/"}, "shopUrl"),
        ({"feedUrl": "javascript:alert(1)"}, "feedUrl"),
        ({"feedUrl": 7}, "feedUrl"),
        ({"reportUrl": "file:///etc/passwd"}, "reportUrl"),
        ({"epVersion": "2.0"}, "epVersion"),
        ({"businessNumber": "123-45-67891"}, "businessNumber"),
        ({"email": "nobody"}, "email"),
        ({"shopName": "하루\x00상점"}, "shopName"),
    ],
)
def test_what_does_not_fit_is_named(client: Client, change: dict[str, object], name: str) -> None:
    status, answer = post(client, {**BODY, **change})
    assert (status, answer["code"], [each["name"] for each in answer["invalidInputs"]]) == (400, "INVALID", [name])
    assert not Partner.objects.exists()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, '{"shopCode": "하'.encode("cp949")],
    ids=["빈 본문", "끊긴 JSON", "배열", "null", "UTF-8 아님", "깊은 배열", "CP949"],
)
def test_a_body_that_is_no_object(client: Client, body: bytes) -> None:
    assert (post(client, body)[0], post(client, body)[1]["code"]) == (400, "INVALID")
    assert not Partner.objects.exists()


def test_a_key_is_needed_and_a_shop_applies_once(client: Client) -> None:
    assert post(client, key="")[1]["invalidInputs"][0]["name"] == "Idempotency-Key"
    post(client)
    assert post(client, key="k2")[1]["invalidInputs"][0]["name"] == "shopCode"
    assert Partner.objects.count() == 1
