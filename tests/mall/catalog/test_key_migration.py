"""A running installation is brought up: products that were there before are found."""

from __future__ import annotations

import pytest
from tests.mall.worlds import NOW
from tests.migrating import State, migrate

from minishop.chassis import finding
from minishop.chassis.tenancy import scope
from minishop.mall.catalog.queries import living_products, products_of_words
from minishop.mall.shops.models import Shop

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("mall_catalog", "0004_pictures_of_other_hosts")]


def test_products_of_before_are_found_in_their_own_shop(newest: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_BATCH_OF_OWNERS", 2)
    get_model = migrate(BEFORE)
    shops = [get_model("mall_shops", "Shop").objects.create(code=code, name=code, created_at=NOW) for code in ("haru", "maru")]
    for number, shop in enumerate((*shops, *shops, shops[0])):
        get_model("mall_catalog", "Product").objects.create(
            shop=shop, code=f"P{number}", name=f"울목도리 {number}", created_at=NOW, updated_at=NOW
        )
    migrate(newest)
    for code, found in (("haru", ["P0", "P2", "P4"]), ("maru", ["P1", "P3"])):
        shop = Shop.objects.get(code=code)
        with scope(shop.id):
            products = products_of_words(shop, living_products(shop), "목 도리")
            assert sorted(products.values_list("code", flat=True)) == found
