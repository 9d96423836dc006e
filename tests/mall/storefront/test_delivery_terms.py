"""What delivery costs, as a buyer reads it on a product's page and in the foot: the shop's terms, or the product's own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation
from tests.mall.front import BELOW

from minishop.kernel.won import Won
from minishop.mall.catalog.models import Product
from minishop.mall.shipping.domain.fee import Mode, Policy, Tier
from minishop.mall.storefront.frame.delivery import Terms, product_terms, shop_terms

TIERS = (Tier(Won(0), Won(3_000)), Tier(Won(30_000), Won(2_000)), Tier(Won(50_000), Won(0)))
SHOPS = {
    "미만": (BELOW, Terms("2,500원 · 50,000원 이상 무료", Won(50_000))),
    "미만, 배송비 0원": (replace(BELOW, fee=Won(0)), Terms("무료")),
    "미만, 기준 0원": (replace(BELOW, threshold=Won(0)), Terms("무료")),
    "무료": (replace(BELOW, mode=Mode.FREE), Terms("무료")),
    "착불": (replace(BELOW, mode=Mode.ON_DELIVERY), Terms("착불(받을 때 냅니다)")),
    "구간": (replace(BELOW, mode=Mode.TIERS, tiers=TIERS), Terms("3,000원 · 30,000원부터 2,000원 · 50,000원부터 무료")),
}
PRODUCTS = {
    "일반": ({"fee_kind": "general"}, "2,500원 · 50,000원 이상 무료"),
    "무료": ({"fee_kind": "free"}, "무료"),
    "고정": ({"fee_kind": "fixed", "fee_amount": Won(4_000)}, "4,000원 · 이 상품에 따로"),
    "수량별": ({"fee_kind": "growing", "fee_amount": Won(2_500), "fee_block": 4}, "4개마다 2,500원"),
}


@pytest.mark.parametrize(("policy", "terms"), SHOPS.values(), ids=SHOPS)
def test_the_shops_own_terms(policy: Policy, terms: Terms) -> None:
    """R57."""
    assert shop_terms(policy) == terms


@pytest.mark.parametrize(("facts", "words"), PRODUCTS.values(), ids=PRODUCTS)
def test_a_products_terms(facts: dict[str, object], words: str) -> None:
    """R58: its own count only where the shop has fees of products."""
    product = Product(**facts)
    assert product_terms(BELOW, product).words == words
    assert product_terms(replace(BELOW, individual_fees=False), product) == shop_terms(BELOW)


def test_a_reader_of_english_is_told_in_english() -> None:
    with translation.override("en"):
        assert shop_terms(BELOW).words == "₩2,500 · free from ₩50,000"
