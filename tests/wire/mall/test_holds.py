"""The shop's end of the messages about goods: it hears the golden ones and answers the golden answers (protocol/minishop, section 4)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minishop.kernel.won import Won
from minishop.mall.api.signed import signature
from minishop.mall.channel.domain.hold_messages import (
    Commit,
    Extend,
    Hold,
    Release,
    ShortLine,
    Unreadable,
    fingerprint,
    read_message,
    write_committed,
    write_held,
    write_refused,
    write_standing,
)
from minishop.mall.channel.domain.sale import Reason, Refused
from minishop.mall.channel.domain.sale_messages import CheckedLine, refused_lines

GOLDEN = Path(__file__).resolve().parents[3] / "protocol" / "minishop"
ORDER = "2026112312345678"
LINE = CheckedLine(line=1, product_id="P1001", option_code="P1001-Y", quantity=2, unit_price=12_000, line_total=25_000)
ADDRESSED = {"merchant_id": "np_abcde123456", "order_no": ORDER, "attempt": 1}
READ = {
    "hold": Hold(**ADDRESSED, registration="K7Q2M9X4T8BA", hold_seconds=600, lines=(LINE,)),  # type: ignore[arg-type]
    "extend": Extend(**ADDRESSED, registration="K7Q2M9X4T8BA", hold_seconds=600, lines=(LINE,)),  # type: ignore[arg-type]
    "release": Release(**ADDRESSED, reason="declined"),  # type: ignore[arg-type]
    "commit": Commit(**ADDRESSED, registration="K7Q2M9X4T8BA", lines=(LINE,)),  # type: ignore[arg-type]
}
REFUSED = [
    Refused(1, Reason.HELD_BY_OTHERS, left=1),
    Refused(2, Reason.SOLD_OUT, left=0),
    Refused(3, Reason.PRICE_CHANGED, unit_price_now=Won(12_000), line_total_now=Won(26_800)),
    Refused(4, Reason.NOT_FOR_SALE),
]
ANSWERS = {
    "hold-held": write_held(ORDER, 1, 600),
    "hold-refused": write_refused(refused_lines(REFUSED), 1),
    "hold-stale": write_standing("stale", ORDER, 2),
    "hold-committed": write_standing("committed", ORDER, 1),
    "release-released": write_standing("released", ORDER, 1),
    "release-expired": write_standing("expired", ORDER, 1),
    "commit-committed": write_committed(ORDER, 1, [ShortLine(1, 0), ShortLine(2, 2)]),
}


def golden(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", READ)
def test_the_golden_messages_are_read(name: str) -> None:
    assert read_message(golden(name)["body"].encode()) == READ[name]


@pytest.mark.parametrize("name", READ)
def test_the_golden_messages_carry_the_hubs_signature(name: str) -> None:
    told = golden(name)
    head = told["headers"]
    made = signature(told["secret"], head["webhook-id"], head["webhook-timestamp"], told["body"].encode())
    assert head["webhook-signature"] == f"v1,{made}"


def test_the_golden_hold_is_signed_as_the_specification_says() -> None:
    assert golden("hold")["headers"]["webhook-signature"] == "v1,f6kGtEzeqDnmYsPC1Vjo2cfAQe1FmAmL1YopUL+s/Kw="


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answers_are_the_golden_ones(name: str) -> None:
    assert ANSWERS[name] == (GOLDEN / f"{name}.response.json").read_bytes().rstrip()


LIMITS = [
    ("hold", "holdSeconds", 0, False), ("hold", "holdSeconds", 7_200, True), ("hold", "holdSeconds", 7_201, False),
    ("extend", "attempt", 0, False), ("release", "attempt", 10**12, False), ("commit", "orderNo", "", False),
    ("hold", "orderNo", "9" * 40, True), ("hold", "orderNo", "9" * 41, False), ("release", "orderNo", "9\0", False),
    ("release", "reason", "x", True), ("hold", "lines", [], False), ("commit", "lines", [], False), ("hold", "type", "take", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "member", "value", "read"), LIMITS)
def test_what_a_message_may_say(name: str, member: str, value: object, read: bool) -> None:
    body = json.dumps(json.loads(golden(name)["body"]) | {member: value}).encode()
    if read:
        assert read_message(body)
    else:
        with pytest.raises(Unreadable):
            read_message(body)


def test_the_same_lines_have_one_fingerprint_in_whatever_order() -> None:
    other = CheckedLine(line=2, product_id="P1", option_code="", quantity=1, unit_price=1, line_total=1)
    more = CheckedLine(line=2, product_id="P1", option_code="", quantity=2, unit_price=1, line_total=1)
    assert fingerprint([LINE, other]) == fingerprint([other, LINE]) != fingerprint([LINE, more])
