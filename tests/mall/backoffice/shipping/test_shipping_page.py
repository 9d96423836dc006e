"""What a seller finds on the page of shipping fees."""

from __future__ import annotations

from dataclasses import replace

from django.test import Client
from tests.mall.front import BELOW
from tests.mall.worlds import make_product
from tests.page_lines import lacking, lines

from minishop.kernel.won import Won
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
