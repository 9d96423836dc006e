"""상품 정보: each detail that is declared is entered on the form, and listed where its declaration says."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.mall.backoffice.products.test_products import SAID
from tests.mall.front import text as words_of

from minishop.mall.catalog.domain.texts import DETAILS, ProductText
from minishop.mall.catalog.labels import TEXT_LABELS
from minishop.mall.catalog.models import Product
from minishop.mall.shops.models import Shop


@pytest.mark.parametrize("detail", DETAILS, ids=lambda detail: detail.name)
def test_a_detail_is_entered_kept_and_shown_again(shop: Shop, owner: Client, detail: ProductText) -> None:
    label, text = TEXT_LABELS[detail.name], "적은 글"
    owner.post("/office/haru/products/new/", {**SAID, "maker": "", detail.name: text})
    product = Product.objects.get()
    assert getattr(product, detail.name) == text
    card = words_of(owner.get(f"/office/haru/products/{product.code}/")).partition("<h2>상품 정보")[2].partition("</section>")[0]
    assert all(part in card for part in (f'name="{detail.name}"', f'value="{text}"', f"{label}"))
    listed = words_of(owner.get("/office/haru/products/"))
    assert (f">{label}</th>" in listed, f'data-label="{label}">{text}</td>' in listed) == (detail.in_list, detail.in_list)
