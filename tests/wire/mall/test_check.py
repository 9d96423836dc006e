"""The shop's end of ``check``: it hears the golden question and answers the golden answers (protocol/minishop, section 4)."""

from __future__ import annotations

import json
from pathlib import Path

from minishop.kernel.won import Won
from minishop.mall.api.signed import signature
from minishop.mall.channel.domain.sale import Reason, Refused
from minishop.mall.channel.domain.sale_messages import CheckedLine, read_message, write_answer

GOLDEN = Path(__file__).resolve().parents[3] / "protocol" / "minishop"
CHECK = json.loads((GOLDEN / "check.json").read_text(encoding="utf-8"))
REFUSED = [
    Refused(1, Reason.PRICE_CHANGED, unit_price_now=Won(12_000), line_total_now=Won(26_800)),
    Refused(2, Reason.SOLD_OUT, left=0),
    Refused(3, Reason.TOO_FEW, left=1),
    Refused(4, Reason.NOT_FOR_SALE),
]


def test_the_golden_question_is_read() -> None:
    read = read_message(CHECK["body"].encode())
    assert (read.merchant_id, read.registration) == ("np_abcde123456", "K7Q2M9X4T8BA")
    assert read.lines[0] == CheckedLine(
        line=1, product_id="P1001", option_code="P1001-Y", quantity=2, unit_price=12_000, line_total=25_000
    )
    assert [(line.line, line.option_code) for line in read.lines] == [(1, "P1001-Y"), (2, "P1001-B"), (3, "P1002-1"), (4, "")]


def test_the_golden_question_carries_the_hubs_signature() -> None:
    head = CHECK["headers"]
    made = signature(CHECK["secret"], head["webhook-id"], head["webhook-timestamp"], CHECK["body"].encode())
    assert head["webhook-signature"] == f"v1,{made}"


def test_the_answers_are_the_golden_ones() -> None:
    assert write_answer([]) == (GOLDEN / "check-sellable.response.json").read_bytes().rstrip()
    assert write_answer(REFUSED) == (GOLDEN / "check-refused.response.json").read_bytes().rstrip()
