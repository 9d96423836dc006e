"""The language of who presses buy changes neither what is stored nor what is sent; each reader is told in their own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from tests.mall.backoffice.offices import make_order
from tests.mall.front import BELOW, RegistrationDesk, opened, text, visitor
from tests.mall.worlds import Cast, make_product

from minishop.kernel.won import Won
from minishop.mall.channel.models import Registration
from minishop.mall.orders.models import Order
from minishop.mall.shipping.domain.breakdown import read_rows
from minishop.mall.shipping.domain.fee import DoorGate, Mode, Policy, Tier, Why
from minishop.mall.shipping.labels import row_text
from minishop.mall.shipping.services import Region, replace_surcharges
from minishop.mall.shops.models import Shop

REGIONS = [Region(f"섬{number}", f"4020{number}", f"4020{number}", Won(1_000 * number)) for number in range(1, 8)]
DOOR = replace(BELOW, mode=Mode.ON_DELIVERY, door_gate=DoorGate.NEVER)


FIXED = {"fee_kind": "fixed", "fee_amount": Won(4_000)}
GROWING = {"fee_kind": "growing", "fee_amount": Won(1_500)}
FREE = {"fee_kind": "free"}


@dataclass(frozen=True)
class Basket:
    """A policy, the facts of each product, the shop's surcharges, and the reasons that the bill's rows have."""

    reasons: set[Why]
    policy: Policy
    products: tuple[dict[str, Any], ...] = ({},)
    regions: tuple[Region, ...] = ()


BASKETS = {
    "무료 상점": Basket({Why.SHOP_FREE}, replace(BELOW, mode=Mode.FREE)),
    "기준 미만": Basket({Why.BELOW_THRESHOLD}, BELOW),
    "기준 이상": Basket({Why.REACHED_THRESHOLD}, replace(BELOW, threshold=Won(10_000))),
    "구간": Basket({Why.TIER}, replace(BELOW, mode=Mode.TIERS, tiers=(Tier(Won(0), Won(3_000)),))),
    "착불": Basket({Why.PAID_AT_THE_DOOR}, DOOR),
    "착불과 개별, 지역": Basket({Why.PAID_AT_THE_DOOR, Why.PER_PRODUCT}, DOOR, ({}, FIXED), tuple(REGIONS[:2])),
    "수량별": Basket({Why.PER_BLOCK}, BELOW, (GROWING,)),
    "무료 우선": Basket({Why.WAIVED_BY_FREE_PRODUCT}, replace(BELOW, free_first=True), ({}, FIXED, FREE)),
    "지역 많음": Basket({Why.BELOW_THRESHOLD}, BELOW, ({},), tuple(REGIONS)),
}
OFFICE = "/office/haru/orders/20261123-0000001/"


def stock_up(shop: Shop, basket: Basket) -> None:
    opened(shop, basket.policy)
    replace_surcharges(shop=shop, regions=basket.regions)
    for number, facts in enumerate(basket.products, 1):
        make_product(shop, f"P{number}", **facts)


def buy(shop: Shop, basket: Basket, language: str) -> dict[str, Any]:
    """Buys one of each product in a language and returns what was kept, which is forgotten again."""
    front = visitor(shop)
    front.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    for number, _facts in enumerate(basket.products, 1):
        front.post("/cart/lines/", {"product": f"P{number}", "quantity": "1"})
    assert front.post("/checkout/").status_code == 303
    kept = Registration.objects.values("code", "total", "shipping_fee", "lines", "fee_breakdown").get()
    Registration.objects.all().delete()
    for line in kept["lines"]:
        del line["cart_line"]  # the row of this visitor's own cart
    return dict(kept)


@pytest.fixture(autouse=True)
def same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two registrations differ in nothing that is drawn by lot."""
    monkeypatch.setattr("minishop.mall.channel.services.registering.readable_code", lambda _length: "SAMECODE1234")


@pytest.mark.parametrize("basket", BASKETS.values(), ids=BASKETS)
def test_a_buyer_reading_english_stores_and_sends_what_one_reading_korean_does(
    shop: Shop, desk: RegistrationDesk, basket: Basket
) -> None:
    stock_up(shop, basket)
    assert buy(shop, basket, "en") == buy(shop, basket, "ko")
    english, korean = desk.bodies
    assert english == korean


@pytest.mark.parametrize("basket", BASKETS.values(), ids=BASKETS)
def test_a_row_is_told_in_each_readers_language(shop: Shop, desk: RegistrationDesk, cast: Cast, basket: Basket) -> None:
    """What an English reader's purchase stored: the Korean seller reads Korean, the English one English."""
    stock_up(shop, basket)
    make_order(shop)
    kept = buy(shop, basket, "en")["fee_breakdown"]
    assert {row["why"] for row in kept["rows"]} == basket.reasons
    Order.objects.update(fee_breakdown=kept)
    seller = Client()
    seller.force_login(cast.owner)
    korean, english = (fee_list(seller.get(OFFICE, headers={"accept-language": language})) for language in ("ko", "en"))
    rows = read_rows(kept)
    with translation.override("ko"):
        assert korean == [row_text(row) for row in rows]
    with translation.override("en"):
        assert english == [row_text(row) for row in rows]
    assert not set(korean) & set(english)


def fee_list(answer: Any) -> list[str]:
    """The sentences of the fee's rows on an order's page."""
    return [unescape(said) for said in re.findall(r"<li>([^<]*): [^<]*</li>", text(answer))]


def test_every_reason_stands_in_a_basket() -> None:
    assert {why for basket in BASKETS.values() for why in basket.reasons} == set(Why) - {Why.REGION}


def test_a_row_that_is_only_a_text_is_shown_as_it_is(shop: Shop, cast: Cast) -> None:
    make_order(shop)
    Order.objects.update(fee_breakdown={"rows": [{"why": "per_moon", "amount": 700, "label": "달마다 <한 번>"}]})
    seller = Client()
    seller.force_login(cast.owner)
    page = text(seller.get(OFFICE, headers={"accept-language": "en"}))
    assert "<li>달마다 &lt;한 번&gt;:" in page
