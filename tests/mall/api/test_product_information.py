"""상품정보 제공: what the hub hears when it asks for products (v1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.mall.front import text
from tests.mall.worlds import NOW, Cast, make_product

from minishop.chassis.tenancy import scope
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.channel.domain.product_details import shipping_policy
from minishop.mall.shipping.domain.fee import Kind, Mode, Policy
from minishop.mall.shops.models import Shop
from minishop.mall.stock.queries import selling_channel
from minishop.mall.stock.services.holds import Ask, let_go, take

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


@pytest.mark.parametrize("query", ["", "ITEM_ID=", "item_id=P1", "product[0][name]=P1"])
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


def details(front: Client, query: str) -> ElementTree.Element:
    answer = front.get(f"{ADDRESS}?{query}")
    assert answer["Content-Type"] == "application/xml;charset=utf-8"
    return ElementTree.fromstring(answer.content)


def stocks(front: Client, query: str) -> list[tuple[str | None, str | None]]:
    """Code and pieces of each combination, or of the product itself."""
    [product] = details(front, query)
    found = product.findall("option/combination") or [product]
    return [(one.findtext("manageCode") or one.findtext("id"), one.findtext("stockQuantity")) for one in found]


OPTIONS = "product[0][id]=P1&product[0][optionSearch]=true"


def test_a_hub_may_ask_by_combination(front: Client, shop: Shop) -> None:
    """R61: indexed names, as the later protocol has them."""
    make_product(shop, "P1", name="컵 & <b>", selects=[SelectOption("색상", ("노랑", "파랑"))], stock=2)
    make_product(shop, "P2")
    [first, second] = details(front, f"{OPTIONS}&product[1][id]=P2&product[2][id]=GONE")
    told = [first.findtext(name) for name in ("id", "name", "basePrice", "taxType", "status", "optionSupport")]
    assert told == ["P1", "컵 & <b>", "10000", "TAX", "ON_SALE", "true"]
    assert [one.findtext("text") for one in first.findall("option/optionItem/value")] == ["노랑", "파랑"]
    assert [one.get("id") or one.findtext("options/id") for one in first.findall("option/combination")] == ["0-0", "0-1"]
    assert (second.findtext("id"), second.find("stockQuantity"), second.findtext("status")) == ("P2", None, "ON_SALE")
    assert stocks(front, OPTIONS) == [("P1-1", "2"), ("P1-2", "2")]
    assert stocks(front, "product[0][id]=P1&product[0][optionManageCodes]=P1-2") == [("P1-2", "2")]
    assert stocks(front, "product[0][id]=P1") == [("P1", "4")]


def test_by_combination_what_holds_leave_and_the_holders_own(front: Client, shop: Shop) -> None:
    """W16, W17: whoever holds the last piece hears of it, everybody else of none; a hold that is over counts for nobody."""
    variant = make_product(shop, "P1", selects=[SelectOption("색상", ("노랑",))], stock=1).variants.get()
    ask = Ask(selling_channel(), "MINE", 1, {variant.id: 1}, NOW + timedelta(minutes=15), registration="MINE")
    with transaction.atomic():
        take(shop=shop, ask=ask, reserves={}, now=NOW)
    assert stocks(front, OPTIONS) == stocks(front, f"{OPTIONS}&merchantCustomCode1=OTHER") == [("P1-1", "0")]
    assert stocks(front, f"{OPTIONS}&merchantCustomCode1=MINE") == [("P1-1", "1")]
    with transaction.atomic():
        let_go(shop=shop, ask=ask, reason="abandoned", now=NOW)
        take(shop=shop, ask=replace(ask, order_no="OTHER", registration="OTHER"), reserves={}, now=NOW)
    assert stocks(front, f"{OPTIONS}&merchantCustomCode1=MINE") == [("P1-1", "0")]


@pytest.mark.parametrize(
    ("kind", "mode", "told"),
    [
        (Kind.GENERAL, Mode.FREE, {"feeType": "FREE", "feePayType": "FREE", "feePrice": "0"}),
        (Kind.GENERAL, Mode.ON_DELIVERY, {"feeType": "CHARGE", "feePayType": "CASH_ON_DELIVERY", "feePrice": "0"}),
        (
            Kind.GENERAL,
            Mode.BELOW_AMOUNT,
            {"feeType": "CONDITIONAL_FREE", "feePrice": "2500", "conditionalFree/basePrice": "50000"},
        ),
        (Kind.FREE, Mode.BELOW_AMOUNT, {"feeType": "FREE"}),
        (Kind.FIXED, Mode.BELOW_AMOUNT, {"feeType": "CHARGE", "feePrice": "700"}),
        (Kind.GROWING, Mode.FREE, {"feeType": "CHARGE_BY_QUANTITY", "feePrice": "700", "chargeByQuantity/repeatQuantity": "3"}),
    ],
)
def test_what_delivery_costs_in_the_wires_words(kind: Kind, mode: Mode, told: dict[str, str]) -> None:
    found = shipping_policy(kind, Won(700), 3, Policy(mode, threshold=Won(50_000), fee=Won(2_500)))
    assert found | told == found
    assert ("groupId" in found) == (kind is Kind.GENERAL and mode is not Mode.FREE)
