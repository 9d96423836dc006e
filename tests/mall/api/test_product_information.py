"""상품정보 제공: what the hub hears when it asks for products (v1)."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.mall.front import text
from tests.mall.worlds import Cast, make_product

from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.shops.models import Shop

ADDRESS = "/checkout/product-info/"


def told(front: Client, query: str) -> list[tuple[str | None, ...]]:
    answer = front.get(f"{ADDRESS}?{query}")
    assert answer["Content-Type"] == "application/xml;charset=utf-8"
    items = ElementTree.fromstring(answer.content).findall("item")
    return [(item.get("id"), item.findtext("price"), item.findtext("quantity")) for item in items]


def test_products_are_told_in_the_order_asked(front: Client, shop: Shop) -> None:
    make_product(shop, "P1", stock=7)
    make_product(shop, "P2", price=Won(3_000), selects=[SelectOption("색상", ("노랑", "파랑"))], stock=2)
    make_product(shop, "P3")
    assert told(front, "ITEM_ID=P3&ITEM_ID=P1&ITEM_ID=P2&ITEM_ID=P1") == [
        ("P3", "10000", "9999"), ("P1", "10000", "7"), ("P2", "3000", "4"),
    ]  # fmt: skip


def test_unknown_hidden_and_other_shops_products_are_left_out(front: Client, shop: Shop, cast: Cast) -> None:
    make_product(shop, "P1", stock=1)
    make_product(shop, "P2", displayed=False)
    with scope(cast.maru.id):
        make_product(cast.maru, "M1")
    assert told(front, "ITEM_ID=P1&ITEM_ID=P2&ITEM_ID=M1&ITEM_ID=X") == [("P1", "10000", "1")]


@pytest.mark.parametrize(
    "facts", [{"stock": 0}, {"for_sale": False}, {"price_text": "문의"}], ids=["품절", "판매 안 함", "대체문구"]
)
def test_what_cannot_be_bought_has_none_left(front: Client, shop: Shop, facts: dict[str, object]) -> None:
    make_product(shop, "P1", **facts)  # type: ignore[arg-type]
    assert told(front, "ITEM_ID=P1") == [("P1", "10000", "0")]


@pytest.mark.parametrize("query", ["", "ITEM_ID=", "item_id=P1", "product[0][id]=P1"])
def test_without_an_id_the_answer_is_a_sentence(front: Client, query: str) -> None:
    answer = front.get(f"{ADDRESS}?{query}")
    assert (answer.status_code, text(answer)) == (200, "ITEM_ID 는 필수입니다.")


def test_a_name_that_would_break_the_document_does_not(front: Client, shop: Shop) -> None:
    make_product(shop, "P1", name="컵 & <b>]]>접시")
    answer = front.get(f"{ADDRESS}?ITEM_ID=P1")
    assert ElementTree.fromstring(answer.content).findtext("item/name") == "컵 & <b>]]>접시"


@pytest.mark.parametrize("count", [1, 3], ids=["한 상품", "세 상품"])
def test_any_number_of_products_takes_the_same_questions(
    front: Client, shop: Shop, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_product(shop, f"P{number}", stock=1)
    with django_assert_num_queries(10):
        assert len(told(front, "&".join(f"ITEM_ID=P{number}" for number in range(count)))) == count
