"""상품정보 v2.1 in its words: what stands in the document only where a product or its shop has it."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from minishop.kernel.won import Won
from minishop.mall.channel.domain.product_details import Details, shipping_policy, write_details
from minishop.mall.channel.domain.product_information import ReturnAddress
from minishop.mall.shipping.domain.fee import Kind, Mode, Policy, Tier

WAREHOUSE = ReturnAddress("04524", "서울특별시 중구 세종대로 110", "1층", "데모상점", "02-120")
PLAIN = Details(
    id="P1", name="머플러", price=Won(12_000), tax="taxed", url="http://shop.localhost/1", image="", for_sale=True, quantity=3,
    shipping={"feeType": "FREE"}, fees=(Won(3_000), Won(0)),
)  # fmt: skip


def written(details: Details) -> Element:
    document: Element = fromstring(write_details([details]))
    product = document.find("product")
    assert product is not None
    return product


def test_where_returned_goods_go_is_told_where_the_shop_has_said_it() -> None:
    assert written(PLAIN).find("returnInfo") is None
    told = written(replace(PLAIN, returns=WAREHOUSE)).find("returnInfo")
    assert told is not None
    assert {one.tag: one.text for one in told} == {
        "zipcode": "04524",
        "address1": "서울특별시 중구 세종대로 110",
        "address2": "1층",
        "sellername": "데모상점",
        "contact1": "02-120",
    }


def test_what_a_buyer_writes_is_an_option_of_its_own_kind() -> None:
    assert written(PLAIN).find("option") is None
    product = written(replace(PLAIN, texts=["새길 이름"]))
    assert product.findtext("optionSupport") == "true"
    assert [(item.findtext("type"), item.findtext("name")) for item in product.iter("optionItem")] == [("INPUT", "새길 이름")]


def test_a_fee_of_nothing_is_not_told() -> None:
    product = written(PLAIN)
    assert (product.findtext("returnShippingFee"), product.findtext("exchangeShippingFee")) == ("3000", None)


@pytest.mark.parametrize(
    ("kind", "policy", "expected"),
    [
        (Kind.FREE, Policy(Mode.BELOW_AMOUNT, Won(50_000), Won(2_500)), ("FREE", "FREE", "0")),
        (Kind.GENERAL, Policy(Mode.FREE), ("FREE", "FREE", "0")),
        (Kind.FIXED, Policy(Mode.FREE), ("CHARGE", "PREPAYED", "4000")),
        (Kind.GROWING, Policy(Mode.FREE), ("CHARGE_BY_QUANTITY", "PREPAYED", "4000")),
        (Kind.GENERAL, Policy(Mode.ON_DELIVERY), ("CHARGE", "CASH_ON_DELIVERY", "0")),
        (
            Kind.GENERAL,
            Policy(Mode.TIERS, tiers=(Tier(Won(0), Won(3_500)), Tier(Won(30_000), Won(0)))),
            ("CHARGE", "PREPAYED", "3500"),
        ),
        (Kind.GENERAL, Policy(Mode.TIERS), ("CHARGE", "PREPAYED", "0")),
        (Kind.GENERAL, Policy(Mode.BELOW_AMOUNT, Won(50_000), Won(2_500)), ("CONDITIONAL_FREE", "PREPAYED", "2500")),
    ],
)
def test_a_products_delivery_in_the_words_of_the_wire(kind: Kind, policy: Policy, expected: tuple[str, str, str]) -> None:
    """Tiers have no word there: their first fee stands for them."""
    told = shipping_policy(kind, Won(4_000), 2, policy)
    assert (told["feeType"], told["feePayType"], told["feePrice"]) == expected
    assert ("groupId" in told) is (kind is Kind.GENERAL and policy.mode is not Mode.FREE)
    assert told.get("chargeByQuantity/repeatQuantity") == ("2" if kind is Kind.GROWING else None)
