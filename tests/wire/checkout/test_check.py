"""The hub's end of ``check``: it asks the golden question and reads the golden answers (protocol/minishop, section 4)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from minishop.chassis.http import Answer, Outcome
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.adapters import sale_check
from minishop.checkout.orders.adapters.sale_check import ask_check, read_answer, write_check
from minishop.checkout.orders.domain.offers import Refusal, Unsellable, Wanted
from minishop.kernel.won import Won

GOLDEN = Path(__file__).resolve().parents[3] / "protocol" / "minishop"
CHECK = json.loads((GOLDEN / "check.json").read_text(encoding="utf-8"))
WANTED = [
    Wanted("P1001", "P1001-Y", 2, Won(12_000), Won(25_000)),
    Wanted("P1001", "P1001-B", 1, Won(12_000), Won(12_000)),
    Wanted("P1002", "P1002-1", 3, Won(39_000), Won(117_000)),
    Wanted("P1003", "", 1, Won(500), Won(500)),
]


def answer(name: str) -> bytes:
    return (GOLDEN / f"check-{name}.response.json").read_bytes()


def test_the_question_is_the_golden_one() -> None:
    assert write_check("np_abcde123456", registration="K7Q2M9X4T8BA", wanted=WANTED) == CHECK["body"].encode()


def test_the_golden_answers_are_read() -> None:
    assert read_answer(answer("sellable"), WANTED) == []
    assert read_answer(answer("refused"), WANTED) == [
        Refusal(0, Unsellable.PRICE_CHANGED, then=Won(25_000), now=Won(26_800)),
        Refusal(1, Unsellable.SOLD_OUT, left=0, wanted=1),
        Refusal(2, Unsellable.TOO_FEW, left=1, wanted=3),
        Refusal(3, Unsellable.NOT_FOR_SALE),
    ]


def test_the_question_is_signed_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[dict[str, Any]] = []

    def exchange(method: str, url: str, **sent: Any) -> Answer:
        calls.append({"method": method, "url": url, **sent})
        return Answer(Outcome.SENT, 200, answer("sellable"))

    monkeypatch.setattr(sale_check, "exchange", exchange)
    monkeypatch.setattr(sale_check, "new_id", lambda: 7312000000000000102)
    merchant = Merchant(public_id="np_abcde123456", hold_url="http://shop.example/hold", hint_secret=CHECK["secret"])
    sent_at = datetime.fromtimestamp(int(CHECK["headers"]["webhook-timestamp"]), UTC)
    assert ask_check(merchant, registration="K7Q2M9X4T8BA", wanted=WANTED, now=sent_at) == []
    (call,) = calls
    assert (call["method"], call["url"], call["timeout"]) == ("POST", "http://shop.example/hold", 2.0)
    assert (call["headers"], call["content"]) == (CHECK["headers"], CHECK["body"].encode())
