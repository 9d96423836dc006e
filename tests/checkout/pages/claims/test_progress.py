"""취소/교환/반품: a buyer's claims, how far each is, and what may still be done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.checkout.claims.cases import HOME, fresh, of, paid, pay_back, send, set_fees
from tests.checkout.worlds import NOW, World
from tests.logins import log_in
from tests.reading import Page

from minishop.chassis.tenancy import scope
from minishop.checkout.claims.domain.reasons import ClaimReason, HoldReason
from minishop.checkout.claims.domain.wanted import Fault, Way
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services.admin import open_admin, settle_admin
from minishop.checkout.claims.services.answering import accept, approve, hold, judge, received
from minishop.checkout.claims.services.cancelling import ask_cancel
from minishop.checkout.claims.services.exchanging import ask_exchange, redispatch
from minishop.checkout.claims.services.returning import ask_return
from minishop.checkout.orders.models import Order
from minishop.kernel.won import Won

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def returned(world: World, reason: ClaimReason = ClaimReason.INTENT_CHANGED) -> Claim:
    order = paid(world)
    send(order)
    set_fees([order])
    return ask(world, order, reason)


def ask(world: World, order: Order, reason: ClaimReason = ClaimReason.INTENT_CHANGED) -> Claim:
    with scope(order.merchant_id):
        return ask_return(
            order=order, buyer=world.buyer, asked=of(order), reason=reason, words="커요", way=Way.COURIER, pickup=HOME, now=NOW
        )


def page_of(browser: Client, claim: Claim) -> Page:
    return Page(browser.get(f"/my/claims/{claim.number}/")).main


def test_a_claim_shows_its_steps_its_receipt_and_what_happened(world: World, buyer: Client) -> None:
    claim = returned(world)
    with scope(claim.merchant_id):
        accept(claim=claim, who="seller", now=NOW + timedelta(days=1))
    page = page_of(buyer, claim)
    assert page.headings()[0] == "수거 중"
    assert [item.text for item in page.part("진행 단계").parts("li")] == [
        "반품 요청 2026.11.23", "수거 중 2026.11.24", "물건 확인 중", "환불 중", "반품완료",
    ]  # fmt: skip
    assert page.part("신청한 상품").labels()["사유"] == "구매 의사 취소"
    assert page.part("신청한 상품").labels()["찾아갈 곳"] == "(04524) 서울시 중구 세종대로 110 3층"
    assert page.labels()["반품 배송비 상품을 돌려보내는 한 번의 배송비입니다."] == "−3,000원"
    assert [item.text for item in page.part("진행 내역").parts("li")] == [
        "2026.11.23 10:00 신청했습니다.",
        "2026.11.24 10:00 판매자가 받아들였습니다.",
    ]


def test_it_is_taken_back_until_the_goods_are_there(world: World, buyer: Client) -> None:
    claim = returned(world)
    page = page_of(buyer, claim)
    button = page.button("신청 철회")
    for told in ("신청을 철회했습니다.", "지금 상태에서는 할 수 없습니다."):
        assert Page(buyer.post(button.action, follow=True)).says(told)
    assert fresh(claim).state == "withdrawn"
    assert "신청 철회" not in page_of(buyer, claim).buttons()
    again = ask(world, paid_order(claim))
    with scope(claim.merchant_id):
        accept(claim=again, who="s", now=NOW)
        received(claim=again, who="s", now=NOW)
    assert "신청 철회" not in page_of(buyer, again).buttons()


def paid_order(claim: Claim) -> Order:
    with scope(claim.merchant_id):
        return Order.objects.select_related("merchant").get(id=claim.order_id)


def test_what_is_held_says_why_and_until_when(world: World, buyer: Client) -> None:
    claim = returned(world)
    with scope(claim.merchant_id):
        until = NOW + timedelta(days=2)
        hold(claim=claim, reason=HoldReason.RETURN_PRODUCT_NOT_DELIVERED, words="아직 안 왔어요", until=until, who="s", now=NOW)
    page = page_of(buyer, claim)
    assert page.says("판매자가 답을 보류했습니다 · 반품 상품 미도착")
    assert page.says("“아직 안 왔어요” 2026.11.25 10:00까지")


def test_a_worse_amount_is_agreed_to_or_not(world: World, buyer: Client) -> None:
    claim = returned(world, ClaimReason.INCORRECT_INFO)
    assert "바뀐 금액에 동의" not in page_of(buyer, claim).buttons()
    with scope(claim.merchant_id):
        judge(claim=claim, fault=Fault.BUYER, words="설명과 같습니다", photos=[], who="s", now=NOW)
    page = page_of(buyer, claim)
    assert page.says("금액이 바뀌었습니다 설명과 같습니다 동의하지 않으면 철회할 수 있습니다.")
    assert page.labels()["반품 배송비 상품을 돌려보내는 한 번의 배송비입니다."] == "−3,000원"
    buyer.post(page.button("바뀐 금액에 동의").action)
    assert "바뀐 금액에 동의" not in page_of(buyer, claim).buttons()


def test_of_goods_that_are_back_no_withdrawal_is_promised(world: World, buyer: Client) -> None:
    """R96: what is taken off what goes back is no longer called unpaid either."""
    claim = returned(world)
    with scope(claim.merchant_id):
        accept(claim=claim, who="s", now=NOW)
        received(claim=fresh(claim), who="s", now=NOW)
        facts: dict[str, Any] = {"reason": HoldReason.EXTRAFEEE, "words": "입은 흔적", "until": NOW + timedelta(days=2), "who": "s"}
        hold(claim=fresh(claim), extra_fee=Won(5_000), now=NOW, **facts)
    page = page_of(buyer, claim)
    assert page.says("판매자가 답을 보류했습니다 · 추가 비용 “입은 흔적”")
    assert page.says("물건이 판매자에게 닿은 뒤에는 철회할 수 없으니")
    assert not page.says("동의하지 않으면 철회할 수 있습니다.")
    assert not page.says("미결제")
    buyer.cookies["language"] = "en"
    page = page_of(buyer, claim)
    assert page.says("Once the goods have reached the seller the request cannot be withdrawn")
    assert not page.says("you may withdraw")


def test_an_exchange_arrives_or_becomes_a_return(world: World, buyer: Client) -> None:
    order = paid(world)
    send(order)
    with scope(order.merchant_id):
        facts = {"words": "큰 것", "way": Way.COURIER, "pickup": HOME, "now": NOW, "reason": ClaimReason.BROKEN}
        claim = ask_exchange(order=order, buyer=world.buyer, asked=of(order), **facts)  # type: ignore[arg-type]
    assert page_of(buyer, claim).button("반품으로 바꾸기").action == f"/my/claims/{claim.number}/return/"
    with scope(order.merchant_id):
        accept(claim=claim, who="s", now=NOW)
        received(claim=claim, who="s", now=NOW)
        redispatch(claim=claim, method="DELIVERY", carrier="HYUNDAI", number="123456789013", who="s", now=NOW)
    page = page_of(buyer, claim)
    assert page.labelled("롯데택배") == "123456789013"
    buyer.post(page.button("교환품을 받았습니다").action)
    assert fresh(claim).state == "done"
    assert Page(buyer.get("/my/")).parts("article")[0].labelled("주문상태") == "교환완료"


def test_an_exchange_that_becomes_a_return_leads_there(world: World, buyer: Client) -> None:
    order = paid(world)
    send(order)
    with scope(order.merchant_id):
        facts = {"words": "큰 것", "way": Way.COURIER, "pickup": HOME, "now": NOW, "reason": ClaimReason.BROKEN}
        claim = ask_exchange(order=order, buyer=world.buyer, asked=of(order), **facts)  # type: ignore[arg-type]
    answer = buyer.post(page_of(buyer, claim).button("반품으로 바꾸기").action)
    with scope(order.merchant_id):
        made = Claim.objects.get(turned_from=claim.id)
    assert answer["Location"] == f"/my/claims/{made.number}/"
    assert (fresh(claim).state, made.kind) == ("turned", "return")


ENDS = {
    "취소": ("cancel", "취소완료"),
    "반품": ("return", "반품완료"),
    "관리자": ("admin", "반품완료(관리자)"),
}


@pytest.mark.parametrize(("kind", "word"), ENDS.values(), ids=ENDS)
def test_an_order_that_is_over_says_how_it_ended(world: World, buyer: Client, kind: str, word: str) -> None:
    """R100: returned, and returned by the operator."""
    order = paid(world)
    if kind != "cancel":
        send(order)
    with scope(order.merchant_id):
        reason = ClaimReason.INTENT_CHANGED
        if kind == "cancel":
            ask_cancel(order=order, buyer=world.buyer, asked=of(order), reason=reason, words="", now=NOW)
        elif kind == "return":
            claim = ask(world, order, ClaimReason.BROKEN)
            approve(claim=claim, who="s", now=NOW)
        else:
            facts = {"fault": Fault.SELLER, "reason": ClaimReason.ETC, "words": "분쟁", "who": "op", "now": NOW}
            claim = open_admin(merchant=order.merchant, asked=of(order), **facts)  # type: ignore[arg-type]
            settle_admin(claim=claim, who="op", now=NOW)
    pay_back(order)
    page = Page(buyer.get("/my/")).main
    assert page.parts("article")[0].labelled("주문상태") == word
    assert set(page.part("단계별 주문").labels().values()) == {"0"}
    assert Page(buyer.get(f"/my/orders/{order.number}/")).main.headings()[0] == word


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_no_more_for_more_claims(
    world: World, buyer: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _ in range(count):
        returned(world)
    with django_assert_num_queries(5):
        page = Page(buyer.get("/my/claims/")).main
    assert len([row for row in page.parts("li") if row.says("반품 요청")]) == count
    with django_assert_num_queries(6):
        assert buyer.get("/my/").status_code == 200


@pytest.mark.parametrize("path", ["", "withdrawal/", "agreement/", "arrival/", "return/", "fee/"])
def test_another_buyers_claim_is_unknown(world: World, buyer: Client, path: str) -> None:
    claim = returned(world)
    stranger = Client()
    log_in(stranger, world.stranger)
    address = f"/my/claims/{claim.number}/{path}"
    assert stranger.post(address).status_code == 404
    assert stranger.get(f"/my/claims/{claim.number}/").status_code == 404
    assert fresh(claim).state == "asked"
    assert Page(stranger.get("/my/claims/")).main.says("취소, 교환, 반품한 내역이 없습니다.")
