"""Tenancy fails closed (architecture, rule 1): the rows are there to leak, and do not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.mall.worlds import make_product

from minishop.chassis.tenancy import ScopeMissing, across_tenants, scope
from minishop.mall.catalog.models import Product
from minishop.mall.shops.models import Entry, Shop

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def shop_with_entry(code: str) -> Shop:
    shop = Shop.objects.create(code=code, name=code, created_at=NOON)
    with scope(shop.id):
        Entry.objects.create(shop=shop, kind="pg", state="requested", requested_at=NOON, external_id=code)
    return shop


@pytest.fixture
def shops() -> tuple[Shop, Shop]:
    return shop_with_entry("haru"), shop_with_entry("maru")


def test_a_query_outside_a_scope_raises(shops: tuple[Shop, Shop]) -> None:
    for ask in (Entry.objects.count, Entry.objects.first, Entry.objects.all, lambda: Entry.objects.filter(external_id="haru")):
        with pytest.raises(ScopeMissing, match=r"mall_shops\.Entry"):
            ask()


def test_a_scope_shows_its_own_rows_only(shops: tuple[Shop, Shop]) -> None:
    haru, maru = shops
    with scope(haru.id):
        assert [entry.external_id for entry in Entry.objects.all()] == ["haru"]
        assert not Entry.objects.filter(shop=maru).exists()
        assert Entry.objects.update(reason="mine") == 1
    with scope(maru.id):
        assert Entry.objects.get().reason == ""


def test_scopes_nest_and_close_behind_an_error(shops: tuple[Shop, Shop]) -> None:
    haru, maru = shops
    with scope(haru.id):
        with pytest.raises(RuntimeError), scope(maru.id):
            raise RuntimeError
        assert Entry.objects.get().external_id == "haru"
    with pytest.raises(ScopeMissing):
        Entry.objects.count()


def test_who_may_see_all_shops_says_why(shops: tuple[Shop, Shop]) -> None:
    with across_tenants("the operator's list of shops"):
        assert Entry.objects.count() == 2


def test_saving_a_row_again_touches_no_other_shop(shops: tuple[Shop, Shop]) -> None:
    haru, maru = shops
    with scope(haru.id):
        entry = Entry.objects.get()
        entry.reason = "changed"
        entry.save()
        entry.refresh_from_db()
        assert entry.reason == "changed"
    with scope(maru.id):
        assert Entry.objects.get().reason == ""


def test_parts_of_several_rows_are_fetched_by_a_list_of_ids(shops: tuple[Shop, Shop], django_assert_num_queries: Any) -> None:
    """SQLite would read every row of the shop for every pair of a chain of ORs."""
    haru, maru = shops
    for shop in shops:
        with scope(shop.id):
            for code in ("P1", "P2"):
                make_product(shop, code)
    with scope(haru.id), django_assert_num_queries(2) as asked:
        products = list(Product.objects.filter(shop=haru).order_by("code").prefetch_related("variants"))
        assert [[variant.code for variant in product.variants.all()] for product in products] == [["P1-1"], ["P2-1"]]
    assert " OR " not in asked.captured_queries[1]["sql"]
    with across_tenants("rows of two shops at once"):
        products = list(Product.objects.order_by("shop_id", "code").prefetch_related("variants"))
        assert [product.variants.get().shop_id for product in products] == [haru.id] * 2 + [maru.id] * 2
