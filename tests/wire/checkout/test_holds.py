"""The hub's end of ``hold``, ``extend``, ``release`` and ``commit``: the golden messages as sent, the golden answers as read
(protocol/minishop, section 4)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from minishop.chassis.http import Answer, Outcome
from minishop.checkout.holds.adapters import messages
from minishop.checkout.holds.adapters.messages import MessageKind, Question, Result, Told
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.adapters import sale_check
from minishop.checkout.orders.domain.offers import Refusal, Unsellable, Wanted
from minishop.kernel.won import Won

GOLDEN = Path(__file__).resolve().parents[3] / "protocol" / "minishop"
SENT = {kind: json.loads((GOLDEN / f"{kind.value}.json").read_text(encoding="utf-8")) for kind in MessageKind}
SECRET = SENT[MessageKind.HOLD]["secret"]
ONE = Wanted("P1001", "P1001-Y", 2, Won(12_000), Won(25_000))
FOUR = [
    replace(ONE, quantity=2),
    Wanted("P1001", "P1001-B", 1, Won(12_000), Won(12_000)),
    Wanted("P1002", "P1002-1", 2, Won(12_000), Won(25_000)),
    Wanted("P1003", "", 1, Won(500), Won(500)),
]
AT = datetime.fromtimestamp(1_795_395_600, UTC)


def question(kind: MessageKind, *wanted: Wanted) -> Question:
    merchant = Merchant(public_id="np_abcde123456", hold_url="http://shop.example/hold", hint_secret=SECRET)
    return Question(
        kind=kind,
        merchant=merchant,
        url=merchant.hold_url,
        hold_id=1,
        asked_at=AT,
        order_number="2026112312345678",
        attempt=1,
        registration="K7Q2M9X4T8BA",
        seconds=600,
        reason="declined" if kind is MessageKind.RELEASE else "",
        wanted=wanted or ([] if kind is MessageKind.RELEASE else [ONE]),
    )


def answer(name: str, status: int = 200) -> Answer:
    return Answer(Outcome.SENT, status, (GOLDEN / f"{name}.response.json").read_bytes())


@pytest.mark.parametrize("kind", MessageKind)
def test_a_message_is_the_golden_one(kind: MessageKind, monkeypatch: pytest.MonkeyPatch) -> None:
    """Body and signature, byte by byte."""
    golden = SENT[kind]
    monkeypatch.setattr(sale_check, "new_id", lambda: int(golden["headers"]["webhook-id"].removeprefix("msg_")))
    request = messages.request_of(question(kind), now=AT)
    assert request.content == golden["body"].encode()
    assert dict(request.headers) == golden["headers"]
    assert (request.method, request.url, request.timeout, request.at_once) == ("POST", "http://shop.example/hold", 5.0, 2)


def test_a_page_waits_two_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[dict[str, Any]] = []

    def exchange(method: str, url: str, **sent: Any) -> Answer:
        calls.append({"method": method, "url": url, **sent})
        return answer("hold-held")

    monkeypatch.setattr(sale_check, "exchange", exchange)
    assert messages.ask(question(MessageKind.HOLD), now=AT) == Told(Result.HELD, seconds_left=600)
    (call,) = calls
    assert (call["timeout"], call["terms"].kind, call["terms"].at_once) == (2.0, "hold", 2)


READ = {
    "hold-held": (MessageKind.HOLD, Told(Result.HELD, seconds_left=600)),
    "hold-stale": (MessageKind.HOLD, Told(Result.STALE)),
    "release-released": (MessageKind.RELEASE, Told(Result.RELEASED)),
    "release-expired": (MessageKind.RELEASE, Told(Result.EXPIRED)),
    "hold-committed": (MessageKind.COMMIT, Told(Result.COMMITTED, short=[])),
}


@pytest.mark.parametrize("name", READ)
def test_a_golden_answer_is_read(name: str) -> None:
    kind, told = READ[name]
    assert messages.read(answer(name), question(kind)) == told


def test_a_golden_refusal_is_read_line_by_line() -> None:
    assert messages.read(answer("hold-refused"), question(MessageKind.HOLD, *FOUR)) == Told(
        Result.REFUSED,
        refusals=[
            Refusal(0, Unsellable.HELD_BY_OTHERS, left=1, wanted=2),
            Refusal(1, Unsellable.SOLD_OUT, left=0, wanted=1),
            Refusal(2, Unsellable.PRICE_CHANGED, then=Won(25_000), now=Won(26_800)),
            Refusal(3, Unsellable.NOT_FOR_SALE),
        ],
    )


def test_what_is_lacking_of_a_sale_is_read_and_is_never_more_than_was_sold() -> None:
    sold = (ONE, replace(ONE, quantity=1))
    assert messages.read(answer("commit-committed"), question(MessageKind.COMMIT, *sold)).short == [(1, 1)]
    assert messages.read(answer("commit-committed"), question(MessageKind.COMMIT, ONE)).result is Result.SILENT


@pytest.mark.parametrize("kind", MessageKind)
def test_an_answer_to_something_else_is_none(kind: MessageKind) -> None:
    """Every result that the shop may not say to this message is silence."""
    may = {
        MessageKind.HOLD: {"held", "refused", "released", "expired", "stale"},
        MessageKind.EXTEND: {"held", "refused", "released", "expired", "stale"},
        MessageKind.RELEASE: {"released", "expired", "refused", "stale", "committed"},
        MessageKind.COMMIT: {"committed"},
    }
    line = {"line": 1, "reason": "not_for_sale"} if kind is not MessageKind.COMMIT else {"line": 1, "short": 0}
    for said in [result.value for result in Result] + ["sellable"]:
        body = json.dumps({"result": said, "secondsLeft": 600, "lines": [line]}).encode()
        told = messages.read(Answer(Outcome.SENT, 200, body), question(kind))
        assert (told.result is not Result.SILENT) is (said in may[kind]), said
