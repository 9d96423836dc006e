"""The shop's end of ``check``: it hears the golden question and answers the golden answers (protocol/minishop, section 4)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from minishop.kernel.won import Won
from minishop.mall.api.signed import signature
from minishop.mall.channel.domain.hold_messages import Check, Unreadable, read_message, write_refused, write_sellable
from minishop.mall.channel.domain.sale import Reason, Refused
from minishop.mall.channel.domain.sale_messages import CheckedLine, refused_lines

GOLDEN = Path(__file__).resolve().parents[3] / "protocol" / "minishop"
CHECK = json.loads((GOLDEN / "check.json").read_text(encoding="utf-8"))
REFUSED = [
    Refused(1, Reason.PRICE_CHANGED, unit_price_now=Won(12_000), line_total_now=Won(26_800)),
    Refused(2, Reason.SOLD_OUT, left=0),
    Refused(3, Reason.TOO_FEW, left=1),
    Refused(4, Reason.NOT_FOR_SALE),
]


def check(body: bytes) -> Check:
    read = read_message(body)
    assert isinstance(read, Check)
    return read


def test_the_golden_question_is_read() -> None:
    read = check(CHECK["body"].encode())
    assert (read.merchant_id, read.registration) == ("np_abcde123456", "K7Q2M9X4T8BA")
    assert read.lines[0] == CheckedLine(
        line=1, product_id="P1001", option_code="P1001-Y", quantity=2, unit_price=12_000, line_total=25_000
    )
    assert [(line.line, line.option_code) for line in read.lines] == [(1, "P1001-Y"), (2, "P1001-B"), (3, "P1002-1"), (4, "")]


def asked(**of_each: object) -> bytes:
    body = json.loads(CHECK["body"])
    return json.dumps(body | {"lines": [line | of_each for line in body["lines"]]}).encode()


def test_a_question_that_names_a_line_twice_is_unreadable() -> None:
    with pytest.raises(Unreadable) as refused:
        read_message(asked(line=1))
    assert refused.value.facts == {"why": "a line is named twice"}


@pytest.mark.parametrize(("count", "read"), [(0, False), (1, True), (200, True), (201, False)])
def test_a_question_is_about_one_to_two_hundred_lines(count: int, read: bool) -> None:
    body = json.loads(CHECK["body"])
    content = json.dumps(body | {"lines": [body["lines"][0] | {"line": number + 1} for number in range(count)]}).encode()
    if read:
        assert len(check(content).lines) == count
    else:
        with pytest.raises(Unreadable):
            read_message(content)


LIMITS = [
    ("quantity", 0, False), ("quantity", 1, True), ("unitPrice", -1, False), ("unitPrice", 0, True),
    ("unitPrice", 999_999_999_999, True), ("unitPrice", 1_000_000_000_000, False), ("optionCode", "가" * 300, True),
    ("optionCode", "가" * 301, False), ("optionCode", "가\0", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "read"), LIMITS)
def test_what_a_line_may_say(name: str, value: object, read: bool) -> None:
    body = json.loads(CHECK["body"])
    content = json.dumps(body | {"lines": [body["lines"][0] | {name: value}]}).encode()
    if read:
        assert len(check(content).lines) == 1
    else:
        with pytest.raises(Unreadable):
            read_message(content)


def test_the_golden_question_carries_the_hubs_signature() -> None:
    head = CHECK["headers"]
    made = signature(CHECK["secret"], head["webhook-id"], head["webhook-timestamp"], CHECK["body"].encode())
    assert head["webhook-signature"] == f"v1,{made}"


def test_the_answers_are_the_golden_ones() -> None:
    assert write_sellable() == (GOLDEN / "check-sellable.response.json").read_bytes().rstrip()
    assert write_refused(refused_lines(REFUSED)) == (GOLDEN / "check-refused.response.json").read_bytes().rstrip()
