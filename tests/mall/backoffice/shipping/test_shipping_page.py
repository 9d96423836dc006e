"""What a seller finds on the page of shipping fees."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from tests.mall.front import BELOW
from tests.mall.worlds import make_product
from tests.page_lines import lacking, lines

from minishop.kernel.won import Won
from minishop.mall.shipping.domain.fee import Mode
from minishop.mall.shipping.domain.stopping import Stopped, stopped_by
from minishop.mall.shipping.labels import STOPPED
from minishop.mall.shipping.queries import policy_of, surcharges_of
from minishop.mall.shipping.services import save_policy
from minishop.mall.shops.models import Shop

PAGE = "/office/haru/shipping/"
TRAP = "무료 배송비 우선 설정이 켜져 있어, 무료 상품을 하나 담으면 개별 배송비 상품도 무료로 나갑니다."
SETTINGS = """
    # 배송비 설정
    장바구니, 상품 화면, 주문서, 지식쇼핑이 모두 이 설정으로 배송비를 냅니다.
    ## 기본 배송비
    = 상점 배송비
    {[ ] 배송비 무료}
    {[ ] 착불}
    {[x] 주문금액에 따른 미만 배송비}
    {[ ] 구매 금액별 차등 배송료}
    착불은 받는 분이 기사님께 냅니다. 그런 주문을 체크아웃으로 팔지는 아래 ‘착불일 때 체크아웃 구매’에서 정합니다.
    {무료가 되는 금액: 50000}
    이 금액 이상이면 기본 배송비가 무료입니다.
    {기본 배송비: 2500}
    {금액 구간 선택: }
    차등 배송료일 때만. 한 줄에 하나씩 ‘시작 금액: 배송비’. 마지막 구간은 그 위로 모두 적용됩니다.
    {금액 기준: *일반 배송비 상품의 합계 / 모든 상품의 합계}
    {착불일 때 체크아웃 구매: *일반 배송비 상품이 있으면 막기 / 언제나 막기 / 막지 않기}
    ## 개별 배송비
    {[x] 상품별 개별 배송비 사용}
    {[ ] 무료 배송비 우선 설정}
    무료 상품이 함께 담기면 수량별 배송비만 받습니다. 개별 배송비를 쓸 때만 적용됩니다.
    {개별 배송비 단위: *상품마다 한 번 / 품목(옵션)마다 한 번}
    ## 반품과 교환
    {반품 배송비 (편도): 3000}
    구매자 사정으로 반품할 때 구매자가 냅니다. 0이면 받지 않습니다.
    {교환 배송비 (왕복): 6000}
    구매자 사정으로 교환할 때 구매자가 냅니다.
    ## 지역별 배송비
    {지역별 추가 배송비 선택: }
    <저장 → POST>
"""
WRONG = """
    저장하지 않았습니다. 표시된 항목을 고쳐 주세요.
    {기본 배송비: 천원 !}
"""


def test_every_setting_with_what_is_in_force(shop: Shop, owner: Client) -> None:
    save_policy(shop=shop, policy=BELOW, now=shop.created_at)
    page = owner.get(PAGE)
    assert lacking(page, SETTINGS) == []
    assert TRAP not in lines(page)


def test_a_free_product_that_makes_others_free_is_warned_of(shop: Shop, owner: Client) -> None:
    save_policy(shop=shop, policy=replace(BELOW, free_first=True), now=shop.created_at)
    make_product(shop, fee_kind="fixed", fee_amount=Won(4_000))
    assert lacking(owner.get(PAGE), f"{TRAP}\n## 기본 배송비\n{{[x] 무료 배송비 우선 설정}}") == []


def test_a_wrong_amount_is_refused_beside_its_field_and_above_all(shop: Shop, owner: Client) -> None:
    answer = owner.post(PAGE, {"mode": "below_amount", "threshold": "50000", "fee": "천원"})
    assert (answer.status_code, lacking(answer, WRONG)) == (422, [])


def _sent(**changed: str) -> dict[str, str]:
    """What the page sends for the policy BELOW, with other values."""
    kept = {
        "mode": "below_amount",
        "threshold": "50000",
        "fee": "2500",
        "tiers": "",
        "individual_fees": "on",
        "basis": "general_lines",
        "return_fee": "3000",
        "exchange_fee": "6000",
    }
    return {**kept, "door_gate": "general_present", "fixed_per": "product", "surcharges": "제주: 63000-63644: 3000", **changed}


@pytest.mark.parametrize(
    ("individual", "told", "afterwards"),
    [
        ("on", "상점 배송비를 쓰는 상품이 체크아웃으로 팔리지 않습니다", STOPPED[Stopped.GENERAL]),
        ("", "체크아웃으로 아무것도 팔리지 않습니다", STOPPED[Stopped.ALL]),
    ],
)
def test_cash_on_delivery_that_stops_selling_is_asked_about_before_it_is_saved(
    shop: Shop, owner: Client, individual: str, told: str, afterwards: str
) -> None:
    """R61: what was typed stands there still, and nothing is saved before the seller has chosen; then the pages go on saying so."""
    save_policy(shop=shop, policy=BELOW, now=shop.created_at)
    make_product(shop, "P1")
    asked = owner.post(PAGE, _sent(mode="on_delivery", individual_fees=individual))
    assert asked.status_code == 422
    assert (
        lacking(
            asked, f"## 착불로 저장하면 {told}\n<막지 않고 착불로 팔기 → POST door=sell>\n<팔지 않기로 하고 저장 → POST door=stop>"
        )
        == []
    )
    assert (
        lacking(
            asked,
            "{[x] 착불}\n이대로 저장하면 팔리지 않습니다. 어떻게 할지 골라 주세요.\n{지역별 추가 배송비 선택: 제주: 63000-63644: 3000}",
        )
        == []
    )
    assert policy_of(shop) == BELOW
    owner.post(PAGE, _sent(mode="on_delivery", individual_fees=individual, door="stop"))
    assert (policy_of(shop).mode, stopped_by(policy_of(shop)) is Stopped.NOTHING) == (Mode.ON_DELIVERY, False)
    for page in (PAGE, "/office/haru/products/", "/office/haru/products/P1/"):
        assert str(afterwards) in " ".join(lines(owner.get(page)))
    again = owner.post(PAGE, _sent(mode="on_delivery", individual_fees=individual, fee="3000"))  # not asked twice
    assert (again.status_code, policy_of(shop).fee) == (302, Won(3_000))


def test_what_stops_less_than_before_is_not_asked_about(shop: Shop, owner: Client) -> None:
    """R61: nothing is stopped by it."""
    owner.post(PAGE, _sent(mode="on_delivery", individual_fees="", door="stop"))
    assert stopped_by(policy_of(shop)) is Stopped.ALL
    assert owner.post(PAGE, _sent(mode="on_delivery", individual_fees="on")).status_code == 302
    assert stopped_by(policy_of(shop)) is Stopped.GENERAL


def test_the_offered_way_sells_with_the_fee_paid_at_the_door(shop: Shop, owner: Client) -> None:
    """R61: one press saves everything with the block taken off, and nothing has to be asked."""
    save_policy(shop=shop, policy=BELOW, now=shop.created_at)
    answer = owner.post(PAGE, _sent(mode="on_delivery", door="sell"))
    assert (answer.status_code, stopped_by(policy_of(shop))) == (302, Stopped.NOTHING)
    assert (policy_of(shop).mode, len(surcharges_of(shop))) == (Mode.ON_DELIVERY, 1)
    assert str(STOPPED[Stopped.GENERAL]) not in " ".join(lines(owner.get(PAGE)))
