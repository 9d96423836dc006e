"""상품상세: the facts of a product are those that its texts' declaration shows to buyers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.mall.front import text as words_of
from tests.mall.worlds import make_product

from minishop.mall.catalog.domain.texts import DETAILS, ProductText
from minishop.mall.catalog.labels import TEXT_LABELS
from minishop.mall.shops.models import Shop


@pytest.mark.parametrize("detail", DETAILS, ids=lambda detail: detail.name)
def test_a_detail_is_a_fact_where_it_is_declared_one(front: Client, shop: Shop, detail: ProductText) -> None:
    facts: dict[str, Any] = {detail.name: "적은 글"}
    make_product(shop, **facts)
    page = words_of(front.get("/products/P1/"))
    fact = f"<dt>{TEXT_LABELS[detail.name]}</dt><dd>적은 글</dd>"
    assert (fact in page, "적은 글" in page) == (detail.on_page, detail.on_page)


def test_a_detail_that_nobody_told_is_no_fact(front: Client, shop: Shop) -> None:
    make_product(shop)
    page = words_of(front.get("/products/P1/"))
    assert not [label for label in TEXT_LABELS.values() if f"<dt>{label}</dt>" in page]
