"""What strangers and broken requests get, and that nothing comes of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from tests.sandbox.worlds import HOST, NOON, approved, basic, golden, payment, session

from minishop.sandbox.messages.models import Message
from minishop.sandbox.pg.models import Contract, PaymentSession
from minishop.sandbox.requests.models import Request
from minishop.sandbox.switches.services import choose

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "k"}
APPLICATION = golden("pg-contract.request.json")
SESSION = golden("pg-session.request.json")


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic !!"}], ids=["없음", "틀림", "깨짐"]
)
def test_without_its_credentials_nobody_is_heard(client: Client, headers: dict[str, str]) -> None:
    for path, body in [("/pg/v1/contracts", APPLICATION), ("/pg/v1/sessions", SESSION)]:
        answer = _post(client, path, json.dumps(body), {**headers, **KEY})
        assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")
    assert (Contract.objects.count(), PaymentSession.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '{"shopCode": 1}', "[" * 5000], ids=["빔", "깨짐", "목록", "널", "수", "깊음"]
)
def test_a_body_that_cannot_be_read_changes_nothing(client: Client, body: str) -> None:
    answer = _post(client, "/pg/v1/contracts", body, {**HOST, **KEY})
    assert (answer.status_code, answer.json()["code"]) == (400, "INVALID")
    assert Contract.objects.count() == 0


@pytest.mark.parametrize("name", list(APPLICATION))
def test_every_field_of_an_application_is_needed(client: Client, name: str) -> None:
    for value in (None, "", "x" * 500, "널\0"):
        answer = _post(client, "/pg/v1/contracts", json.dumps({**APPLICATION, name: value}), {**HOST, **KEY})
        assert (answer.status_code, answer.json()["message"].partition(":")[0]) == (400, name)
    assert Contract.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [("amount", 0), ("amount", -5), ("amount", 1.5), ("amount", "100"), ("amount", True), ("amount", 10**12)]
    + [
        (url, value)
        for url in ("returnUrl", "notifyUrl")
        for value in ("javascript:alert(1)", "/relative", "http://", "http://a b/", "http://[")
    ],
)
def test_a_session_needs_a_real_amount_and_real_addresses(client: Client, name: str, value: object) -> None:
    answer = _post(client, "/pg/v1/sessions", json.dumps({**SESSION, name: value}), basic(approved()))
    assert (answer.status_code, answer.json()["message"].partition(":")[0]) == (400, name)
    assert PaymentSession.objects.count() == 0


def test_a_post_without_its_key_is_refused(client: Client) -> None:
    for path, body in [("/pg/v1/contracts", APPLICATION), ("/messages/v1/sms", golden("sms.request.json"))]:
        assert _post(client, path, json.dumps(body), HOST).status_code == 400
    assert (Contract.objects.count(), Message.objects.count()) == (0, 0)


def test_another_merchants_payment_is_not_found(client: Client) -> None:
    asked = payment(session(approved()))
    stranger = basic(approved("bom"))
    answer = _post(client, f"/pg/v1/payments/{asked.key}/confirm", json.dumps(golden("pg-confirm.request.json")), stranger)
    assert answer.status_code == 404
    assert client.get("/pg/v1/payments?orderKey=pay_2026112312345678_1", headers=stranger).json() == {"payment": None}


def test_other_methods_are_not_allowed(client: Client) -> None:
    assert client.get("/pg/v1/contracts").status_code == 405
    assert client.delete("/carriers/v1/cj/1").status_code == 405


def test_strange_numbers_are_unknown_and_not_kept(client: Client) -> None:
    for number in ("a b", "x" * 41, "번호"):
        assert client.get(f"/carriers/v1/cj/{number}").status_code == 404


def test_bytes_that_a_database_refuses_are_refused_or_replaced(client: Client) -> None:
    shop = approved()
    assert _post(client, "/pg/v1/sessions", "\0", basic(shop)).status_code == 400
    assert client.get("/pg/v1/payments?orderKey=%00", headers=basic(shop)).json() == {"payment": None}
    assert client.get("/pg/v1/payments", headers={"Authorization": "Basic AAA6AA=="}).status_code == 401
    assert client.get("/pg/pay/%00/").status_code == 404
    assert [body for body in Request.objects.values_list("body", flat=True) if "\0" in body] == []


def test_a_large_body_is_refused_before_it_is_read(client: Client) -> None:
    assert _post(client, "/messages/v1/sms", "x" * 300_000, KEY).status_code == 413
    assert Request.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_confirm_that_is_never_answered_is_held_and_noted(client: Client, settings: Any) -> None:
    settings.HOLD_SECONDS = 0
    shop = approved()
    asked = payment(session(shop))
    choose(channel="pg", answer="timeout_lost", now=NOON)
    answer = _post(client, f"/pg/v1/payments/{asked.key}/confirm", json.dumps(golden("pg-confirm.request.json")), basic(shop))
    assert (answer.status_code, answer.content) == (504, b"")
    assert Request.objects.values_list("status", flat=True).get() == 0


def _post(client: Client, path: str, body: str, headers: dict[str, str]) -> Any:
    return client.post(path, body, content_type="application/json", headers=headers)
