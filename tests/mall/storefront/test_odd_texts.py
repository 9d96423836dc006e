"""Odd characters from strangers: an answer, never a fault, whichever database keeps the shop."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.test import Client
from tests.mall.front import text
from tests.mall.worlds import NOW, make_product

from minishop.mall.cart.models import CartLine
from minishop.mall.catalog.domain.draft import TextOption
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.services.importing import import_products, plan_import
from minishop.mall.shops.models import Shop
from minishop.mall.storefront.frame.page import CART_COOKIE


@pytest.mark.parametrize("path", ["/products/%00/", "/search/?q=%00", "/checkout/product-info/?ITEM_ID=%00", "/?%00=1"])
def test_a_nul_in_an_address_is_refused(front: Client, path: str) -> None:
    assert front.get(path).status_code == 400


def test_a_nul_in_a_cookie_is_refused(front: Client) -> None:
    front.cookies[CART_COOKIE] = "a\x00b"
    assert front.get("/cart/").status_code == 400


@pytest.mark.parametrize("given", [{"product": "P\x00"}, {"product": "P1", "text-각인": "a\x00b"}], ids=["상품", "문구"])
def test_a_nul_in_a_form_is_refused_and_changes_nothing(shop: Shop, front: Client, given: dict[str, str]) -> None:
    make_product(shop, "P1", texts=[TextOption("각인")])
    assert front.post("/cart/lines/", {"quantity": "1", "text-각인": "글", **given}).status_code == 400
    assert not CartLine.objects.exists()


def test_a_written_text_is_one_line(shop: Shop, front: Client) -> None:
    make_product(shop, "P1", texts=[TextOption("각인")])
    front.post("/cart/lines/", {"product": "P1", "quantity": "1", "text-각인": " 첫째\r\n\t둘째\x0b & <b> "})
    assert CartLine.objects.get().texts == [["각인", "첫째 둘째 & <b>"]]
    assert "첫째 둘째 &amp; &lt;b&gt;" in text(front.get("/cart/"))


def test_what_the_hub_is_told_of_a_product_stays_readable_xml(shop: Shop, front: Client) -> None:
    make_product(shop, "P1", name="종\x0b이]]>컵\x08", selects=[SelectOption('색"\x01&', ("노\x02랑",))])
    answer = front.get("/checkout/product-info/?ITEM_ID=P1")
    assert ElementTree.fromstring(answer.content).findtext("item/name") == "종 이]]>컵 "


@pytest.mark.parametrize("code", ["A/B", "A\\B", "..", ".", "A?B", "A#B", "A%2FB", "A B", "new", "import", "display", "categories"])
def test_a_code_that_cannot_stand_in_an_address_is_refused(shop: Shop, front: Client, code: str) -> None:
    """One such code would take the shop's every page with it, or its own page out of reach."""
    file = f"상품코드,상품명,판매가\n{code},이름,1000\n".encode()
    plan = import_products(shop=shop, content=file, now=NOW)
    assert [(note.column, note.why) for note in plan.refused] == [("상품코드", "bad_code")]
    assert front.get("/").status_code == 200


@pytest.mark.parametrize("code", ["P000000A", "한글-1", "a.b_c"])
def test_a_code_that_can_is_shown_and_found(shop: Shop, front: Client, code: str) -> None:
    import_products(shop=shop, content=f"상품코드,상품명,판매가\n{code},이름,1000\n".encode(), now=NOW)
    assert front.get("/").status_code == front.get(f"/products/{code}/").status_code == 200


def test_a_count_that_hides_behind_zeros_is_refused(shop: Shop) -> None:
    file = "상품코드,상품명,판매가,최소 주문수량(이상)\nP1,이름,1000,000000001999999999999\n".encode()
    assert plan_import(shop=shop, content=file).counts["refused"] == 1
