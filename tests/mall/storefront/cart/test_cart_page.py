"""What a visitor finds in the cart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.test import Client
from tests.mall.front import BELOW
from tests.mall.pictures import png
from tests.mall.storefront.furnished import furnish
from tests.mall.worlds import make_product
from tests.page_lines import lacking

from minishop.kernel.won import Won
from minishop.mall.cart.models import CartLine
from minishop.mall.catalog.pictures import add_picture
from minishop.mall.shipping.domain.fee import Mode
from minishop.mall.shipping.services import Region, replace_surcharges, save_policy
from minishop.mall.shops.models import Shop
from minishop.mall.stock.models import StockLevel

LINES = """
    # 장바구니 2
    [ → /products/P1/]
    [머그컵 → /products/P1/]
    색상:파랑 / 각인 문구:하루
    34,000원
    68,000원
    {머그컵 수량: 2}
    <변경 → POST /cart/lines/$mug/>
    <삭제 → POST /cart/lines/$mug/ take_out=1>
    [ → /products/P5/]
    [수저 → /products/P5/]
    10,000원
    30,000원
    {수저 수량: 3 !}
    <변경 → POST /cart/lines/$spoon/>
    <1개로 줄이기 → POST /cart/lines/$spoon/ quantity=1>
    <삭제 → POST /cart/lines/$spoon/ take_out=1>
    1개만 남았습니다. 수량을 줄여 주세요.
"""
BILL = """
    ## 결제 예정 금액
    상품 금액: 98,000원
    배송비: 0원
    합계: 98,000원
    > 배송비가 이렇게 정해졌습니다
    기본 배송비 – 일반 상품 98,000원, 50,000원 이상 무료 0원
    <체크아웃으로 구매하기 → POST /checkout/, off>
"""
SMALL = """
    ## 결제 예정 금액
    상품 금액: 24,000원
    배송비: 2,500원
    합계: 26,500원
    > 배송비가 이렇게 정해졌습니다
    기본 배송비 – 일반 상품 24,000원, 50,000원 미만 2,500원
    26,000원 더 담으면 기본 배송비가 무료입니다.
    $region
    <체크아웃으로 구매하기 → POST /checkout/>
"""
AT_THE_DOOR = """
    상품 금액: 10,000원
    배송비: 착불
    합계: 10,000원
    착불 배송 상점의 상품은 체크아웃으로 살 수 없습니다.
    <체크아웃으로 구매하기 → POST /checkout/, off>
"""
SURE = """
    # 정말 뺄까요?
    $why
    <빼기 → POST /cart/lines/$line/ sure=1 take_out=1>
    [그대로 두기 → /cart/]
"""
EMPTY = """
    # 장바구니
    장바구니가 비어 있습니다.
    [상품 보러 가기 → /]
"""


def put(front: Client, code: str, quantity: int = 1, **form: str) -> int:
    """Puts it in; the line's id."""
    assert front.post("/cart/lines/", {"product": code, "quantity": quantity, **form}).status_code == 302
    return CartLine.objects.get(product__code=code).id


def test_each_line_with_its_problem_and_the_bill_below(front: Client, shop: Shop) -> None:
    furnish(shop)
    make_product(shop, "P5", name="수저", stock=3)
    lines = {"mug": put(front, "P1", 2, **{"option-색상": "파랑", "text-각인 문구": "하루"}), "spoon": put(front, "P5", 3)}
    StockLevel.objects.filter(variant_id=CartLine.objects.get(quantity=3).variant_id).update(quantity=1)
    assert lacking(front.get("/cart/"), LINES + BILL, **lines) == []


def test_one_press_takes_what_is_left(front: Client, shop: Shop) -> None:
    make_product(shop, "P5", name="수저", stock=3)
    spoon = put(front, "P5", 3)
    StockLevel.objects.update(quantity=1)
    front.post(f"/cart/lines/{spoon}/", {"quantity": ["3", "1"]})  # the field and the button, as a browser sends them
    assert CartLine.objects.get().quantity == 1
    assert "줄이기" not in front.get("/cart/").content.decode().replace("하나 줄이기", "")


def test_what_is_missing_for_free_delivery_and_what_islands_pay(front: Client, shop: Shop) -> None:
    make_product(shop, "P1", price=Won(12_000))
    put(front, "P1", 2)
    replace_surcharges(shop=shop, regions=[Region("제주", "63000", "63644", Won(3_000))])
    region = _region_note(front)
    assert "제주 3,000원" in region
    assert lacking(front.get("/cart/"), SMALL, region=region) == []


def _region_note(front: Client) -> str:
    return str(front.get("/cart/").context["region_note"])


def test_delivery_paid_at_the_door(front: Client, shop: Shop) -> None:
    """R61."""
    save_policy(shop=shop, policy=replace(BELOW, mode=Mode.ON_DELIVERY), now=shop.created_at)
    make_product(shop, "P1")
    put(front, "P1")
    assert lacking(front.get("/cart/"), AT_THE_DOOR) == []


def test_taking_out_what_makes_delivery_dearer_is_asked_with_the_reason(front: Client, shop: Shop) -> None:
    """E19."""
    save_policy(shop=shop, policy=replace(BELOW, free_first=True), now=shop.created_at)
    make_product(shop, "P1")
    make_product(shop, "P3", name="엽서", fee_kind="free")
    for code in ("P1", "P3"):
        put(front, code)
    free = CartLine.objects.get(product__code="P3").id
    why = "이 상품을 빼면 무료배송이 더 이상 적용되지 않습니다: +2,500원"
    assert lacking(front.get("/cart/"), f"[엽서 → /products/P3/]\n{why}") == []
    assert (
        lacking(_take_out(front, free), SURE, line=free, why="‘엽서’ 상품을 빼면 무료배송이 더 이상 적용되지 않습니다: +2,500원")
        == []
    )


def test_going_below_the_limit_for_free_delivery_is_asked_too(front: Client, shop: Shop) -> None:
    for code, price in {"P1": 30_000, "P2": 25_000}.items():
        make_product(shop, code, price=Won(price))
        put(front, code)
    line = CartLine.objects.get(product__code="P2").id
    assert lacking(_take_out(front, line), SURE, line=line, why="‘상품 P2’ 상품을 빼면 배송비가 오릅니다: +2,500원") == []


def _take_out(front: Client, line: int) -> Any:
    return front.post(f"/cart/lines/{line}/", {"take_out": "1"})


def test_an_empty_cart(front: Client) -> None:
    assert lacking(front.get("/cart/"), EMPTY) == []


def test_buying_an_empty_cart_is_refused_above_it(front: Client) -> None:
    answer = front.post("/checkout/")
    assert (answer.status_code, lacking(answer, "# 장바구니\n장바구니가 비어 있습니다.\n장바구니가 비어 있습니다.")) == (422, [])


def test_a_line_shows_its_products_picture(front: Client, shop: Shop) -> None:
    image = add_picture(shop=shop, product=make_product(shop, "P1"), content=png())
    put(front, "P1")
    assert f'<img src="/media/{image.file}-' in front.get("/cart/").content.decode()
