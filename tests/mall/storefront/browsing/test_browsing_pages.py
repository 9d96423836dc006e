"""What a visitor finds on the pages for looking around."""

from __future__ import annotations

import re

from django.test import Client
from tests.mall.front import text
from tests.mall.storefront.furnished import furnish
from tests.mall.worlds import make_product
from tests.page_lines import lacking, lines

from minishop.mall.catalog.models import Category
from minishop.mall.shops.models import Shop

MUG = "[머그컵 할인 17% 32,000원 소비자가 39,000원 추천 → /products/P1/]"
MAIN = f"""
    # 하루상점
    하루상점의 추천
    ## 머그컵
    손에 꼭 맞는 컵
    [상품 보기 → /products/P1/]
    배송비 2,500원 · 50,000원 이상 무료
    7일 안에 교환·반품 취소·교환·반품은 체크아웃 MY 페이지에서 신청합니다.
    체크아웃 안전결제 아이디 하나로 주문하고 조회합니다
    ## 추천 상품
    하루상점에서 골라 권합니다
    {MUG}
    ## 전체 상품
    [주문 식탁 전화 문의 → /products/P4/]
    [전시 항아리 10,000원 판매 안 함 → /products/P3/]
    [품절 접시 10,000원 품절 → /products/P2/]
    {MUG}
"""
CATEGORY = f"""
    @ 현재위치
    [홈 → /]
    [주방 → /categories/$kitchen/]
    [컵 → /categories/$cups/]
    # 컵
    상품 1개
    {MUG}
"""
EMPTY_CATEGORY = """
    @ 현재위치
    [홈 → /]
    [빈 분류 → /categories/$empty/]
    # 빈 분류
    상품 0개
    이 분류에는 아직 상품이 없습니다.
    [전체 상품 보기 → /]
"""
FOUND = f"""
    {{상품 검색: 머그}}
    # “머그” 검색 결과
    상품 1개
    {MUG}
"""
NOT_FOUND = """
    # “없는 것” 검색 결과
    찾는 상품이 없습니다. 낱말을 줄이거나 다르게 적어 보세요.
    [전체 상품 보기 → /]
    ## 분류로 찾기
    [주방 → /categories/$kitchen/]
"""
NOTHING_ASKED = """
    # 상품 검색
    찾을 낱말을 적어 주세요.
    [전체 상품 보기 → /]
"""
CHECKOUT = """
    # 체크아웃 서비스란?
    이 상점에는 회원 가입이 없습니다. 체크아웃 아이디 하나로 여러 상점에서 주문하고, 결제하고, 배송을 조회합니다.
    구매하기 상품 화면이나 장바구니에서 체크아웃 구매 버튼을 누릅니다.
    주문서 작성 체크아웃 아이디로 로그인해 받는 분과 배송지를 적습니다.
    결제 상점이 계약한 결제 대행사를 통해 결제합니다.
    조회와 확정 배송 조회와 구매확정은 체크아웃 MY 페이지에서 합니다. 취소·교환·반품은 체크아웃 MY 페이지에서 신청합니다.
    구매를 확정하면 결제 금액의 0.5%가 다음날 적립금으로 쌓입니다.
    [체크아웃 MY 페이지 → http://checkout.localhost:8200/my/]
"""
NOTICE = """
    # 공지사항
    등록된 공지가 없습니다.
"""
NO_PRODUCTS = """
    # 하루상점
    ## 전체 상품
    아직 상품이 없습니다. 곧 채워집니다.
"""


def test_the_main_page_is_its_products_and_no_boards(front: Client, shop: Shop) -> None:
    """R74: a first picture, two shelves, and no heading of anything else above the foot."""
    furnish(shop)
    page = front.get("/")
    assert lacking(page, MAIN) == []
    assert [line for line in lines(page) if line.startswith("#")] == [
        "# 하루상점",
        "## 머그컵",
        "## 추천 상품",
        "## 전체 상품",
        "## 고객센터",
        "## 쇼핑 도움",
        "## 배송과 반품",
    ]


def test_a_shop_without_products_says_so(front: Client) -> None:
    assert lacking(front.get("/"), NO_PRODUCTS) == []


def test_a_category_shows_where_it_stands_and_what_is_in_it(front: Client, shop: Shop) -> None:
    found = furnish(shop)
    assert lacking(front.get(f"/categories/{found.cups.id}/"), CATEGORY, kitchen=found.kitchen.id, cups=found.cups.id) == []
    empty = Category.objects.create(shop=shop, name="빈 분류")
    assert lacking(front.get(f"/categories/{empty.id}/"), EMPTY_CATEGORY, empty=empty.id) == []


def test_a_search_says_what_it_looked_for_and_what_it_found(front: Client, shop: Shop) -> None:
    found = furnish(shop)
    assert lacking(front.get("/search/", {"q": "머그"}), FOUND) == []
    assert lacking(front.get("/search/", {"q": "없는 것"}), NOT_FOUND, kitchen=found.kitchen.id) == []
    assert lacking(front.get("/search/"), NOTHING_ASKED) == []


def test_what_checkout_is_and_the_notices(front: Client) -> None:
    """R76."""
    assert lacking(front.get("/checkout-service/"), CHECKOUT) == []
    assert lacking(front.get("/notice/"), NOTICE) == []


def test_a_long_list_leads_on_and_back(front: Client, shop: Shop) -> None:
    for number in range(25):
        make_product(shop, f"P{number}", categories=["7"])
    category = Category.objects.get()
    for path, query in (("/", "?"), (f"/categories/{category.id}/", "?"), ("/search/?q=상품", "?q=%EC%83%81%ED%92%88&")):
        assert lacking(front.get(path), f"[1 → {query}page=1]\n[2 → {query}page=2]\n[다음 → {query}page=2]") == []
        second = front.get(f"{path}{'&' if '?q' in path else '?'}page=2")
        assert lacking(second, f"[이전 → {query}page=1]\n[1 → {query}page=1]\n[2 → {query}page=2]") == []


def test_a_shelf_shows_each_products_picture(front: Client, shop: Shop) -> None:
    furnish(shop)
    assert len(re.findall(r'<img src="/media/[0-9a-f]+-400.jpg"', text(front.get("/search/?q=머그")))) == 1
