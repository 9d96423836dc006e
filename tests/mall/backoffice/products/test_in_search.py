"""Whether a product goes to the search, and why not, stands on its page and in its row."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.mall.pictures import png
from tests.mall.worlds import make_product
from tests.page_lines import lines

from minishop.kernel.won import Won
from minishop.mall.catalog.pictures import add_picture
from minishop.mall.feed.models import RefusedProduct
from minishop.mall.shops.models import Shop

LIST, PAGE = "/office/haru/products/", "/office/haru/products/P1/"
FACTS: dict[str, tuple[dict[str, Any], str]] = {
    "미진열": ({"displayed": False}, "진열하지 않습니다."),
    "판매 안 함": ({"for_sale": False}, "판매하지 않습니다."),
    "대체문구": ({"price_text": "문의"}, "판매가 대신 문구가 보입니다."),
    "0원": ({"price": Won(0)}, "판매가가 0원입니다."),
    "품절": ({"stock": 0}, "품절입니다."),
    "사진 없음": ({}, "사진이 없습니다."),
}


def says(answer: Any, words: str) -> bool:
    return any(words in line for line in lines(answer))


@pytest.mark.parametrize(("facts", "why"), FACTS.values(), ids=FACTS)
def test_a_product_that_is_not_told_to_the_search_says_why(shop: Shop, owner: Client, facts: dict[str, Any], why: str) -> None:
    """A4, R32, R33: in the list only what the row does not say anyway."""
    make_product(shop, "P1", **facts)
    assert says(owner.get(PAGE), f"지식쇼핑에 나가지 않습니다: {why}")
    assert says(owner.get(LIST), f"지식쇼핑: {why}") is (not facts)


def test_a_product_that_the_search_refused_says_why(shop: Shop, owner: Client) -> None:
    """A4, R32."""
    product = make_product(shop, "P1")
    add_picture(shop=shop, product=product, content=png())
    assert says(owner.get(PAGE), "지식쇼핑에 나가는 상품입니다.")
    assert not says(owner.get(LIST), "지식쇼핑:")
    RefusedProduct.objects.create(shop=shop, product_id=product.id, listed_as="P1", fault="missing", column="title", position=0)
    assert says(
        owner.get(PAGE), "지식쇼핑이 이 상품을 받지 않았습니다. 상품명: 비어 있습니다. 고쳐서 저장하면 다음 수집 때 다시 봅니다."
    )
    assert says(owner.get(LIST), "지식쇼핑: 상품명: 비어 있습니다.")


def test_a_new_product_says_nothing_of_the_search(shop: Shop, owner: Client) -> None:
    assert not says(owner.get(f"{LIST}new/"), "지식쇼핑에 나가는 상품입니다.")
