"""Claims as a queried line tells them, in the words of the public list (protocol/rest, claims 1.4)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mall.fake_hub import line as wire_line

from minishop.kernel.won import Won
from minishop.mall.channel.domain.answers import read_lines
from minishop.mall.channel.domain.claims import CLAIM_STATUSES
from minishop.mall.channel.domain.unreadable import UnreadableAnswer
from minishop.mall.orders.domain.claims import ClaimKind, ClaimMark, ClaimState, mark_of
from minishop.mall.orders.domain.collected import CollectedLine
from minishop.mall.orders.domain.hub import event_for
from minishop.mall.orders.domain.states import LineEvent, LineState

K, S, M, E, L = ClaimKind, ClaimState, ClaimMark, LineEvent, LineState
# The public enumeration (protocol notes 05, 6) and the two words that only SOAP has.
PUBLIC = {
    "CANCEL_REQUEST", "CANCELING", "CANCEL_DONE", "CANCEL_REJECT", "RETURN_REQUEST", "RETURN_DONE", "RETURN_REJECT", "EXCHANGE_REQUEST",
    "EXCHANGE_REDELIVERING", "EXCHANGE_DONE", "EXCHANGE_REJECT", "COLLECTING", "COLLECT_DONE", "PURCHASE_DECISION_HOLDBACK",
    "PURCHASE_DECISION_REQUEST", "PURCHASE_DECISION_HOLDBACK_RELEASE", "PURCHASE_DECISION_HOLDBACK_REDELIVERING", "ADMIN_CANCELING",
    "ADMIN_CANCEL_DONE", "ADMIN_CANCEL_REJECT",
}  # fmt: skip

# Claims 1.4: claimType, claimStatus, what stands beside it, productOrderStatus → kind, state, mark; what happens to a line of ours that is
# preparing, and to one in transit.
ROWS: dict[str, tuple[str, str, dict[str, Any], str, ClaimKind, ClaimState, ClaimMark, LineEvent | None, LineEvent | None]] = {
    "취소 요청": ("CANCEL", "CANCEL_REQUEST", {}, "PAYED", K.CANCEL, S.ASKED, M.CANCEL_ASKED, None, None),
    "취소 처리 중": ("CANCEL", "CANCELING", {}, "PAYED", K.CANCEL, S.REFUNDING, M.CANCELLING, None, None),
    "취소완료": ("CANCEL", "CANCEL_DONE", {}, "CANCELED", K.CANCEL, S.DONE, M.NONE, E.HUB_CANCELLED, E.HUB_RETURNED),
    "취소 거절": ("CANCEL", "CANCEL_REJECT", {}, "PAYED", K.CANCEL, S.REFUSED, M.NONE, None, None),
    "취소 철회": ("CANCEL", "CANCEL_REJECT", {"claimRejecter": "구매자"}, "PAYED", K.CANCEL, S.WITHDRAWN, M.NONE, None, None),
    "취소 보류": ("CANCEL", "CANCEL_REQUEST", {"holdbackStatus": "HOLDBACK"}, "PAYED", K.CANCEL, S.HELD, M.CANCEL_ASKED, None, None),
    "반품 요청": ("RETURN", "RETURN_REQUEST", {}, "DELIVERED", K.RETURN, S.ASKED, M.RETURNING, E.HUB_DELIVERED, E.HUB_DELIVERED),
    "수거 중": ("RETURN", "COLLECTING", {}, "DELIVERING", K.RETURN, S.COLLECTING, M.RETURNING, E.HUB_IN_TRANSIT, None),
    "반품 받음": ("RETURN", "COLLECT_DONE", {}, "DELIVERING", K.RETURN, S.COLLECTED, M.RETURNING, E.HUB_IN_TRANSIT, None),
    "보류": (
        "RETURN", "COLLECT_DONE", {"holdbackStatus": "HOLDBACK"}, "DELIVERING", K.RETURN, S.HELD, M.RETURNING, E.HUB_IN_TRANSIT, None,
    ),
    "보류 풀림": (
        "RETURN", "COLLECT_DONE", {"holdbackStatus": "RELEASED"}, "DELIVERING", K.RETURN, S.COLLECTED, M.RETURNING, E.HUB_IN_TRANSIT, None,
    ),
    "반품 환불 중": (
        "RETURN", "COLLECT_DONE", {"refundStandbyStatus": "처리 중"}, "DELIVERING", K.RETURN, S.REFUNDING, M.RETURNING, E.HUB_IN_TRANSIT,
        None,
    ),
    "반품완료": ("RETURN", "RETURN_DONE", {}, "RETURNED", K.RETURN, S.DONE, M.NONE, E.HUB_RETURNED, E.HUB_RETURNED),
    "반품 거절": ("RETURN", "RETURN_REJECT", {}, "DELIVERING", K.RETURN, S.REFUSED, M.NONE, E.HUB_IN_TRANSIT, None),
    "교환 요청": ("EXCHANGE", "EXCHANGE_REQUEST", {}, "DELIVERING", K.EXCHANGE, S.ASKED, M.EXCHANGING, E.HUB_IN_TRANSIT, None),
    "교환품 준비 중": ("EXCHANGE", "COLLECT_DONE", {}, "DELIVERING", K.EXCHANGE, S.COLLECTED, M.EXCHANGING, E.HUB_IN_TRANSIT, None),
    "교환품 보냄": (
        "EXCHANGE", "EXCHANGE_REDELIVERING", {}, "DELIVERING", K.EXCHANGE, S.REDELIVERING, M.EXCHANGING, E.HUB_IN_TRANSIT, None,
    ),
    "교환완료": ("EXCHANGE", "EXCHANGE_DONE", {}, "EXCHANGED", K.EXCHANGE, S.DONE, M.NONE, None, None),
    "교환 거절": ("EXCHANGE", "EXCHANGE_REJECT", {}, "DELIVERING", K.EXCHANGE, S.REFUSED, M.NONE, E.HUB_IN_TRANSIT, None),
    "관리자 처리 중, 보내기 전": ("ADMIN_CANCEL", "ADMIN_CANCELING", {}, "PAYED", K.CANCEL, S.REFUNDING, M.CANCELLING, None, None),
    "관리자 처리 중, 보낸 뒤": (
        "ADMIN_CANCEL", "ADMIN_CANCELING", {}, "DELIVERING", K.RETURN, S.REFUNDING, M.RETURNING, E.HUB_IN_TRANSIT, None,
    ),
    "취소완료(관리자)": (
        "ADMIN_CANCEL", "ADMIN_CANCEL_DONE", {}, "CANCELED", K.CANCEL, S.DONE_BY_OPERATOR, M.NONE, E.HUB_CANCELLED, E.HUB_RETURNED,
    ),
    "반품완료(관리자)": (
        "ADMIN_CANCEL", "ADMIN_CANCEL_DONE", {}, "RETURNED", K.RETURN, S.DONE_BY_OPERATOR, M.NONE, E.HUB_RETURNED, E.HUB_RETURNED,
    ),
    "관리자 반려": ("ADMIN_CANCEL", "ADMIN_CANCEL_REJECT", {}, "PAYED", K.CANCEL, S.REFUSED, M.NONE, None, None),
}  # fmt: skip
OBJECT = {"CANCEL": "cancel", "ADMIN_CANCEL": "cancel", "RETURN": "return", "EXCHANGE": "exchange"}


def queried(told: dict[str, Any], status: str = "PAYED", **line: Any) -> CollectedLine:
    entry = wire_line("1", "L1", fee=0, quantity=2) | told
    entry["productOrder"] |= {"productOrderStatus": status, **line}
    (read,) = read_lines({"data": [entry]})
    return read


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_the_hub_says_of_a_claim_and_what_it_does_to_the_line(row: Any) -> None:
    """R51, R52, Q7, Q20: the table of claims 1.4."""
    kind, status, beside, line_status, ours, state, mark, of_preparing, of_transit = row
    read = queried(
        {"currentClaim": {OBJECT[kind]: {"claimId": "C1", "claimStatus": status, **beside}}}, line_status, claimType=kind
    )
    (claim,) = read.claims
    assert (claim.kind, claim.state, read.mark) == (ours, state, mark)
    assert [event_for(each, read.hub_state) for each in (L.PREPARING, L.IN_TRANSIT)] == [of_preparing, of_transit]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("PURCHASE_DECISION_HOLDBACK", S.ASKED), ("PURCHASE_DECISION_REQUEST", S.ASKED), ("PURCHASE_DECISION_HOLDBACK_RELEASE", S.WITHDRAWN),
    ],
)  # fmt: skip
def test_a_purchase_decision_held_back_has_no_object_of_its_own(status: str, state: ClaimState) -> None:
    read = queried({}, "DELIVERED", claimType="PURCHASE_DECISION_HOLDBACK", claimStatus=status)
    assert [(claim.kind, claim.state) for claim in read.claims] == [(K.HELD_DECISION, state)]
    assert read.mark is (M.DECISION_HELD if state is S.ASKED else M.NONE)


def test_every_public_status_has_a_word_of_ours() -> None:
    """Q20: the list is closed at both ends."""
    assert set(CLAIM_STATUSES) == PUBLIC
    assert {state for _, state in CLAIM_STATUSES.values()} | {S.HELD, S.REFUNDING} == set(S)


def test_the_facts_of_a_claim() -> None:
    told = {
        "claimId": "C9", "claimStatus": "CANCEL_DONE", "claimRequestDate": "2026-11-23T12:00:00.000+09:00", "requestQuantity": 1,
        "cancelReason": "SOLD_OUT", "cancelDetailedReason": "품절입니다", "cancelCompletedDate": "2026-11-23T12:01:00.000+09:00",
        "refundAmount": 9_500, "refundPointAmount": 500,
    }  # fmt: skip
    read = queried({"currentClaim": {"cancel": told}}, remainQuantity=1)
    (claim,) = read.claims
    assert (read.quantity, read.remaining) == (2, 1)
    assert (claim.number, claim.quantity, claim.reason, claim.words) == ("C9", 1, "SOLD_OUT", "품절입니다")
    assert (claim.refund, claim.refund_points) == (Won(9_500), Won(500))
    assert (str(claim.asked_at), str(claim.ended_at)) == ("2026-11-23 12:00:00+09:00", "2026-11-23 12:01:00+09:00")


def test_fees_and_a_hold_of_a_return() -> None:
    told = {
        "claimStatus": "COLLECT_DONE", "returnReason": "BROKEN", "holdbackStatus": "HOLDBACK", "holdbackReason": "RETURN_DELIVERYFEE",
        "holdbackDetailedReason": "배송비", "claimDeliveryFeeDemandAmount": 3_000, "remoteAreaCostChargeAmount": 2_000, "etcFeeDemandAmount": 100,
    }  # fmt: skip
    (claim,) = queried({"currentClaim": {"return": told}}, "DELIVERED", claimId="C2").claims
    assert (claim.number, claim.fee, claim.hold_reason, claim.hold_words) == ("C2", Won(5_100), "RETURN_DELIVERYFEE", "배송비")


def test_completed_claims_come_before_the_present_one_and_each_once() -> None:
    over = {"claimType": "EXCHANGE", "claimId": "C1", "claimStatus": "EXCHANGE_REJECT", "claimRequestReason": "BROKEN"}
    again = {"claimId": "C1", "claimStatus": "EXCHANGE_REJECT"}
    present = {"claimId": "C2", "claimStatus": "RETURN_REQUEST"}
    read = queried({"completedClaims": [over], "currentClaim": {"return": present, "exchange": again}}, "DELIVERED")
    assert [(claim.number, claim.kind, claim.state) for claim in read.claims] == [
        ("C1", K.EXCHANGE, S.REFUSED),
        ("C2", K.RETURN, S.ASKED),
    ]


def test_the_deprecated_place_of_a_claim_is_read_where_there_is_no_other() -> None:
    (claim,) = queried({"cancel": {"claimStatus": "CANCEL_REQUEST"}}, claimId="C7").claims
    assert (claim.number, claim.state) == ("C7", S.ASKED)


@pytest.mark.parametrize(
    "told",
    [
        {"claimStatus": "CANCEL_MAYBE"}, {}, {"claimStatus": "CANCEL_DONE", "requestQuantity": -1},
        {"claimStatus": "CANCEL_DONE", "refundAmount": "많이"}, {"claimStatus": "CANCEL_DONE", "claimRequestDate": "어제"},
    ],
    ids=["모르는 상태", "상태 없음", "수량", "금액", "시각"],
)  # fmt: skip
def test_a_claim_that_cannot_be_read_is_refused_whole(told: dict[str, Any]) -> None:
    with pytest.raises(UnreadableAnswer):
        queried({"currentClaim": {"cancel": {"claimId": "C1", **told}}})


@pytest.mark.parametrize(
    ("status", "told", "remaining"),
    [
        ("PAYED", {}, 2),
        ("PAYED", {"remainQuantity": 1}, 1),
        ("PAYED", {"remainQuantity": 5}, 2),
        ("CANCELED", {"remainQuantity": 2}, 0),
    ],
    ids=["말이 없으면 모두", "남은 만큼", "산 것보다 많지 않게", "끝난 주문은 없음"],
)
def test_what_remains_of_a_line(status: str, told: dict[str, int], remaining: int) -> None:
    assert queried({}, status, **told).remaining == remaining


def test_the_region_and_coupons_are_told_apart_from_what_they_are_part_of() -> None:
    """R130."""
    read = queried({}, sectionDeliveryFee=20, deliveryFeeAmount=3_000, productProductDiscountAmount=700)
    assert (read.shipping_fee, read.regional_fee, read.coupon_discount) == (Won(3_020), Won(20), Won(700))


@pytest.mark.parametrize("kind", K)
@pytest.mark.parametrize("state", S)
def test_only_an_open_claim_marks_its_line(kind: ClaimKind, state: ClaimState) -> None:
    is_open = state not in {S.DONE, S.DONE_BY_OPERATOR, S.REFUSED, S.WITHDRAWN}
    assert (mark_of(kind, state) is not M.NONE) is is_open
