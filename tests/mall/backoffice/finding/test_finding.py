"""찾기: the box in the bar opens what a word names, and else says where to look."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import NOW, Cast, make_product
from tests.page_lines import lacking, lines

from minishop.chassis.tenancy import scope
from minishop.mall.channel import tasks
from minishop.mall.orders.models import Order
from minishop.mall.shops.models import Shop

FIND = "/office/haru/find/"
WAYS = """
    # ‘머그’ 찾기
    ## 목록에서 찾기
    [주문관리에서 ‘머그’ 찾기 → /office/haru/orders/?q=%EB%A8%B8%EA%B7%B8]
    [상품관리에서 ‘머그’ 찾기 → /office/haru/products/?q=%EB%A8%B8%EA%B7%B8]
"""


@pytest.mark.parametrize("word", ["20261123-0000001", " 2026112300000001 "])
def test_an_orders_number_opens_the_order(connected: Shop, hub: FakeHub, owner: Client, word: str) -> None:
    hub.sell("2026112300000001", "L1")
    tasks.collect.run(shop_id=connected.id, now=NOW)
    assert Order.objects.get().number == "20261123-0000001"
    assert owner.get(FIND, {"q": word})["Location"] == "/office/haru/orders/20261123-0000001/"


def test_a_products_code_opens_the_product(shop: Shop, owner: Client) -> None:
    make_product(shop, "P1")
    assert owner.get(FIND, {"q": "P1"})["Location"] == "/office/haru/products/P1/"


def test_two_that_fit_are_both_offered(connected: Shop, hub: FakeHub, owner: Client) -> None:
    hub.sell("2026112300000001", "L1")
    tasks.collect.run(shop_id=connected.id, now=NOW)
    make_product(connected, "2026112300000001", name="쌀")
    wanted = """
        ## 찾은 것
        [20261123-0000001 김구매 → 이수령 → /office/haru/orders/20261123-0000001/]
        [쌀 → /office/haru/products/2026112300000001/]
    """
    assert lacking(owner.get(FIND, {"q": "2026112300000001"}), wanted) == []


@pytest.mark.parametrize("word", ["수령", "0000001", "+82 10 2345 6789"])
def test_a_word_that_only_one_order_has_opens_it(connected: Shop, hub: FakeHub, owner: Client, word: str) -> None:
    hub.sell("2026112300000001", "L1")
    tasks.collect.run(shop_id=connected.id, now=NOW)
    assert owner.get(FIND, {"q": word})["Location"] == "/office/haru/orders/20261123-0000001/"


def test_what_a_word_names_exactly_is_opened_though_it_begins_others(shop: Shop, owner: Client) -> None:
    make_product(shop, "P1")
    make_product(shop, "P10")
    assert owner.get(FIND, {"q": "P1"})["Location"] == "/office/haru/products/P1/"
    assert (
        lacking(owner.get(FIND, {"q": "상품"}), "[상품 P1 → /office/haru/products/P1/]\n[상품 P10 → /office/haru/products/P10/]")
        == []
    )


def test_any_other_word_leads_to_the_lists(shop: Shop, owner: Client) -> None:
    assert lacking(owner.get(FIND, {"q": "머그"}), WAYS) == []


@pytest.mark.parametrize("word", ["배송비", "배송 비 설정"])
def test_a_menu_line_is_found_by_its_name(shop: Shop, owner: Client, word: str) -> None:
    page = owner.get(FIND, {"q": word})
    assert lacking(page, "## 메뉴\n[배송비 설정 → /office/haru/shipping/]") == []


def test_nothing_asked_says_what_can_be(shop: Shop, owner: Client) -> None:
    read = lines(owner.get(FIND, {"q": "  "}))
    assert "위 칸에 주문번호, 전화번호, 송장번호, 상품코드, 상품 이름, 사람 이름이나 메뉴 이름을 적어 주세요." in read
    assert "## 목록에서 찾기" not in read


@pytest.mark.parametrize("word", ["%00", "a\x00b", "가" * 500, "%_'\"<b>", "🙂"])
def test_odd_words_do_no_harm(shop: Shop, owner: Client, word: str) -> None:
    assert owner.get(FIND, {"q": word}).status_code in (200, 400)


def test_another_shops_things_are_not_found(cast: Cast, shop: Shop, owner: Client) -> None:
    with scope(cast.maru.id):
        make_product(cast.maru, "SECRET")
    assert owner.get(FIND, {"q": "SECRET"}).status_code == 200


def test_every_page_has_the_box_and_the_tabs_of_a_telephone(shop: Shop, owner: Client) -> None:
    wanted = """
        {찾기: }
        <찾기 → GET /office/haru/find/>
        @ 아래 메뉴
        [상점 홈 → /office/haru/]
        [주문관리 → /office/haru/orders/]
        [확인할 일 → /office/haru/attention/]
        [상품관리 → /office/haru/products/]
        > 더보기
    """
    assert lacking(owner.get("/office/haru/shipping/"), wanted) == []
