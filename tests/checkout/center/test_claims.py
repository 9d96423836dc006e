"""취소·반품·교환 at the centre: the queue, one claim with both receipts, and every deed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.checkout.claims.cases import BOWL, HOME, acknowledge, fresh, lines_of, modern, of, paid, pay_back, send, set_fees, states
from tests.checkout.claims.test_fees import paid_for
from tests.checkout.claims.test_to_pay import judged
from tests.checkout.worlds import NOW, World
from tests.logins import log_in
from tests.reading import Page

from minishop.chassis.tenancy import scope
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.wanted import Way
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services.cancelling import ask_cancel
from minishop.checkout.claims.services.deadlines import act_on_overdue
from minishop.checkout.claims.services.deciding import hold_decision
from minishop.checkout.claims.services.exchanging import ask_exchange
from minishop.checkout.claims.services.returning import ask_return
from minishop.checkout.orders.domain.states import Actor, LineEvent, LineState
from minishop.checkout.orders.models import Order
from minishop.checkout.orders.services.refusals import keep_refused_step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("views", "orders"):
        monkeypatch.setattr(f"minishop.checkout.center.claims.{module}.now", lambda: NOW)


def cancel_asked(world: World) -> Claim:
    order = paid(world)
    acknowledge(order)
    with scope(order.merchant_id):
        return ask_cancel(
            order=order, buyer=world.buyer, asked=of(order), reason=ClaimReason.INTENT_CHANGED, words="필요 없어요", now=NOW
        )


def goods_back(world: World, reason: ClaimReason = ClaimReason.INTENT_CHANGED, *, exchange: bool = False) -> Claim:
    order = paid(world)
    send(order)
    set_fees([order])
    facts: dict[str, Any] = {
        "order": order,
        "buyer": world.buyer,
        "asked": of(order),
        "reason": reason,
        "words": "",
        "way": Way.COURIER,
    }
    with scope(order.merchant_id):
        return (ask_exchange if exchange else ask_return)(**facts, pickup=HOME, now=NOW)


def address(claim: Claim, deed: str = "") -> str:
    return f"/center/claims/{claim.merchant_id}/{claim.number}/{deed}"


def page_of(operator: Client, claim: Claim) -> Page:
    return Page(operator.get(address(claim))).main


def test_the_queue_says_what_has_to_be_answered_and_until_when(world: World, operator: Client) -> None:
    """R143: the reason is among what is shown."""
    later, sooner = goods_back(world), cancel_asked(world)
    rows = Page(operator.get("/center/claims/")).main.rows()
    assert [row["신청번호"] for row in rows] == [f"{sooner.number} 취소", f"{later.number} 반품"]
    assert [row["답할 기한"] for row in rows] == ["2026.11.24 10:00", "2026.11.26 10:00"]
    assert rows[0]["사유"] == "구매 의사 취소"
    assert Page(operator.get("/center/claims/?tab=ended")).main.says("여기에 기다리는 신청이 없습니다.")


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_asks_no_more_for_more_claims(
    world: World, operator: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        goods_back(world)
    operator.get("/center/claims/")
    with django_assert_num_queries(5):
        assert operator.get("/center/claims/").status_code == 200


def test_both_receipts_stand_side_by_side(world: World, operator: Client) -> None:
    """R136: what the buyer gets back, and what it takes off the seller's sales."""
    page = page_of(operator, goods_back(world))
    buyers, sellers = page.part("구매자에게 돌려줄 금액").labels(), page.part("판매자에게서 빠질 금액").labels()
    assert buyers["반품 배송비 상품을 돌려보내는 한 번의 배송비입니다."] == "−3,000원"
    assert buyers["카드 취소로"] == sellers["판매대금에서 빠질 금액"]


def test_a_cancel_is_approved_and_twice_is_once(world: World, operator: Client) -> None:
    """R138."""
    claim = cancel_asked(world)
    assert page_of(operator, claim).button("취소 승인").action == address(claim, "approval/")
    assert operator.post(address(claim, "approval/"))["Location"] == address(claim)
    second = operator.post(address(claim, "approval/"))
    assert second.status_code == 422
    assert Page(second).main.says("취소 승인: ‘취소 처리 중’ 상태에서는 할 수 없어 거절되었습니다. 판매자(운영자 operator)")
    assert Page(second).main.says("지금 상태에서는 할 수 없습니다.")
    pay_back(order_of(claim))
    assert states(order_of(claim)) == ["cancelled", "cancelled"]


def order_of(claim: Claim) -> Order:
    with scope(claim.merchant_id):
        return Order.objects.select_related("merchant").get(id=claim.order_id)


def test_a_refusal_needs_words_and_they_stand_beside_their_field(world: World, operator: Client) -> None:
    claim = cancel_asked(world)
    refused = operator.post(address(claim, "refusal/"), {"refusal-words": " "})
    assert refused.status_code == 422
    assert fresh(claim).state == "asked"
    assert Page(refused).main.says("필수 항목입니다.")
    operator.post(address(claim, "refusal/"), {"refusal-words": "이미 쌌습니다"})
    assert (fresh(claim).state, fresh(claim).answer) == ("refused", "이미 쌌습니다")


def test_a_return_goes_its_way(world: World, operator: Client) -> None:
    claim = goods_back(world)
    for deed, state in (("acceptance/", "collecting"), ("receipt/", "collected"), ("refund/", "refunding")):
        assert operator.post(address(claim, deed)).status_code == 302
        assert fresh(claim).state == state


def test_a_hold_has_a_reason_words_and_an_end_and_is_released(world: World, operator: Client) -> None:
    claim = goods_back(world)
    sent = {"hold-reason": "RETURN_PRODUCT_NOT_DELIVERED", "hold-words": "아직 안 왔어요", "hold-until": "2026-12-20"}
    too_long = operator.post(address(claim, "hold/"), sent)
    assert too_long.status_code == 422
    assert Page(too_long).main.says("보류는 영업일 기준 3일까지 할 수 있습니다.")
    assert fresh(claim).hold == ""
    operator.post(address(claim, "hold/"), {**sent, "hold-until": "2026-11-25"})
    assert fresh(claim).hold == "held"
    page = page_of(operator, claim)
    assert "지금 환불" not in page.buttons()
    assert Page(operator.get("/center/claims/?tab=held")).main.rows()[0]["신청번호"] == f"{claim.number} 반품"
    operator.post(page.button("보류 풀기").action)
    assert fresh(claim).hold == "released"


def test_a_judgement_shows_a_new_amount(world: World, operator: Client) -> None:
    claim = goods_back(world, ClaimReason.INCORRECT_INFO)
    operator.post(address(claim, "judgement/"), {"judgement-fault": "buyer", "judgement-words": "설명과 같습니다"})
    assert fresh(claim).version == 2
    assert "반품 배송비 상품을 돌려보내는 한 번의 배송비입니다." in page_of(operator, claim).part("구매자에게 돌려줄 금액").labels()


def test_an_exchange_is_sent_anew_or_becomes_a_return(world: World, operator: Client) -> None:
    claim = goods_back(world, ClaimReason.BROKEN, exchange=True)
    for deed in ("acceptance/", "receipt/"):
        operator.post(address(claim, deed))
    wrong = operator.post(address(claim, "redispatch/"), {"redispatch-method": "DELIVERY", "redispatch-carrier": "HYUNDAI"})
    assert wrong.status_code == 422
    sent = {"redispatch-method": "DELIVERY", "redispatch-carrier": "HYUNDAI", "redispatch-number": "123456789013"}
    operator.post(address(claim, "redispatch/"), sent)
    assert fresh(claim).state == "redelivering"
    other = goods_back(world, ClaimReason.BROKEN, exchange=True)
    operator.post(address(other, "turning/"))
    assert fresh(other).state == "turned"


def test_goods_refused_after_they_came_are_sent_back_with_a_number(world: World, operator: Client) -> None:
    claim = goods_back(world)
    for deed in ("acceptance/", "receipt/"):
        operator.post(address(claim, deed))
    operator.post(address(claim, "refusal/"), {"refusal-words": "썼어요"})
    sent = {"sending-back-carrier": "HYUNDAI", "sending-back-number": "123456789013"}
    assert operator.post(address(claim, "sending-back/"), sent).status_code == 302
    assert fresh(claim).sent_back_number == "123456789013"


def test_an_order_is_found_by_its_number_and_cancelled_for_its_seller(world: World, operator: Client) -> None:
    """R133, R134: pieces, words, and a reason of Checkout's list; the manual's profile cancels whole orders (R53)."""
    order = paid(world)
    place = f"/center/orders/{order.merchant_id}/{order.number}/"
    assert operator.get(f"/center/orders/?q={order.number}")["Location"] == place
    bowl, cloth = lines_of(order)
    with scope(order.merchant_id):
        keep_refused_step(
            merchant=order.merchant, line_number=bowl.number, event=LineEvent.REQUEST_DISPATCH, stood=LineState.PAID,
            actor=Actor.MERCHANT, who="api", reason="claimed", now=NOW,
        )  # fmt: skip
    page = Page(operator.get(place)).main
    assert page.says("이 가맹점의 주문은 전체 취소와 전체 반품만 됩니다.")
    assert page.says("하루 그릇 · 취소하기로 했거나 관리자가 살피는 상품이라 거절되었습니다. 판매자(쇼핑몰 프로그램)")
    sent = {"cancel-reason": "SOLD_OUT", "cancel-words": "품절", f"cancel-pieces_{bowl.number}": "2"}
    refused = operator.post(f"{place}cancel/", sent)
    assert refused.status_code == 422
    assert Page(refused).main.says("체크아웃 주문은 전체 취소만 됩니다.")
    assert states(order) == ["paid", "paid"]
    whole = operator.post(f"{place}cancel/", {**sent, f"cancel-pieces_{cloth.number}": "3"})
    with scope(order.merchant_id):
        claim = Claim.objects.get(order_id=order.id)
    assert whole["Location"] == address(claim)
    assert (claim.state, claim.reason, claim.words) == ("canceling", "SOLD_OUT", "품절")


def test_a_return_is_filed_and_an_operator_ends_what_they_judge(world: World, operator: Client) -> None:
    modern(world)
    order = paid(world, BOWL)
    send(order)
    (bowl,) = lines_of(order)
    place = f"/center/orders/{order.merchant_id}/{order.number}/"
    sent = {"return-reason": "BROKEN", "return-words": "깨짐", f"return-pieces_{bowl.number}": "1"}
    assert operator.post(f"{place}return/", sent).status_code == 302
    sent = {"admin-reason": "ETC", "admin-words": "분쟁", "admin-fault": "seller", f"admin-pieces_{bowl.number}": "2"}
    answer = operator.post(f"{place}admin/", sent)
    with scope(order.merchant_id):
        filed, opened = Claim.objects.filter(order_id=order.id).order_by("id")
    assert answer["Location"] == address(opened)
    assert (filed.state, opened.state) == ("refused", "open")
    assert operator.post(address(opened, "settlement/")).status_code == 302
    assert fresh(opened).state == "refunding"


def test_a_claim_of_no_pieces_is_refused_beside_them(world: World, operator: Client) -> None:
    """R133: not as if the order had no such goods."""
    order = paid(world, BOWL)
    send(order)
    (bowl,) = lines_of(order)
    sent = {"return-reason": "BROKEN", "return-words": "깨짐", f"return-pieces_{bowl.number}": "0"}
    answer = operator.post(f"/center/orders/{order.merchant_id}/{order.number}/return/", sent)
    assert answer.status_code == 422
    assert Page(answer).main.says("상품과 수량을 골라 주세요.")
    assert not Page(answer).main.says("이 주문에 없는 상품입니다.")


def test_an_operators_claim_is_rejected_with_words(world: World, operator: Client) -> None:
    order = paid(world)
    send(order)
    place = f"/center/orders/{order.merchant_id}/{order.number}/admin/"
    pieces = {f"admin-pieces_{line.number}": str(line.remaining) for line in lines_of(order)}
    operator.post(place, {"admin-reason": "ETC", "admin-words": "분쟁", "admin-fault": "nobody", **pieces})
    with scope(order.merchant_id):
        claim = Claim.objects.get(order_id=order.id)
    operator.post(address(claim, "rejection/"), {"rejection-words": "근거 없음"})
    assert (fresh(claim).state, states(order)) == ("rejected", ["delivered", "delivered"])


def test_what_is_unknown_is_not_found(world: World, operator: Client) -> None:
    claim = goods_back(world)
    assert operator.get("/center/claims/1/2026112300000000/").status_code == 404
    assert operator.post(address(claim, "nonsense/")).status_code == 404
    assert operator.get(f"/center/claims/{world.other_merchant.id}/{claim.number}/").status_code == 404
    assert Page(operator.get("/center/orders/?q=123")).main.says("이런 번호의 주문이 없습니다.")
    assert operator.get(f"{address(claim)}photos/{'0' * 32}.jpg").status_code == 404


def test_a_buyer_does_not_answer_claims(world: World) -> None:
    claim = goods_back(world)
    buyer = Client()
    log_in(buyer, world.buyer)
    assert buyer.post(address(claim, "acceptance/")).status_code == 403
    assert (fresh(claim).state, fresh(claim).deadline_at) == ("asked", NOW + timedelta(days=3))


def test_what_the_buyer_still_owes_stands_there_and_is_waived(world: World, operator: Client) -> None:
    """C29: nothing is refunded before it is paid; the seller may ask for nothing more."""
    modern(world)
    _, claim = judged(world)
    page = page_of(operator, claim)
    assert page.labelled("구매자가 더 낼 금액") == "1,000원 · 아직 내지 않았습니다"
    assert operator.post(page.button("더 낼 금액 받지 않기").action).status_code == 302
    after = page_of(operator, claim)
    assert "구매자가 더 낼 금액" not in after.labels()
    assert "더 낼 금액 받지 않기" not in after.buttons()


def test_what_is_held_for_a_fee_for_two_weeks_has_a_list_and_a_notice(
    world: World, operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """claims 1.5: 14 days without the fee, and an operator looks at it."""
    modern(world)
    _, claim = judged(world)
    sent = {"hold-reason": "RETURN_DELIVERYFEE", "hold-words": "배송비를 내 주세요", "hold-until": "2026-11-25"}
    operator.post(address(claim, "hold/"), sent)
    assert operator.get("/center/claims/?tab=unpaid").status_code == 200
    assert not Page(operator.get("/center/attention/")).main.says("배송비를 기다리며 14일 넘게 보류 중인 반품·교환이 있습니다.")
    for module in ("claims.views", "attention.views"):
        monkeypatch.setattr(f"minishop.checkout.center.{module}.now", lambda: NOW + timedelta(days=14))
    attention = Page(operator.get("/center/attention/")).main
    assert attention.says("배송비를 기다리며 14일 넘게 보류 중인 반품·교환이 있습니다.")
    rows = Page(operator.get(attention.link("보기"))).main.rows()
    assert [row["신청번호"] for row in rows] == [f"{claim.number} 반품"]


@pytest.mark.parametrize(
    ("language", "term", "words", "event"),
    [
        ("ko", "보류", "체크아웃이 배송비 결제를 기다립니다", "남은 배송비 때문에 체크아웃이 환불을 미루었습니다. 체크아웃"),
        ("en", "Hold", "Checkout waits for the delivery fee to be paid", "Checkout put off the refund, since a delivery fee"),
    ],
)
def test_what_checkout_itself_holds_for_the_fee_says_so(
    world: World, operator: Client, language: str, term: str, words: str, event: str
) -> None:
    modern(world)
    _, claim = judged(world)
    act_on_overdue(now=NOW + timedelta(days=4))
    operator.cookies["language"] = language
    page = page_of(operator, claim)
    assert page.labelled(term) == words
    assert page.says(event)


ANSWERED = {
    "취소": (cancel_asked, "답할 기한이 지나 취소를 받아들였습니다."),
    "반품": (goods_back, "답할 기한이 지나 받아들였습니다."),
}


@pytest.mark.parametrize(("made", "told"), ANSWERED.values(), ids=ANSWERED)
def test_what_the_clock_answered_is_not_said_to_be_the_sellers(
    world: World, operator: Client, made: Callable[[World], Claim], told: str
) -> None:
    """Silence is consent, and nobody's word."""
    claim = made(world)
    act_on_overdue(now=NOW + timedelta(days=4))
    page = page_of(operator, claim)
    assert page.says(f"{told} 체크아웃")
    assert not page.says("판매자가")


def test_of_an_exchange_refused_after_it_came_back_a_part_of_its_fee_is_kept(world: World, operator: Client) -> None:
    """claims 3.3."""
    _, claim, _ = paid_for(world)
    for deed in ("acceptance/", "receipt/"):
        operator.post(address(claim, deed))
    too_much = operator.post(address(claim, "refusal/"), {"refusal-words": "썼어요", "refusal-keep": "6001"})
    assert too_much.status_code == 422
    assert Page(too_much).main.says("돌아온 상품의 교환 배송비로 받은 금액까지만 받을 수 있습니다.")
    operator.post(address(claim, "refusal/"), {"refusal-words": "썼어요", "refusal-keep": "3000"})
    assert page_of(operator, claim).labelled("판매자가 받은 교환 배송비") == "3,000원"


def test_the_seller_reads_that_the_buyer_put_the_decision_off(world: World, operator: Client) -> None:
    order = paid(world)
    send(order)
    place = f"/center/orders/{order.merchant_id}/{order.number}/"
    told = "구매자가 2026.11.30 10:00까지 구매확정을 보류했습니다."
    assert not Page(operator.get(place)).main.says(told)
    with scope(order.merchant_id):
        hold_decision(order=order, buyer=world.buyer, now=NOW)
    assert Page(operator.get(place)).main.says(told)
