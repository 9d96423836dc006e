"""What stands around every page of a shop: its head, its side, its foot."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.mall.front import text, visitor
from tests.mall.storefront.furnished import furnish
from tests.mall.worlds import Cast, make_product
from tests.page_lines import lacking, lines

from minishop.chassis.tenancy import scope
from minishop.mall.catalog.models import Category
from minishop.mall.shops.models import Shop

HEAD = """
    체크아웃 전용 쇼핑몰 체크아웃 아이디로 안전하게 구매하세요
    [주문확인/배송조회 → http://checkout.localhost:8200/my/]
    [1:1 문의하기 → http://checkout.localhost:8200/my/]
    [공지사항 → /notice/]
    [체크아웃 서비스란? → /checkout-service/]
    <메뉴>
    [하루상점 → /]
    {상품 검색: }
    <(검색) → GET /search/>
    [주문·배송 → http://checkout.localhost:8200/my/]
    [장바구니 담긴 상품 1 → /cart/]
    @ 상품 분류
    <전체 카테고리>
    [주방 → /categories/$kitchen/]
"""
MENU = """
    @ 전체 메뉴
    하루상점
    <(메뉴 닫기)>
    [주문확인/배송조회 → http://checkout.localhost:8200/my/]
    [공지사항 → /notice/]
    > 주방 1
    [주방 전체 보기 → /categories/$kitchen/]
    [컵 1 → /categories/$cups/]
    [소품 0 → /categories/$alone/]
"""
SIDE = """
    @ 상점 안내
    ## 상품 분류
    [주방 1 → /categories/$kitchen/]
    [컵 1 → /categories/$cups/]
    ## 고객센터
    [02-123-4500 → tel:02-123-4500]
    운영시간: 평일 10:00–17:00
    팩스: 02-123-4599
    이메일: [owner@haru.example → mailto:owner@haru.example]
    [1:1 문의하기 → http://checkout.localhost:8200/my/] · [공지사항 → /notice/]
"""
FOOT = """
    ## 고객센터
    [02-123-4500 → tel:02-123-4500]
    운영시간: 평일 10:00–17:00
    ## 쇼핑 도움
    [주문확인/배송조회 → http://checkout.localhost:8200/my/]
    [공지사항 → /notice/]
    [1:1 문의하기 → http://checkout.localhost:8200/my/]
    [체크아웃 서비스란? → /checkout-service/]
    ## 배송과 반품
    배송비 2,500원 · 50,000원 이상 무료
    취소·교환·반품은 체크아웃 MY 페이지에서 신청합니다. 교환과 반품은 받은 날부터 7일 안에 할 수 있습니다.
    하루상사 대표 김하루 사업자등록번호 123-45-67891 통신판매업신고 2025-서울중구-00123
    …  (04524) 서울시 중구 세종대로 110 3층 전화 02-123-4500 owner@haru.example
    공정거래위원회 표준약관 사용
    암호화 연결(SSL) 사용
    모든 결제는 체크아웃에서 안전하게
    <한국어 → POST /i18n/setlang/ next=/notice/ language=ko>
    <English → POST /i18n/setlang/ next=/notice/ language=en>
"""
BARE = """
    샌드박스 실제 결제와 배송은 일어나지 않습니다
    [하루상점 → /]
    [장바구니 → /cart/]
    ## 고객센터
    ## 쇼핑 도움
    하루상점 owner@mall.example
"""


def test_the_head_and_all_categories_behind_one_button_stand_on_every_page(front: Client, shop: Shop) -> None:
    """R76; on a phone the categories stand above the products, behind the button."""
    found = furnish(shop)
    alone = Category.objects.create(shop=shop, name="소품", position=9)
    front.post("/cart/lines/", {"product": make_product(shop, "P7").code, "quantity": "1"})
    shop.refresh_from_db()
    page = front.get("/notice/", secure=True)
    assert lacking(page, HEAD + MENU, kitchen=found.kitchen.id, cups=found.cups.id, alone=alone.id) == []


@pytest.mark.parametrize("path", ["/products/P1/", "/categories/{cups}/"])
def test_the_tree_and_the_customer_centre_stand_beside_products(front: Client, shop: Shop, path: str) -> None:
    """R77."""
    found = furnish(shop)
    shop.refresh_from_db()
    page = front.get(path.format(cups=found.cups.id))
    assert lacking(page, SIDE, kitchen=found.kitchen.id, cups=found.cups.id) == []


def test_a_button_of_the_head_opens_the_menu_without_a_script(front: Client, shop: Shop) -> None:
    furnish(shop)
    page = BeautifulSoup(front.get("/notice/").content, "html.parser")
    openers = page.select("header button[popovertarget]")
    assert [page.select_one(f"#{button['popovertarget']}[popover]") is not None for button in openers] == [True, True]


def test_the_foot_names_the_seller_the_standard_terms_and_the_secured_site(front: Client, shop: Shop) -> None:
    """R78: the mark of a secured site stands only where the page came over one."""
    furnish(shop)
    assert lacking(front.get("/notice/", secure=True), FOOT) == []
    assert "암호화 연결(SSL) 사용" not in lines(front.get("/notice/"))


def test_what_a_shop_has_not_said_leaves_no_empty_label(front: Client) -> None:
    page = front.get("/notice/")
    assert lacking(page, BARE) == []
    assert not [line for line in lines(page) if line.startswith(("팩스", "운영시간", "## 상품 분류", "02-"))]


def test_every_page_begins_with_a_way_past_the_head(front: Client) -> None:
    assert lines(front.get("/notice/"))[0] == "[본문으로 바로가기 → #content]"


def test_before_the_opening_every_page_says_so(cast: Cast) -> None:
    """R82."""
    for path in ("/", "/notice/", "/cart/"):
        assert "오픈 준비중인 상점입니다. 상품은 둘러볼 수 있지만 아직 살 수 없습니다." in lines(visitor(cast.maru).get(path))


def test_orders_are_looked_up_at_the_hub(front: Client) -> None:
    """R21."""
    assert lacking(front.get("/"), "[주문확인/배송조회 → http://checkout.localhost:8200/my/]") == []


@pytest.mark.parametrize(
    "address", ["/mypage/", "/my/", "/my/orders/", "/orders/", "/order/", "/order/complete/", "/login/", "/join/"]
)
def test_a_shop_has_no_page_of_its_own_for_orders_or_members(front: Client, address: str) -> None:
    """R26."""
    assert front.get(address).status_code == 404


def test_every_shop_wears_the_same_skin(front: Client, cast: Cast, shop: Shop) -> None:
    """R38."""
    make_product(shop)
    with scope(cast.maru.id):
        make_product(cast.maru)
    other = visitor(cast.maru)
    for path in ("/", "/products/P1/", "/cart/"):
        worn = [_skin(text(one.get(path))) for one in (front, other)]
        assert worn[0] == worn[1] != ([], "")


def _skin(page: str) -> tuple[list[str], str]:
    """The style sheets of a page, and the theme they are asked for."""
    return re.findall(r'<link rel="stylesheet" href="([^"]+)"', page), "".join(re.findall(r'<html [^>]*class="([^"]*)"', page))
