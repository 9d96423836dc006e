"""The mall's end of the claims of protocol/rest: what it asks for is what the golden requests say, and it reads what the hub answers."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.wire.mall.test_rest_client import api, golden, ok

from minishop.kernel.won import Won
from minishop.mall.channel.adapters import rest
from minishop.mall.channel.adapters.claims import Asked, answer, approve_cancel, ask_cancel, refuse_cancel
from minishop.mall.channel.domain.answers import Failure, read_lines
from minishop.mall.claims.domain.answering import Act, Answer
from minishop.mall.orders.domain.claims import ClaimKind, ClaimMark, ClaimState
from minishop.mall.orders.domain.hub import HubState

FIRST, SECOND = "2026112387654321", "2026112387654322"
ORDERS = "/v1/pay-order/mall/product-orders"
DONE = ok(golden("rest/cancel-request.response.json"))


@pytest.fixture(autouse=True)
def no_token_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rest, "_tokens", {})


def sent(hub: Any) -> list[tuple[str, Any, str]]:
    """Path, body and key of what was asked for, without the token."""
    return [(urlsplit(url).path, json.loads(body or b""), headers["Idempotency-Key"]) for _, url, body, headers in hub.asked[1:]]


def test_a_whole_order_is_asked_for_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Q10: the golden request, under the message's key."""
    own, hub = api(monkeypatch, ok(golden("rest/token.response.json")), DONE)
    asked = Asked([(FIRST, None), (SECOND, None)], reason="SOLD_OUT", words="품절입니다.", key="k")
    assert ask_cancel(own, asked) == []
    assert sent(hub) == [(f"{ORDERS}/{FIRST}/claim/cancel/request", golden("rest/cancel-request.request.json"), "k")]


def test_a_part_is_asked_for_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Q11: and what the hub says of it comes back with its words."""
    refused = ok(golden("rest/cancel-request-refused.response.json"))
    own, hub = api(monkeypatch, ok(golden("rest/token.response.json")), refused)
    failures = ask_cancel(own, Asked([(FIRST, 1)], reason="SOLD_OUT", words="", key="k"))
    assert failures == [Failure(FIRST, "104203", "체크아웃 주문은 전체 취소만 됩니다")]
    assert sent(hub) == [(f"{ORDERS}/{FIRST}/claim/cancel/request", golden("rest/cancel-request-part.request.json"), "k")]


def test_answers_name_each_line(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = ok(golden("rest/cancel-reject-refused.response.json"))
    own, hub = api(monkeypatch, ok(golden("rest/token.response.json")), DONE, DONE, refused)
    assert approve_cancel(own, [FIRST, SECOND], key="k") == []
    assert [one.code for one in refuse_cancel(own, [FIRST], words="이미 포장했습니다.", key="r")] == ["104210"]
    assert sent(hub) == [
        (f"{ORDERS}/{FIRST}/claim/cancel/approve", {}, f"k-{FIRST}"),
        (f"{ORDERS}/{SECOND}/claim/cancel/approve", {}, f"k-{SECOND}"),
        (f"{ORDERS}/{FIRST}/claim/cancel/reject", golden("rest/cancel-reject.request.json"), f"r-{FIRST}"),
    ]


def test_a_line_whose_cancel_is_under_way() -> None:
    (line,) = read_lines(golden("rest/query-canceling.response.json"))
    (claim,) = line.claims
    assert (line.hub_state, line.mark, line.remaining) == (HubState.PAID, ClaimMark.CANCELLING, 2)
    assert (claim.number, claim.kind, claim.state) == ("2026112311111111", ClaimKind.CANCEL, ClaimState.REFUNDING)
    assert (claim.reason, claim.words, claim.refund_note) == ("SOLD_OUT", "품절입니다.", "환불을 처리하고 있습니다.")
    assert (claim.tells_refund, claim.refund, claim.refund_points) == (True, Won(28_500), Won(0))


def test_a_line_whose_return_is_held() -> None:
    (line,) = read_lines(golden("rest/query-return.response.json"))
    (claim,) = line.claims
    assert (line.hub_state, line.mark) == (HubState.DELIVERED, ClaimMark.RETURNING)
    assert (claim.kind, claim.state, claim.reason, claim.words) == (
        ClaimKind.RETURN,
        ClaimState.HELD,
        "BROKEN",
        "손잡이가 깨졌어요",
    )
    assert (claim.hold_reason, claim.hold_words) == ("RETURN_DELIVERYFEE", "반품 배송비를 보내 주세요.")


def test_a_proposal_is_asked_for_and_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """R136: the golden question, and its answer in our words."""
    own, hub = api(monkeypatch, ok(golden("rest/token.response.json")), ok(golden("minishop/claim-proposal.response.json")))
    refund = own.refund_of([(FIRST, None), (SECOND, None)], "SOLD_OUT")
    assert urlsplit(hub.asked[1][1]).path == "/v1/minishop/claim-proposals"
    assert json.loads(hub.asked[1][2] or b"") == golden("minishop/claim-proposal.request.json")
    assert (refund.money, refund.points, refund.total) == (Won(28_500), Won(0), Won(28_500))
    assert [(row.kind.value, row.amount, row.line) for row in refund.rows] == [
        ("goods", Won(25_000), FIRST),
        ("goods", Won(1_000), SECOND),
        ("shipping_back", Won(2_500), ""),
    ]


def test_a_hold_is_the_golden_request(monkeypatch: pytest.MonkeyPatch) -> None:
    own, hub = api(monkeypatch, ok(golden("rest/token.response.json")), DONE)
    held = Answer(Act.HOLD, words="반품 배송비를 보내 주세요.", reason="RETURN_DELIVERYFEE")
    assert answer(own, FIRST, ClaimKind.RETURN, held, key="k") == []
    assert sent(hub) == [(f"{ORDERS}/{FIRST}/claim/return/holdback", golden("rest/return-holdback.request.json"), "k")]


def test_what_an_order_can_is_read() -> None:
    """R51, R53, R145: of the manual's profile nothing, of today's all; a hub that has no such word says nothing."""
    manual, today = (golden(f"rest/query{which}.response.json") for which in ("", "-return"))
    silent = golden("rest/query-canceling.response.json")
    del silent["data"][0]["order"]["claimAbilities"]
    orders = [read_lines(told)[0].order for told in (manual, today, silent)]
    assert [(order.cancels_parts, order.answers_claims) for order in orders] == [(False, False), (True, True), (None, None)]
