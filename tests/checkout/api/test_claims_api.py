"""Claims over HTTP: every operation with its code in a wrong state, keys, strangers' orders, and what the query and the feed say meanwhile."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.checkout.claims import cases
from tests.checkout.claims.cases import HOME, of
from tests.checkout.fakes import Outside
from tests.checkout.machines import Clock, bearer
from tests.checkout.worlds import World, make_world

from minishop.chassis.tenancy import scope
from minishop.checkout.api import claim_words as words
from minishop.checkout.api.claimed import NONE, claim_of
from minishop.checkout.api.lines import counted
from minishop.checkout.api.words import MESSAGES
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.states import MACHINES, ClaimKind, ClaimState
from minishop.checkout.claims.domain.wanted import Way
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.models import Claim, RefusedStep
from minishop.checkout.claims.services.answering import accept
from minishop.checkout.claims.services.cancelling import ask_cancel
from minishop.checkout.claims.services.deciding import hold_decision, release_decision, request_decision
from minishop.checkout.claims.services.exchanging import ask_exchange
from minishop.checkout.claims.services.returning import ask_return
from minishop.checkout.claims.services.withdrawing import withdraw
from minishop.checkout.merchants.domain.profiles import Profile
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.shares import Share, part_of
from minishop.checkout.orders.models import Order, OrderLine
from minishop.kernel.won import Won

pytestmark = pytest.mark.django_db
ORDERS = "/v1/pay-order/mall/product-orders"
UNKNOWN = "2026112300000000"
SOLD_OUT = {"cancelReason": "SOLD_OUT"}
HOLD = {"holdbackClassType": "RETURN_DELIVERYFEE", "holdbackReturnDetailReason": "배송비를 주세요"}
HOLD_EXCHANGE = {"holdbackClassType": "EXCHANGE_PRODUCT_READY", "holdbackExchangeDetailReason": "준비하고 있습니다"}
FILE = {"returnReason": "BROKEN", "collectDeliveryMethod": "RETURN_INDIVIDUAL"}
PROPOSED = [("goods", 18_000)]
AGAIN = {"reDeliveryMethod": "DELIVERY", "reDeliveryCompany": "HYUNDAI", "reDeliveryTrackingNumber": "123456789013"}


@pytest.fixture
def world() -> World:
    return make_world()


class Shop:
    """Shop software with a token."""

    def __init__(self, client: Client, merchant: Merchant, clock: Clock) -> None:
        self._client, self._headers = client, bearer(merchant, clock())

    def act(self, number: str, what: str, body: Any = None, *, key: str = "") -> str:
        """What became of an operation on a line: ``done`` or the code it failed with."""
        headers = {**self._headers, **({"Idempotency-Key": key} if key else {})}
        answer = self._client.post(f"{ORDERS}/{number}/claim/{what}", body or {}, content_type="application/json", headers=headers)
        if answer.status_code != 200:
            return f"{answer.status_code} {answer.json()['code']}"
        data = answer.json()["data"]
        if data["successProductOrderIds"]:
            assert (data["successProductOrderIds"], data["failProductOrderInfos"]) == ([number], [])
            return "done"
        [fail] = data["failProductOrderInfos"]
        assert fail["productOrderId"] == number
        assert fail["message"]
        self.said = fail["message"]
        return str(fail["code"])

    def propose(self, *lines: str, **reason: str) -> Any:
        body = {**(reason or SOLD_OUT), "productOrders": [{"productOrderId": number} for number in lines]}
        return self._client.post(
            "/v1/minishop/claim-proposals", body, content_type="application/json", headers=self._headers
        ).json()

    def query(self, number: str) -> Any:
        asked = {"productOrderIds": [number]}
        answer = self._client.post(f"{ORDERS}/query", asked, content_type="application/json", headers=self._headers)
        [line] = answer.json()["data"]
        return line

    def feed(self) -> list[tuple[str, ...]]:
        rows = self._client.get("/v1/minishop/changes", headers=self._headers).json()["data"]["changes"]
        told = [
            (row["lastChangedType"], row.get("claimType", ""), row.get("claimStatus", ""), row["productOrderStatus"])
            for row in rows
        ]
        return list(dict.fromkeys(told))

    def changes(self) -> list[tuple[str, str, str]]:
        """Every row of the feed: line, type and the claim's status then."""
        rows = self._client.get("/v1/minishop/changes", headers=self._headers).json()["data"]["changes"]
        return [(row["productOrderId"], row["lastChangedType"], row.get("claimStatus", "")) for row in rows]

    def by_time(self) -> list[tuple[str, str]]:
        query = {"lastChangedFrom": "2026-11-20T00:00:00.000+09:00", "lastChangedTo": "2026-12-30T00:00:00.000+09:00"}
        rows = self._client.get(f"{ORDERS}/last-changed-statuses", query, headers=self._headers).json()["data"][
            "lastChangeStatuses"
        ]
        return list(dict.fromkeys((row["lastChangedType"], row.get("claimStatus", "")) for row in rows))


@pytest.fixture
def shop(client: Client, world: World, clock: Clock, outside: Outside) -> Shop:
    return Shop(client, world.merchant, clock)


def asked(world: World, order: Order, kind: ClaimKind, clock: Clock) -> Claim:
    """The buyer asks for all of an order."""
    facts: dict[str, Any] = {"order": order, "buyer": world.buyer, "asked": of(order), "words": "부탁합니다", "now": clock()}
    with scope(order.merchant_id):
        if kind is ClaimKind.CANCEL:
            return ask_cancel(**facts, reason=ClaimReason.WRONG_ORDER)
        goods = {**facts, "reason": ClaimReason.BROKEN, "way": Way.COURIER, "pickup": HOME}
        return ask_return(**goods) if kind is ClaimKind.RETURN else ask_exchange(**goods)


def numbers(order: Order) -> list[str]:
    return [line.number for line in cases.lines_of(order)]


@pytest.fixture
def paid(world: World, clock: Clock) -> Order:
    return cases.paid(world, now=clock())


@pytest.fixture
def acknowledged(paid: Order) -> Order:
    cases.acknowledge(paid)
    return paid


@pytest.fixture
def delivered(world: World, clock: Clock) -> Order:
    """Of a merchant whose profile knows parts."""
    cases.modern(world)
    order = cases.paid(world, now=clock())
    cases.set_fees([order])
    cases.send(order)
    return order


def test_the_seller_cancels_a_whole_order_in_one_call(shop: Shop, paid: Order, clock: Clock) -> None:
    """R54, Q10: one claim for all its lines, whose money goes back; the feed tells each step, and the lines end."""
    first, second = numbers(paid)
    body = {**SOLD_OUT, "cancelDetailedReason": "품절입니다", "togetherWith": [{"productOrderId": second}]}
    assert shop.act(first, "cancel/request", body) == "done"
    line = shop.query(second)
    cancel = line["currentClaim"]["cancel"]
    assert (cancel["claimStatus"], cancel["cancelReason"], cancel["cancelDetailedReason"]) == (
        "CANCELING",
        "SOLD_OUT",
        "품절입니다",
    )
    assert (cancel["refundStandbyStatus"], cancel["refundAmount"], cancel["requestChannel"]) == ("처리 중", 30_400, "판매자")
    cases.pay_back(paid, clock())
    line = shop.query(first)
    cancel, told = line["currentClaim"]["cancel"], line["productOrder"]
    assert (told["productOrderStatus"], told["claimType"], told["claimStatus"]) == ("CANCELED", "CANCEL", "CANCEL_DONE")
    assert (told["claimId"], cancel["claimStatus"], cancel["requestQuantity"]) == (cancel["claimId"], "CANCEL_DONE", 2)
    assert "refundStandbyStatus" not in cancel
    assert [row[:3] for row in shop.feed()[-2:]] == [
        ("CLAIM_REQUESTED", "CANCEL", "CANCELING"),
        ("CLAIM_COMPLETED", "CANCEL", "CANCEL_DONE"),
    ]
    assert shop.by_time()[-2:] == [("CLAIM_REQUESTED", "CANCELING"), ("CLAIM_COMPLETED", "CANCEL_DONE")]


def test_a_part_of_an_order_of_the_manuals_profile_is_refused_with_the_reason(shop: Shop, paid: Order) -> None:
    """R53, Q11: 104203, and nothing is written."""
    assert shop.act(numbers(paid)[0], "cancel/request", SOLD_OUT) == "104203"
    assert shop.said == "체크아웃 주문은 전체 취소만 됩니다"
    assert "currentClaim" not in shop.query(numbers(paid)[0])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"cancelReason": "BROKEN"}, "400 4000"),
        ({}, "400 4000"),
        ({**SOLD_OUT, "cancelQuantity": 0}, "400 4000"),
        ({**SOLD_OUT, "cancelQuantity": 3}, "4000"),
        ({**SOLD_OUT, "cancelDetailedReason": "가" * 501}, "400 4000"),
        ({**SOLD_OUT, "togetherWith": [{"productOrderId": UNKNOWN}]}, "100001"),
    ],
    ids=["쓸 수 없는 사유", "사유 없음", "0개", "남은 것보다 많이", "긴 글", "모르는 상품주문"],
)
def test_a_cancel_that_does_not_fit(shop: Shop, world: World, paid: Order, body: Any, code: str) -> None:
    cases.modern(world)
    assert shop.act(numbers(paid)[0], "cancel/request", body) == code
    assert cases.refunds(paid) == []


def test_the_same_line_named_twice(shop: Shop, world: World, paid: Order) -> None:
    cases.modern(world)
    first = numbers(paid)[0]
    assert shop.act(first, "cancel/request", {**SOLD_OUT, "togetherWith": [{"productOrderId": first}]}) == "104131"


def test_a_part_of_a_quantity_lowers_what_remains(shop: Shop, world: World, paid: Order, clock: Clock) -> None:
    """Claims 10: initial stays, remain is what lives."""
    cases.modern(world)
    order = cases.paid(world, now=clock())
    number = numbers(order)[0]
    assert shop.act(number, "cancel/request", {**SOLD_OUT, "cancelQuantity": 1}) == "done"
    cases.pay_back(order, clock())
    told = shop.query(number)["productOrder"]
    assert (told["quantity"], told["initialQuantity"], told["remainQuantity"]) == (2, 2, 1)
    assert (told["initialProductAmount"], told["remainProductAmount"], told["remainPaymentAmount"]) == (18_000, 9_000, 9_000)
    assert told["productOrderStatus"] == "PAYED"


def test_a_request_under_a_key_happens_once(shop: Shop, paid: Order) -> None:
    """Claims 10: under its key it answers as the first time; without one, or under another, it is there already."""
    first, second = numbers(paid)
    body = {**SOLD_OUT, "togetherWith": [{"productOrderId": second}]}
    assert [shop.act(first, "cancel/request", body, key="k1") for _ in range(2)] == ["done", "done"]
    assert (shop.act(first, "cancel/request", body, key="k2"), shop.act(first, "cancel/request", body)) == ("105306", "105306")
    assert len(cases.refunds(paid)) == 1


def test_a_key_belongs_to_one_body(shop: Shop, paid: Order) -> None:
    """Another body under the key is not taken for done: it is refused, and nothing happens."""
    first, second = numbers(paid)
    body = {**SOLD_OUT, "togetherWith": [{"productOrderId": second}]}
    assert shop.act(first, "cancel/request", body, key="k1") == "done"
    assert shop.act(first, "cancel/request", SOLD_OUT, key="k1") == "409 IDEMPOTENCY_KEY_REUSED"
    assert len(cases.refunds(paid)) == 1


def test_what_failed_under_a_key_may_be_tried_again(shop: Shop, paid: Order) -> None:
    first, second = numbers(paid)
    assert shop.act(first, "cancel/request", SOLD_OUT, key="k1") == "104203"
    assert shop.act(first, "cancel/request", {**SOLD_OUT, "togetherWith": [{"productOrderId": second}]}, key="k1") == "done"


def test_a_buyers_request_is_approved_once(shop: Shop, world: World, acknowledged: Order, clock: Clock) -> None:
    first, second = numbers(acknowledged)
    assert shop.act(first, "cancel/approve") == "104210", "nothing was asked for"
    asked(world, acknowledged, ClaimKind.CANCEL, clock)
    assert shop.query(first)["productOrder"]["claimStatus"] == "CANCEL_REQUEST"
    assert shop.act(first, "cancel/request", {**SOLD_OUT, "togetherWith": [{"productOrderId": second}]}) == "105306"
    assert [shop.act(number, "cancel/approve") for number in (first, second)] == ["done", "105306"], "it is one claim"
    cases.pay_back(acknowledged, clock())
    assert shop.act(first, "cancel/approve") == "105306"
    assert shop.act(first, "cancel/reject", {"rejectCancelReason": "늦었습니다"}) == "105306"


def test_a_buyers_request_is_refused_in_words(shop: Shop, world: World, acknowledged: Order, clock: Clock) -> None:
    first = numbers(acknowledged)[0]
    asked(world, acknowledged, ClaimKind.CANCEL, clock)
    assert shop.act(first, "cancel/reject", {"rejectCancelReason": " "}) == "4000"
    assert shop.act(first, "cancel/reject", {"rejectCancelReason": "포장했습니다"}) == "done"
    cancel = shop.query(first)["currentClaim"]["cancel"]
    assert (cancel["claimStatus"], cancel["claimRejecter"], cancel["claimRejectReason"]) == (
        "CANCEL_REJECT",
        "판매자",
        "포장했습니다",
    )
    assert shop.feed()[-1] == ("CLAIM_REJECTED", "CANCEL", "CANCEL_REJECT", "PAYED")


def test_a_withdrawal_is_told_from_a_refusal(shop: Shop, world: World, acknowledged: Order, clock: Clock) -> None:
    claim = asked(world, acknowledged, ClaimKind.CANCEL, clock)
    with scope(acknowledged.merchant_id):
        withdraw(claim=claim, buyer=world.buyer, now=clock())
    assert shop.query(numbers(acknowledged)[0])["currentClaim"]["cancel"]["claimRejecter"] == "구매자"


def test_a_claim_that_another_followed_is_among_the_completed(shop: Shop, world: World, acknowledged: Order, clock: Clock) -> None:
    """``completedClaims``: those before the present one, each with its kind, state and reason."""
    first = asked(world, acknowledged, ClaimKind.CANCEL, clock)
    with scope(acknowledged.merchant_id):
        withdraw(claim=first, buyer=world.buyer, now=clock())
    second = asked(world, acknowledged, ClaimKind.CANCEL, clock)
    line = shop.query(numbers(acknowledged)[0])
    [before] = line["completedClaims"]
    assert (before["claimId"], before["claimType"], before["claimStatus"], before["claimRequestReason"]) == (
        first.number,
        "CANCEL",
        "CANCEL_REJECT",
        "WRONG_ORDER",
    )
    assert line["productOrder"]["claimId"] == second.number


def test_a_decision_that_is_held_back_stands_where_a_claim_would(shop: Shop, world: World, delivered: Order, clock: Clock) -> None:
    """구매확정 보류: a type of its own, while no claim is open and until its day has come."""
    first, _ = numbers(delivered)
    with scope(delivered.merchant_id):
        hold_decision(order=delivered, buyer=world.buyer, now=clock())
    told = shop.query(first)["productOrder"]
    assert (told["claimType"], told["claimStatus"]) == ("PURCHASE_DECISION_HOLDBACK", "PURCHASE_DECISION_HOLDBACK")
    asked(world, delivered, ClaimKind.RETURN, clock)
    assert shop.query(first)["productOrder"]["claimType"] == "RETURN"


def test_a_merchant_asks_for_a_decision_that_was_put_off(
    shop: Shop, world: World, delivered: Order, clock: Clock, outside: Outside
) -> None:
    """1.2: only while it is put off, once a day, by two letters, and told by each line until that is over."""
    first, second = numbers(delivered)
    assert shop.act(first, "purchase-decision/request") == "104133", "nothing is put off"
    with scope(delivered.merchant_id):
        hold_decision(order=delivered, buyer=world.buyer, now=clock())
    assert [shop.act(number, "purchase-decision/request") for number in (first, second)] == ["done", "105306"]
    assert {shop.query(number)["productOrder"]["claimStatus"] for number in (first, second)} == {"PURCHASE_DECISION_REQUEST"}
    clock.work(minutes=1)
    asked_for = [message["text"] for key, message in outside.messages.items() if key.startswith(f"decision:{delivered.number}:")]
    assert len(asked_for) == 2
    assert all("판매자가 구매확정을 부탁했습니다." in text for text in asked_for)
    with scope(delivered.merchant_id):
        for soon in (True, False):
            later = clock() + timedelta(days=1, minutes=-10 if soon else 0)
            with pytest.raises(ClaimRefused) if soon else nullcontext():
                request_decision(merchant=world.merchant, line_number=second, now=later)
        release_decision(order=delivered, buyer=world.buyer, now=clock())
    assert shop.query(first)["productOrder"]["claimStatus"] == "PURCHASE_DECISION_HOLDBACK_RELEASE"
    assert shop.act(first, "purchase-decision/request") == "104133"


def test_that_a_decision_is_not_held_back_any_more_is_read_too(shop: Shop, world: World, delivered: Order, clock: Clock) -> None:
    """구매확정 보류: over by the buyer's word, by its day, or because the line was finalized."""
    first, _ = numbers(delivered)
    with scope(delivered.merchant_id):
        hold_decision(order=delivered, buyer=world.buyer, now=clock())
        line = OrderLine.objects.get(number=first)
    over = {"claim_type": "PURCHASE_DECISION_HOLDBACK", "claim_status": "PURCHASE_DECISION_HOLDBACK_RELEASE"}
    assert claim_of(NONE, line, clock() + timedelta(days=7)) == over
    line.state = "finalized"
    assert claim_of(NONE, line, clock()) == over
    with scope(delivered.merchant_id):
        release_decision(order=delivered, buyer=world.buyer, now=clock())
    assert shop.query(first)["productOrder"]["claimStatus"] == "PURCHASE_DECISION_HOLDBACK_RELEASE"


def test_a_return_from_its_request_to_its_refund(shop: Shop, world: World, delivered: Order, clock: Clock) -> None:
    """R52: each state with its words, and the fees of the claim on its first line only (claims 10)."""
    first, second = numbers(delivered)
    asked(world, delivered, ClaimKind.RETURN, clock)
    told = shop.query(first)["currentClaim"]["return"]
    assert (told["claimStatus"], told["returnReason"], told["claimDeliveryFeePayMethod"]) == (
        "RETURN_REQUEST",
        "BROKEN",
        "판매자 부담",
    )
    assert (told["collectAddress"]["zipCode"], told["claimDeliveryFeeProductOrderIds"]) == ("04524", f"{first},{second}")
    assert "claimDeliveryFeePayMethod" not in shop.query(second)["currentClaim"]["return"]
    assert shop.act(first, "return/holdback", HOLD) == "done"
    assert [
        shop.act(first, what, body)
        for what, body in (("return/approve", None), ("return/reject", {"rejectReturnReason": "안 됩니다"}))
    ] == [
        "104418",
        "104418",
    ]
    assert shop.act(first, "return/holdback", HOLD) == "105306"
    assert shop.query(first)["currentClaim"]["return"]["holdbackStatus"] == "HOLDBACK"
    assert [shop.act(first, "return/holdback/release") for _ in range(2)] == ["done", "105306"]
    assert shop.act(first, "return/approve") == "done"
    told = shop.query(first)["currentClaim"]["return"]
    assert (told["claimStatus"], told["refundStandbyStatus"]) == ("COLLECT_DONE", "처리 중")
    cases.pay_back(delivered, clock())
    line = shop.query(first)
    assert (line["productOrder"]["productOrderStatus"], line["currentClaim"]["return"]["claimStatus"]) == (
        "RETURNED",
        "RETURN_DONE",
    )
    assert shop.act(first, "return/approve") == "105306"


def test_the_buyers_fault_is_withheld_on_the_first_line(shop: Shop, world: World, delivered: Order, clock: Clock) -> None:
    first, second = numbers(delivered)
    with scope(delivered.merchant_id):
        ask_return(
            order=delivered, buyer=world.buyer, asked=of(delivered), reason=ClaimReason.INTENT_CHANGED, words="", way=Way.COURIER, pickup=HOME,
            now=clock(),
        )  # fmt: skip
    told = shop.query(first)["currentClaim"]["return"]
    assert (told["claimDeliveryFeeDemandAmount"], told["claimDeliveryFeePayMethod"]) == (3_000, "환불금에서 차감")
    assert shop.query(second)["currentClaim"]["return"]["claimDeliveryFeeDemandAmount"] == 0


def test_the_seller_files_and_refuses_returns(shop: Shop, world: World, delivered: Order) -> None:
    first, second = numbers(delivered)
    assert shop.act(first, "return/request", {**FILE, "collectDeliveryMethod": "RETURN_DELIVERY"}) == "400 4000"
    assert shop.act(first, "return/request", {**FILE, "returnReason": "ETC"}) == "400 4000"
    together = {"togetherWith": [{"productOrderId": second, "returnQuantity": 1}], "returnDetailedReason": "깨져서 왔대요"}
    assert shop.act(first, "return/request", {**FILE, **together}) == "done"
    told = shop.query(second)["currentClaim"]["return"]
    assert (told["claimStatus"], told["requestQuantity"], told["collectDeliveryMethod"]) == ("COLLECTING", 1, "RETURN_INDIVIDUAL")
    assert told["returnDetailedReason"] == "깨져서 왔대요"
    assert shop.act(second, "return/reject", {"rejectReturnReason": "쓴 물건입니다"}) == "done"
    assert shop.act(second, "return/reject", {"rejectReturnReason": "쓴 물건입니다"}) == "104133"
    told = shop.query(second)["currentClaim"]["return"]
    assert (told["claimStatus"], told["claimRejecter"]) == ("RETURN_REJECT", "판매자")


def test_a_return_goes_step_by_step_before_anything_is_refunded(shop: Shop, world: World, delivered: Order, clock: Clock) -> None:
    """1.2: accepted, received, and only then approved; each step once, and what has gone further is where it was wanted."""
    first = numbers(delivered)[0]
    assert shop.act(first, "return/accept") == "104133", "nothing was asked"
    asked(world, delivered, ClaimKind.RETURN, clock)
    assert shop.act(first, "return/collect/complete") == "104133", "not accepted yet"
    told = [shop.query(first)["currentClaim"]["return"]]
    assert [shop.act(first, "return/accept") for _ in range(2)] == ["done", "105306"]
    told.append(shop.query(first)["currentClaim"]["return"])
    assert [shop.act(first, "return/collect/complete") for _ in range(2)] == ["done", "105306"]
    told.append(shop.query(first)["currentClaim"]["return"])
    assert [each["claimStatus"] for each in told] == ["RETURN_REQUEST", "COLLECTING", "COLLECT_DONE"]
    assert cases.refunds(delivered) == []
    assert shop.act(first, "return/approve") == "done"
    (refund,) = cases.refunds(delivered)
    told.append(shop.query(first)["currentClaim"]["return"])
    money = [(each.get("proposedRefundAmount"), each.get("refundAmount")) for each in told]
    assert money == [(refund.amount, None)] * 3 + [(None, refund.amount)]
    assert ["answerDeadlineDate" in each for each in told] == [True, False, True, False], "only where the hub goes on by itself"


def test_an_exchange_is_accepted_by_itself(shop: Shop, world: World, delivered: Order, clock: Clock) -> None:
    first = numbers(delivered)[0]
    asked(world, delivered, ClaimKind.EXCHANGE, clock)
    assert [shop.act(first, "exchange/accept") for _ in range(2)] == ["done", "105306"]
    assert shop.query(first)["currentClaim"]["exchange"]["claimStatus"] == "COLLECTING"


@pytest.mark.parametrize(
    ("kind", "hold", "requested"),
    [(ClaimKind.RETURN, HOLD, "RETURN_REQUEST"), (ClaimKind.EXCHANGE, HOLD_EXCHANGE, "EXCHANGE_REQUEST")],
    ids=str,
)
def test_what_is_accepted_held_and_released_stands_in_the_feed(
    shop: Shop, world: World, delivered: Order, clock: Clock, kind: ClaimKind, hold: Any, requested: str
) -> None:
    """Each once a line and beside no public type: the shop that asked for it waits for the hub's word."""
    asked(world, delivered, kind, clock)
    first, told = numbers(delivered)[0], shop.by_time()
    for step, body, status in (
        ("holdback", hold, requested), ("holdback/release", None, requested), ("accept", None, "COLLECTING"),
    ):  # fmt: skip
        before = shop.changes()
        assert shop.act(first, f"{kind}/{step}", body) == "done"
        new = shop.changes()[len(before) :]
        assert new == [(number, "CLAIM_CHANGED", status) for number in numbers(delivered)]
    assert shop.by_time() == told


def test_an_exchange_to_its_other_goods(shop: Shop, world: World, delivered: Order, clock: Clock) -> None:
    first = numbers(delivered)[0]
    assert shop.act(first, "exchange/collect/complete") == "104417"
    asked(world, delivered, ClaimKind.EXCHANGE, clock)
    assert shop.act(first, "exchange/dispatch", AGAIN, key="k1") == "104417", "not collected yet"
    with scope(delivered.merchant_id):
        assert [(step.event, step.stood) for step in RefusedStep.objects.all()] == [("redispatch", "asked")]
    assert shop.act(first, "return/approve") == "104133", "no return"
    assert shop.act(first, "exchange/holdback", HOLD_EXCHANGE) == "done"
    assert shop.act(first, "exchange/reject", {"rejectExchangeReason": "안 됩니다"}) == "104418"
    assert shop.act(first, "exchange/holdback/release") == "done"
    assert shop.act(first, "exchange/collect/complete") == "done", "its being accepted is said with it"
    assert shop.act(first, "exchange/dispatch", {**AGAIN, "reDeliveryTrackingNumber": ""}) == "104120"
    assert shop.act(first, "exchange/dispatch", AGAIN) == "done"
    told = shop.query(first)["currentClaim"]["exchange"]
    assert (told["claimStatus"], told["reDeliveryCompany"]) == ("EXCHANGE_REDELIVERING", "HYUNDAI")
    assert shop.act(first, "exchange/dispatch", AGAIN) == "104417"
    assert [row[0] for row in shop.feed()[-2:]] == ["COLLECT_DONE", "CLAIM_REDELIVERING"]


def test_the_goods_of_an_accepted_exchange_are_said_to_be_back_once(
    shop: Shop, world: World, delivered: Order, clock: Clock
) -> None:
    """Of one that has been accepted already only its goods' coming back is said."""
    first = numbers(delivered)[0]
    claim = asked(world, delivered, ClaimKind.EXCHANGE, clock)
    with scope(delivered.merchant_id):
        accept(claim=claim, who="operator", now=clock())
    assert [shop.act(first, "exchange/collect/complete") for _ in range(2)] == ["done", "104417"]
    assert shop.query(first)["currentClaim"]["exchange"]["claimStatus"] == "COLLECT_DONE"


def test_a_proposal_shows_what_a_cancel_would_give_back(shop: Shop, paid: Order) -> None:
    """R136: its rows add up to what goes back, and nothing is written."""
    first, second = numbers(paid)
    told = shop.propose(first, second)["data"]
    assert [(row["kind"], row["amount"], row.get("productOrderId")) for row in told["rows"]] == [
        ("goods", 18_000, first), ("goods", 9_900, second), ("shipping_back", 2_500, None),
    ]  # fmt: skip
    assert (told["refundAmount"], told["refundPointAmount"]) == (30_400, 0)
    assert "currentClaim" not in shop.query(first)
    refused = shop.propose(first)
    assert (refused["code"], refused["message"]) == ("104203", "체크아웃 주문은 전체 취소만 됩니다")
    assert shop.propose(UNKNOWN)["code"] == "100001"


def test_a_proposal_shows_what_a_filed_return_would_give_back(shop: Shop, delivered: Order) -> None:
    """R136, R139: of the buyer's fault with no pickup to pay, since the buyer sends it; for a reason of returns alone."""
    first, _second = numbers(delivered)
    told = shop.propose(first, returnReason="INTENT_CHANGED")["data"]
    given = [(row["kind"], row["amount"]) for row in told["rows"]]
    assert (given, told["refundAmount"]) == (PROPOSED, sum(amount for _kind, amount in PROPOSED))
    assert shop.propose(first, returnReason="ETC")["code"] == "4000"
    assert shop.propose(first, returnReason="BROKEN", cancelReason="SOLD_OUT")["code"] == "4000"
    assert "currentClaim" not in shop.query(first)


def test_a_return_that_may_not_be_filed_is_not_proposed(shop: Shop, world: World, clock: Clock) -> None:
    """R51, R145: of the manual's profile."""
    order = cases.paid(world, now=clock())
    cases.send(order)
    assert shop.propose(*numbers(order), returnReason="BROKEN")["code"] == "104133"


@pytest.mark.parametrize(
    ("what", "body", "kind", "code"),
    [
        ("return/approve", None, ClaimKind.RETURN, "104133"),
        ("return/reject", {"rejectReturnReason": "안 됩니다"}, ClaimKind.RETURN, "104133"),
        ("return/holdback", HOLD, ClaimKind.RETURN, "104133"),
        ("exchange/collect/complete", None, ClaimKind.EXCHANGE, "104417"),
        ("exchange/reject", {"rejectExchangeReason": "안 됩니다"}, ClaimKind.EXCHANGE, "104417"),
    ],
)
def test_the_manuals_profile_settles_returns_and_exchanges_at_the_hub(
    shop: Shop, world: World, paid: Order, clock: Clock, what: str, body: Any, kind: ClaimKind, code: str
) -> None:
    """R51, R145: its mall may look at them only."""
    cases.send(paid)
    claim = asked(world, paid, kind, clock)
    assert shop.act(numbers(paid)[0], what, body) == code
    assert cases.fresh(claim).state == claim.state


OPERATIONS: dict[str, Any] = {
    "cancel/request": SOLD_OUT, "cancel/approve": None, "cancel/reject": {"rejectCancelReason": "안 됩니다"}, "return/request": FILE,
    "return/accept": None, "return/collect/complete": None, "exchange/accept": None,
    "return/approve": None, "return/reject": {"rejectReturnReason": "안 됩니다"}, "return/holdback": HOLD, "return/holdback/release": None,
    "exchange/collect/complete": None, "exchange/dispatch": AGAIN, "exchange/reject": {"rejectExchangeReason": "안 됩니다"},
    "exchange/holdback": HOLD_EXCHANGE, "exchange/holdback/release": None, "purchase-decision/request": None,
}  # fmt: skip


@pytest.mark.parametrize(("what", "body"), OPERATIONS.items(), ids=OPERATIONS)
def test_an_unknown_line_and_another_merchants_are_the_same(
    client: Client, world: World, clock: Clock, outside: Outside, paid: Order, what: str, body: Any
) -> None:
    """Which numbers exist at another merchant's is told to nobody."""
    world.other_merchant.profile = Profile.TODAY.value
    world.other_merchant.save(update_fields=["profile"])
    stranger = Shop(client, world.other_merchant, clock)
    assert [stranger.act(number, what, body) for number in (UNKNOWN, numbers(paid)[0])] == ["100001", "100001"]


@pytest.mark.parametrize(
    "kind_and_state",
    [
        (kind, ClaimState(state.value))
        for kind, machine in MACHINES.items()
        for state in machine.states
        if state.value != ClaimState.FEE_DUE
    ],
    ids=str,
)
def test_every_state_of_every_claim_has_its_words(kind_and_state: tuple[ClaimKind, ClaimState]) -> None:
    """Claims 1.4: of the whole of the four machines."""
    kind, _ = kind_and_state
    assert words.CLAIM_STATUS[kind_and_state]
    assert words.CLAIM_TYPE[kind]


@pytest.mark.parametrize("why", Refusal)
def test_every_refusal_has_a_code_or_is_a_matter_of_state(why: Refusal) -> None:
    assert why in words.CLAIM_CODES or why is Refusal.NOT_NOW
    assert words.CLAIM_CODES.get(why, "") in {*words.CLAIM_MESSAGES, *MESSAGES, ""}


AMOUNTS = st.integers(0, 50_000)


@given(st.integers(1, 12), st.data())
def test_what_was_at_first_is_what_remains_and_what_was_ended(quantity: int, data: st.DataObject) -> None:
    """L30: of pieces, goods, discounts and payment, whatever ends in whatever order."""
    layers = [data.draw(AMOUNTS) for _ in range(5)]
    instant, product, cart, points, money = map(Won, layers)
    share = Share(Won(sum(layers)), instant=instant, product_coupon=product, cart_coupon=cart, points=points, money=money)
    ended = sorted(data.draw(st.lists(st.integers(0, quantity), max_size=4)))
    given_back, before = Share(), Share()
    for done in ended:
        now = part_of(share, done, quantity)
        given_back, before = given_back + (now - before), now
    line = OrderLine(quantity=quantity, remaining=quantity - (ended[-1] if ended else 0))
    told = counted(line, share)
    assert told["initial_quantity"] == told["remain_quantity"] + (ended[-1] if ended else 0)
    assert told["initial_product_amount"] == told["remain_product_amount"] + given_back.amount
    assert told["initial_product_discount_amount"] == told["remain_product_discount_amount"] + given_back.discount
    assert told["initial_payment_amount"] == told["remain_payment_amount"] + given_back.amount - given_back.discount
    assert told["product_discount_amount"] == told["product_imediate_discount_amount"] + told["product_product_discount_amount"]
