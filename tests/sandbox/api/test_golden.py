"""The sandbox writes and reads exactly what protocol/sandbox shows."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.sandbox.worlds import HOST, NOON, approved, basic, contract, golden, payment, session

from minishop.sandbox.carriers.models import Parcel
from minishop.sandbox.messages.models import Message
from minishop.sandbox.pg.domain.states import ContractEvent
from minishop.sandbox.pg.models import Contract, Movement, PaymentSession
from minishop.sandbox.pg.services import Wanted, cancel, confirm, decide_contract
from minishop.sandbox.requests.models import Request, Sending
from minishop.sandbox.switches.services import choose

pytestmark = pytest.mark.django_db
ID = 7312000000000000001
APPROVED_AT = datetime(2026, 11, 23, 0, 59, 58, 120_000, tzinfo=UTC)


def test_an_application_is_read_as_written_and_answered_the_same_again() -> None:
    sent, headers = golden("pg-contract.request.json"), {**HOST, "Idempotency-Key": "k"}
    first, again = (_post("/pg/v1/contracts", sent, headers) for _ in range(2))
    made = Contract.objects.get()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() == {**golden("pg-contract-requested.response.json"), "contractId": str(made.pk)}
    assert (made.shop_code, made.business_number, made.email) == (sent["shopCode"], sent["businessNumber"], sent["email"])


def test_what_became_of_an_application() -> None:
    waiting = contract(pk=ID)
    assert _get(f"/pg/v1/contracts/{ID}", HOST) == (200, golden("pg-contract-requested.response.json"))
    Contract.objects.all().delete()
    told = golden("pg-contract-approved.response.json")
    contract(pk=ID, state="approved", mid=told["mid"], secret_key=told["secretKey"])
    assert _get(f"/pg/v1/contracts/{ID}", HOST) == (200, told)
    Contract.objects.all().delete()
    waiting.save(force_insert=True)
    decide_contract(contract_id=ID, event=ContractEvent.REJECT, reason="사업자등록번호를 확인할 수 없습니다.", now=NOON)
    assert _get(f"/pg/v1/contracts/{ID}", HOST) == (200, golden("pg-contract-rejected.response.json"))


def test_a_session_is_opened_and_answered_the_same_again() -> None:
    shop = approved()
    sent = golden("pg-session.request.json")
    first = _post("/pg/v1/sessions", sent, basic(shop))
    opened = PaymentSession.objects.get()
    assert (first.status_code, first.json()["sessionId"]) == (201, opened.key)
    assert (opened.order_key, int(opened.amount), opened.notify_url) == (sent["orderKey"], sent["amount"], sent["notifyUrl"])
    opened.delete()
    session(shop)
    again = _post("/pg/v1/sessions", sent, basic(shop))
    assert (again.status_code, again.json()) == (200, golden("pg-session.response.json"))


def test_a_payment_before_and_after_the_money_is_taken() -> None:
    shop = approved()
    asked = payment(session(shop))
    address = "/pg/v1/payments?orderKey=pay_2026112312345678_1"
    assert _get(address, basic(shop)) == (200, golden("pg-payment-ready.response.json"))
    confirm(contract=shop, payment_key=asked.key, order_key=asked.session.order_key, amount=30500, now=APPROVED_AT)
    assert _get(address, basic(shop)) == (200, golden("pg-payment.response.json"))
    repeated = _post(f"/pg/v1/payments/{asked.key}/confirm", golden("pg-confirm.request.json"), basic(shop))
    assert (repeated.status_code, repeated.json()) == (200, golden("pg-confirm.response.json"))
    assert json.loads(Sending.objects.get().body) == golden("pg-notification.request.json")


CANCELLED_AT = datetime(2026, 11, 23, 1, 4, 58, 120_000, tzinfo=UTC)


def test_a_cancel_gives_the_money_back_and_is_answered_the_same_again() -> None:
    shop = approved()
    asked = payment(session(shop))
    confirm(contract=shop, payment_key=asked.key, order_key=asked.session.order_key, amount=30500, now=APPROVED_AT)
    key = golden("pg-cancel.response.json")["cancelKey"]
    assert _get(f"/pg/v1/cancels?key={key}", basic(shop)) == (200, golden("pg-cancel-none.response.json"))
    cancel(contract=shop, payment_key=asked.key, wanted=Wanted(30500, key), now=CANCELLED_AT)
    address, headers = f"/pg/v1/payments/{asked.key}/cancel", {**basic(shop), "Idempotency-Key": key}
    repeated = _post(address, golden("pg-cancel.request.json"), headers)
    assert (repeated.status_code, repeated.json()) == (200, golden("pg-cancel.response.json"))
    assert _get(f"/pg/v1/cancels?key={key}", basic(shop)) == (200, {"cancel": golden("pg-cancel.response.json")})
    assert _get("/pg/v1/transactions?date=2026-11-23", basic(shop)) == (200, golden("pg-transactions.response.json"))
    other = _post(address, golden("pg-cancel.request.json"), {**headers, "Idempotency-Key": "another"})
    assert (other.status_code, other.json()) == (409, golden("error-already-cancelled.response.json"))
    assert json.loads(Sending.objects.last().body)["status"] == "CANCELLED"  # type: ignore[union-attr]


def test_a_cancel_that_the_pg_refuses() -> None:
    shop = approved()
    asked = payment(session(shop), state="done", settled_at=APPROVED_AT)
    choose(channel="pg-cancel", answer="decline", now=NOON)
    headers = {**basic(shop), "Idempotency-Key": "k"}
    refused = _post(f"/pg/v1/payments/{asked.key}/cancel", golden("pg-cancel.request.json"), headers)
    assert (refused.status_code, refused.json()) == (402, golden("error-cancel-refused.response.json"))


def test_a_part_that_is_given_back() -> None:
    shop = approved()
    asked = payment(session(shop), state="done", settled_at=APPROVED_AT)
    sent, told = golden("pg-cancel-part.request.json"), golden("pg-cancel-part.response.json")
    address, headers = f"/pg/v1/payments/{asked.key}/cancel", {**basic(shop), "Idempotency-Key": told["cancelKey"]}
    answer = _post(address, sent, headers)
    assert (answer.status_code, {**answer.json(), "cancelledAt": told["cancelledAt"]}) == (200, told)
    there = _get("/pg/v1/payments?orderKey=pay_2026112312345678_1", basic(shop))[1]["payment"]
    assert (there["status"], there["amount"], there["cancelledAmount"]) == ("DONE", 30500, 16636)
    for remaining in (30500, 13863):
        other = _post(address, {"amount": 100, "remaining": remaining}, {**headers, "Idempotency-Key": f"k{remaining}"})
        assert (other.status_code, other.json()) == (409, golden("error-mismatch.response.json"))


def test_a_payment_by_transfer_and_what_its_bank_does_not_give_back(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = approved()
    opened = session(shop, method="TRANSFER")
    asked = payment(opened, instrument="nonghyup", state="done", settled_at=APPROVED_AT)
    address = "/pg/v1/payments?orderKey=pay_2026112312345678_1"
    assert _get(address, basic(shop)) == (200, golden("pg-payment-transfer.response.json"))
    cancel_at, headers = f"/pg/v1/payments/{asked.key}/cancel", {**basic(shop), "Idempotency-Key": "k"}
    refused = {
        "error-no-parts": (402, NOON, {"amount": 1000}),
        "error-too-old": (402, APPROVED_AT + timedelta(days=180), {"amount": 30500}),
        "error-not-now": (409, datetime(2026, 11, 23, 14, 40, tzinfo=UTC), {"amount": 30500}),
    }
    for name, (status, at, sent) in refused.items():
        monkeypatch.setattr("minishop.sandbox.api.pg.now", lambda at=at: at)
        answer = _post(cancel_at, sent, headers)
        assert (answer.status_code, answer.json()) == (status, golden(f"{name}.response.json")), name
    assert Movement.objects.count() == 0


def test_a_session_below_the_minimum_or_by_other_means_than_contracted() -> None:
    shop = approved()
    shop.methods = ["CARD"]
    shop.save()
    sent = golden("pg-session.request.json")
    for name, changed in (("error-below-minimum", {"amount": 99}), ("error-not-contracted", {"method": "TRANSFER"})):
        answer = _post("/pg/v1/sessions", {**sent, **changed}, basic(shop))
        assert (answer.status_code, answer.json()) == (400, golden(f"{name}.response.json"))
    assert _post("/pg/v1/sessions", {**sent, "method": "PHONE"}, basic(shop)).json()["code"] == "INVALID"
    assert PaymentSession.objects.count() == 0


OUT = {"windows": "POST sessions", "confirms": "confirm", "cancels": "cancel", "look_ups": "GET payments"}


@pytest.mark.parametrize("part", [*OUT, "all", "none"])
def test_a_part_of_the_pg_is_out_until_somebody_chooses_otherwise(part: str) -> None:
    shop = approved()
    asked = payment(session(shop))
    choose(channel="pg-outage", answer=part, now=NOON)
    keys, one = {**basic(shop), "Idempotency-Key": "k"}, f"/pg/v1/payments/{asked.key}"
    statuses = {
        "windows": _post("/pg/v1/sessions", golden("pg-session.request.json"), keys).status_code,
        "confirms": _post(f"{one}/confirm", golden("pg-confirm.request.json"), keys).status_code,
        "cancels": _post(f"{one}/cancel", golden("pg-cancel.request.json"), keys).status_code,
        "look_ups": _get("/pg/v1/payments?orderKey=x", keys)[0],
    }
    assert {name for name, status in statuses.items() if status == 503} == {name for name in OUT if part in (name, "all")}


def test_a_days_transactions_come_in_pages() -> None:
    shop, other = approved(), approved("byeol")
    keys = [f"key-{number}" for number in range(5)]
    for owner, prefix in ((shop, ""), (other, "their-")):
        for key in keys:
            asked = payment(session(owner, key=f"{prefix}s{key}", order_key=f"{prefix}{key}"), key=f"{prefix}p{key}")
            confirm(contract=owner, payment_key=asked.key, order_key=f"{prefix}{key}", amount=30500, now=APPROVED_AT)
    read: list[list[str]] = []
    after: str | None = "0"
    while after is not None:
        _, page = _get(f"/pg/v1/transactions?date=2026-11-23&limit=2&after={after}", basic(shop))
        read.append([row["orderKey"] for row in page["transactions"]])
        after = page["next"]
    assert read == [["key-0", "key-1"], ["key-2", "key-3"], ["key-4"]]
    assert _get("/pg/v1/transactions?date=2026-11-22", basic(shop)) == (200, {"transactions": [], "next": None})


@pytest.mark.parametrize("query", ["", "date=23-11-2026", "date=9999-12-31", "date=2026-11-23&limit=0", "date=2026-11-23&after=x"])
def test_a_day_that_does_not_fit_is_refused(query: str) -> None:
    status, answer = _get(f"/pg/v1/transactions?{query}", basic(approved()))
    assert (status, answer["code"]) == (400, "INVALID")


def test_no_payment_is_null() -> None:
    assert _get("/pg/v1/payments?orderKey=none", basic(approved())) == (200, golden("pg-payment-none.response.json"))


def test_errors_of_the_pg() -> None:
    shop = approved()
    asked = payment(session(shop), instrument="over-limit")
    address, sent = f"/pg/v1/payments/{asked.key}/confirm", golden("pg-confirm.request.json")
    answers = {
        "error-unauthenticated": (401, _post(address, sent, basic(shop, "sk_wrong"))),
        "error-mismatch": (409, _post(address, {**sent, "amount": 1}, basic(shop))),
        "error-invalid": (400, _post(address, {**sent, "amount": 0}, basic(shop))),
        "error-not-found": (404, _post("/pg/v1/payments/none/confirm", sent, basic(shop))),
        "error-declined": (402, _post(address, sent, basic(shop))),
    }
    for name, (status, answer) in answers.items():
        assert (answer.status_code, answer.json()) == (status, golden(f"{name}.response.json")), name
    assert list(Request.objects.order_by("id").values_list("status", flat=True)) == [401, 409, 400, 404, 402]


def test_a_delivered_parcel_and_numbers_without_an_answer() -> None:
    picked_up = datetime(2025, 3, 4, 1, tzinfo=UTC)
    Parcel.objects.create(carrier="cj", tracking_number="123456789012", answer="known", picked_up_at=picked_up)
    Parcel.objects.create(carrier="cj", tracking_number="55", answer="unavailable")
    assert _get("/carriers/v1/cj/123456789012") == (200, golden("carrier-delivered.response.json"))
    assert _get("/carriers/v1/cj/0000123") == (404, golden("error-not-found.response.json"))
    assert _get("/carriers/v1/cj/55") == (503, golden("error-unavailable.response.json"))


@pytest.mark.parametrize("kind", ["sms", "mail"], ids=["문자", "메일"])
def test_messages_are_taken_refused_and_put_off(kind: str) -> None:
    sent, key = golden(f"{kind}.request.json"), {"Idempotency-Key": "m"}
    for answer, status, name in [("refuse", 400, "error-refused"), ("unavailable", 503, "error-unavailable")]:
        choose(channel=kind, answer=answer, now=NOON)
        refused = _post(f"/messages/v1/{kind}", sent, key)
        assert (refused.status_code, refused.json()) == (status, golden(f"{name}.response.json"))
    taken = _post(f"/messages/v1/{kind}", sent, key)
    message = Message.objects.get()
    assert (taken.status_code, taken.json()) == (202, {**golden("message.response.json"), "messageId": str(message.pk)})
    assert (message.recipient, message.sender, message.text) == (sent["to"], sent["from"], sent["text"])


def test_the_clock_is_told() -> None:
    told = _get("/clock.json")[1]
    assert set(told) == {"now", "shiftSeconds"}
    assert datetime.fromisoformat(told["now"]).utcoffset() is not None


def _post(path: str, body: Any, headers: dict[str, str]) -> Any:
    return Client(HTTP_HOST="sandbox.localhost:8400").post(path, json.dumps(body), content_type="application/json", headers=headers)


def _get(path: str, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    answer = Client(HTTP_HOST="sandbox.localhost:8400").get(path, headers=headers or {})
    return answer.status_code, answer.json()
