"""The sandbox's PG, read and written (protocol/sandbox): every way it may answer has one verdict."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.checkout.fakes import TIMED_OUT, UNREACHABLE, answered

from minishop.chassis.http import Answer
from minishop.checkout.payments.adapters.port import Window
from minishop.checkout.payments.adapters.sandbox import PG, SandboxGateway
from minishop.checkout.payments.domain.abilities import Means
from minishop.checkout.payments.domain.comparison import Movement, MovementKind
from minishop.checkout.payments.domain.refunds import RefundFate
from minishop.checkout.payments.domain.verdicts import Fate
from minishop.checkout.payments.errors import GatewaySilent
from minishop.kernel.won import Won

GATEWAY = SandboxGateway("http://sandbox.localhost:8400", "mid-1", "secret-1")
DONE = {
    "paymentKey": "pk-1", "orderKey": "k", "status": "DONE", "amount": 1000, "method": "CARD",
    "card": {"company": "신한", "number": "1234-****"}, "approvedAt": "2026-11-23T10:00:00.000+09:00",
}  # fmt: skip
WINDOW = Window("k", Won(1000), Means.TRANSFER, "컵", "이구매", "http://hub/r", "http://hub/c", "http://hub/n")


def answer_with(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    def exchange(method: str, url: str, **rest: Any) -> Answer:
        sent.append({"method": method, "url": url, **rest})
        return answer

    monkeypatch.setattr("minishop.checkout.payments.adapters.sandbox.exchange", exchange)
    return sent


CONFIRMED = {
    "승인": (answered(DONE), Fate.TAKEN),
    "거절": (answered({"code": "DECLINED", "message": "한도 초과"}, 402), Fate.DECLINED),
    "없는 결제": (answered({"code": "NOT_FOUND", "message": "x"}, 404), Fate.NOT_FOUND),
    "금액이 다름": (answered({"code": "MISMATCH", "message": "x"}, 409), Fate.DECLINED),
    "시간 초과": (TIMED_OUT, Fate.UNKNOWN),
    "닿지 않음": (UNREACHABLE, Fate.UNKNOWN),
    "고장": (answered({"code": "BROKEN"}, 500), Fate.UNKNOWN),
    "인증 실패": (answered({"code": "UNAUTHENTICATED"}, 401), Fate.UNKNOWN),
    "읽을 수 없는 200": (answered(b"<html>"), Fate.UNKNOWN),
    "상태를 모르는 200": (answered({"status": "ODD", "amount": 1000}), Fate.UNKNOWN),
    "금액이 글자인 200": (answered({**DONE, "amount": "1000"}), Fate.UNKNOWN),
}


@pytest.mark.parametrize(("answer", "fate"), CONFIRMED.values(), ids=CONFIRMED)
def test_what_a_confirm_means(monkeypatch: pytest.MonkeyPatch, answer: Answer, fate: Fate) -> None:
    sent = answer_with(monkeypatch, answer)
    assert GATEWAY.confirm("k", "pk/1", Won(1000)).fate is fate
    assert sent[0]["url"].endswith("/pg/v1/payments/pk%2F1/confirm")
    assert sent[0]["headers"]["Authorization"] == "Basic bWlkLTE6c2VjcmV0LTE="


LOOKED_UP = {
    "끝남": (answered({"payment": DONE}), Fate.TAKEN),
    "준비": (answered({"payment": {**DONE, "status": "READY"}}), Fate.NOT_TAKEN),
    "거절": (answered({"payment": {**DONE, "status": "DECLINED"}}), Fate.DECLINED),
    "취소됨": (answered({"payment": {**DONE, "status": "CANCELLED"}}), Fate.CANCELLED),
    "없음": (answered({"payment": None}), Fate.NOT_TAKEN),
    "읽을 수 없음": (answered({}), Fate.UNKNOWN),
    "시간 초과": (TIMED_OUT, Fate.UNKNOWN),
}


@pytest.mark.parametrize(("answer", "fate"), LOOKED_UP.values(), ids=LOOKED_UP)
def test_what_became_of_an_attempt(monkeypatch: pytest.MonkeyPatch, answer: Answer, fate: Fate) -> None:
    sent = answer_with(monkeypatch, answer)
    assert GATEWAY.look_up("k").fate is fate
    assert (sent[0]["method"], sent[0]["url"]) == ("GET", "http://sandbox.localhost:8400/pg/v1/payments?orderKey=k")


GIVEN_BACK = {
    "cancelKey": "k-r1", "paymentKey": "pk-1", "orderKey": "k", "status": "DONE", "amount": 1000,
    "cancelledAt": "2026-11-23T10:05:00.000+09:00",
}  # fmt: skip
REFUNDED = {
    "취소": (answered(GIVEN_BACK), RefundFate.DONE),
    "거절": (answered({"code": "CANCEL_REFUSED", "message": "x"}, 402), RefundFate.REFUSED),
    "없는 결제": (answered({"code": "NOT_FOUND", "message": "x"}, 404), RefundFate.REFUSED),
    "남은 금액이 다름": (answered({"code": "MISMATCH", "message": "x"}, 409), RefundFate.ALREADY),
    "부분 취소 없음": (answered({"code": "NO_PARTS", "message": "x"}, 402), RefundFate.REFUSED),
    "너무 오래됨": (answered({"code": "TOO_OLD", "message": "x"}, 402), RefundFate.REFUSED),
    "장애": (answered({"code": "UNAVAILABLE", "message": "x"}, 503), RefundFate.UNKNOWN),
    "이미 취소": (answered({"code": "ALREADY_CANCELLED", "message": "x"}, 409), RefundFate.ALREADY),
    "시간 초과": (TIMED_OUT, RefundFate.UNKNOWN),
    "인증 실패": (answered({"code": "UNAUTHENTICATED"}, 401), RefundFate.UNKNOWN),
    "읽을 수 없는 200": (answered(b"<html>"), RefundFate.UNKNOWN),
    "금액이 글자인 200": (answered({**GIVEN_BACK, "amount": "1000"}), RefundFate.UNKNOWN),
}


@pytest.mark.parametrize(("answer", "fate"), REFUNDED.values(), ids=REFUNDED)
def test_what_a_cancel_means(monkeypatch: pytest.MonkeyPatch, answer: Answer, fate: RefundFate) -> None:
    sent = answer_with(monkeypatch, answer)
    assert GATEWAY.cancel("k-r1", "pk/1", Won(1000), Won(3000)).fate is fate
    assert sent[0]["url"].endswith("/pg/v1/payments/pk%2F1/cancel")
    assert sent[0]["headers"]["Idempotency-Key"] == "k-r1"
    assert json.loads(sent[0]["content"]) == {"amount": 1000, "remaining": 3000}


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("2026-11-24T00:30:00.000+09:00", datetime(2026, 11, 23, 15, 30, tzinfo=UTC)),
        ("2026-11-24T00:30:00", None),
        ("곧", None),
        (None, None),
    ],
    ids=["시각", "시간대 없음", "글", "없음"],
)
def test_a_cancel_that_is_put_off_says_until_when(monkeypatch: pytest.MonkeyPatch, told: object, at: datetime | None) -> None:
    answer_with(monkeypatch, answered({"code": "NOT_NOW", "message": "점검", "retryAt": told}, 409))
    verdict = GATEWAY.cancel("k-r1", "pk-1", Won(1000), Won(1000))
    assert (verdict.fate, verdict.retry_at, verdict.reason) == (RefundFate.NOT_NOW, at, "점검")


REFUND_LOOKED_UP = {
    "끝남": (answered({"cancel": GIVEN_BACK}), RefundFate.DONE),
    "없음": (answered({"cancel": None}), RefundFate.NOT_DONE),
    "읽을 수 없음": (answered({}), RefundFate.UNKNOWN),
    "시간 초과": (TIMED_OUT, RefundFate.UNKNOWN),
}


@pytest.mark.parametrize(("answer", "fate"), REFUND_LOOKED_UP.values(), ids=REFUND_LOOKED_UP)
def test_what_became_of_a_refund(monkeypatch: pytest.MonkeyPatch, answer: Answer, fate: RefundFate) -> None:
    sent = answer_with(monkeypatch, answer)
    assert GATEWAY.look_up_cancel("k-r1").fate is fate
    assert (sent[0]["method"], sent[0]["url"]) == ("GET", "http://sandbox.localhost:8400/pg/v1/cancels?key=k-r1")


LISTED = {
    "transactions": [
        {"type": "PAYMENT", "orderKey": "k", "paymentKey": "pk-1", "amount": 1000, "at": "x"},
        {"type": "CANCEL", "orderKey": "k", "paymentKey": "pk-1", "amount": 1000, "at": "x", "cancelKey": "k-r1"},
    ],
    "next": "7",
}


def test_a_days_list_is_read_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = answer_with(monkeypatch, answered(LISTED))
    page = GATEWAY.movements(date(2026, 11, 23), "5")
    assert page.next == "7"
    assert page.rows == (
        Movement(MovementKind.PAYMENT, "k", "k", Won(1000)),
        Movement(MovementKind.CANCEL, "k-r1", "k", Won(1000)),
    )
    assert sent[0]["url"].endswith("/pg/v1/transactions?date=2026-11-23&limit=200&after=5")
    answer_with(monkeypatch, answered({**LISTED, "next": None}))
    assert GATEWAY.movements(date(2026, 11, 23), "").next == ""


UNREADABLE = {
    "시간 초과": TIMED_OUT,
    "인증 실패": answered({"code": "UNAUTHENTICATED"}, 401),
    "목록이 없음": answered({}),
    "모르는 종류": answered({"transactions": [{**LISTED["transactions"][0], "type": "ODD"}], "next": None}),  # type: ignore[dict-item]
    "금액이 글자": answered({"transactions": [{**LISTED["transactions"][0], "amount": "1"}], "next": None}),  # type: ignore[dict-item]
    "글이 아닌 목록": answered(b"<html>"),
}


@pytest.mark.parametrize("answer", UNREADABLE.values(), ids=UNREADABLE)
def test_a_list_that_cannot_be_read_is_no_list(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> None:
    answer_with(monkeypatch, answer)
    with pytest.raises(GatewaySilent):
        GATEWAY.movements(date(2026, 11, 23), "")


def test_a_verdict_carries_what_is_to_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, answered(DONE))
    verdict = GATEWAY.confirm("k", "pk-1", Won(1000))
    assert (verdict.amount, verdict.means, verdict.pg_payment_key) == (Won(1000), "신한 1234-****", "pk-1")
    transfer = {**DONE, "card": None, "transfer": {"bank": "농협", "account": "302-****"}, "cancelledAmount": 300}
    answer_with(monkeypatch, answered(transfer))
    verdict = GATEWAY.confirm("k", "pk-1", Won(1000))
    assert (verdict.fate, verdict.given_back, verdict.means) == (Fate.TAKEN, Won(300), "농협 302-****")


@pytest.mark.parametrize(
    "answer", [TIMED_OUT, answered({}), answered({"code": "MISMATCH"}, 409)], ids=["시간 초과", "주소 없음", "거절"]
)
def test_a_window_that_does_not_open_is_said(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> None:
    answer_with(monkeypatch, answer)
    with pytest.raises(GatewaySilent):
        GATEWAY.open_window(WINDOW)


def test_a_window_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = answer_with(monkeypatch, answered({"sessionId": "s", "payUrl": "http://pg/s"}, 201))
    assert GATEWAY.open_window(WINDOW).url == "http://pg/s"
    assert json.loads(sent[0]["content"])["method"] == "TRANSFER"


def test_what_the_sandboxs_pg_declares() -> None:
    declared = PG.abilities
    assert (declared.means, set(declared.partial_cancel)) == ((Means.CARD, Means.TRANSFER), {Means.CARD})
    assert (declared.minimum, declared.confirms, dict(declared.cancel_days)) == (100, True, {Means.CARD: 365, Means.TRANSFER: 180})


def test_whether_money_has_moved_is_asked_whatever_failed_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """A circuit may refuse to open a window, never to confirm or to look up; three calls to a gateway at once, each in its time."""
    sent = answer_with(monkeypatch, answered(DONE))
    GATEWAY.confirm("k", "pk-1", Won(1000))
    GATEWAY.look_up("k")
    with pytest.raises(GatewaySilent):
        GATEWAY.open_window(WINDOW)
    assert [(call["timeout"], call["terms"].breaks, call["terms"].at_once) for call in sent] == [
        (10.0, False, 3),
        (5.0, False, 3),
        (3.0, True, 3),
    ]
