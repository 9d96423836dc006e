"""찾기: products are found by any part of their name, by their codes and search words, by an index, in their own shop."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from tests.mall.catalog.files import product_file, row
from tests.mall.worlds import NOW, Cast, make_product
from tests.plans import plans_of

from minishop.chassis.finding import KeyTable
from minishop.chassis.tenancy import scope
from minishop.mall.catalog.domain.draft import ProductDraft
from minishop.mall.catalog.models import ProductKey
from minishop.mall.catalog.queries import living_products, products_of_words
from minishop.mall.catalog.services.importing import import_products
from minishop.mall.catalog.services.products import save_product
from minishop.mall.shops.models import Shop


def codes(shop: Shop, words: str) -> list[str]:
    return sorted(products_of_words(shop, living_products(shop), words).values_list("code", flat=True))


@pytest.mark.parametrize(
    "words",
    [
        "하루", "목도리", "울목도리", "도리", "울 목도리", "목도리 하루", "ＳＯＦＴ", "soft울", unicodedata.normalize("NFD", "목도리"),
        "ㅁㅗㄱㄷㅗㄹㅣ", "hr-0017", "HR0017", "0017", "own9", "겨울선물", "선물", "목\u200b도리\u00a0",
    ],
)  # fmt: skip
def test_a_product_is_found_however_its_words_are_typed(shop: Shop, words: str) -> None:
    """R110."""
    make_product(shop, "HR-0017", name="하루 Soft 울목도리 ①", own_code="OWN9", search_words="겨울 선물, 선물용")
    make_product(shop, "P2", name="현미")
    assert codes(shop, words) == ["HR-0017"]


@pytest.mark.parametrize("words", ["장갑", "목도리 장갑", "목_리", "%", "-", "R-0017", "용"])
def test_nothing_else_is_found(shop: Shop, words: str) -> None:
    make_product(shop, "HR-0017", name="하루 울목도리", search_words="선물용")
    assert codes(shop, words) == []


def test_a_product_is_found_by_what_it_says_now_and_by_no_other_shop(cast: Cast) -> None:
    with scope(cast.maru.id):
        make_product(cast.maru, name="목도리")
    with scope(cast.haru.id):
        make_product(cast.haru, name="목도리")
        save_product(shop=cast.haru, draft=ProductDraft("P1", {"name": "장갑"}), now=NOW + timedelta(days=1))
        assert (codes(cast.haru, "목도리"), codes(cast.haru, "장갑")) == ([], ["P1"])
        import_products(shop=cast.haru, content=product_file([row("P1", 상품명="모자"), row("P2", 상품명="털모자")]), now=NOW)
        assert (codes(cast.haru, "장갑"), codes(cast.haru, "모자")) == ([], ["P1", "P2"])
    with scope(cast.maru.id):
        assert codes(cast.maru, "목도리") == ["P1"]


def test_saving_the_same_again_writes_no_key(shop: Shop) -> None:
    make_product(shop, name="목도리")
    before = sorted(ProductKey.objects.values_list("id", flat=True))
    make_product(shop, name="목도리", summary="새 요약")
    assert sorted(ProductKey.objects.values_list("id", flat=True)) == before


def test_every_word_goes_by_the_index_of_the_keys(shop: Shop) -> None:
    make_product(shop, name="하루 목도리")
    KeyTable(ProductKey, "product_id", "shop_id").add(((number, f"낱말{number}") for number in range(1, 1000)), tenant_id=shop.id)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE mall_catalog_productkey")
    (plan,) = plans_of(lambda: list(products_of_words(shop, living_products(shop), "하루 목도리")), table="mall_catalog_product")
    assert plan.count("catalog_products_by_key") == 2


def test_the_seller_and_the_visitor_find_it_alike(shop: Shop, client: Client, cast: Cast, front: Client) -> None:
    """R110."""
    make_product(shop, name="하루 울목도리")
    client.force_login(cast.owner)
    for answer in (client.get("/office/haru/products/", {"q": "목 도리"}), front.get("/search/", {"q": "ㅁㅗㄱㄷㅗㄹㅣ"})):
        assert "하루 울목도리" in answer.content.decode()
