"""재고: what is written, sold once a key, and what visitors are told of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from tests.mall.stock.selling import take_sold
from tests.mall.worlds import NOW, make_product

from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.domain.purchase import Refusal
from minishop.mall.catalog.models import Variant
from minishop.mall.catalog.queries import displayed_products
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.levels import TooLow
from minishop.mall.stock.models import StockBuffer, StockLevel, StockMovement
from minishop.mall.stock.queries import Shelf, purchase_infos, sellable, shelves
from minishop.mall.stock.services.levels import restock, set_stock

COLOUR = SelectOption("색상", ("노랑", "파랑"))


def only(shop: Shop, stock: int | None = None) -> Variant:
    return make_product(shop, stock=stock).variants.all()[0]


def test_the_same_sale_is_taken_once(shop: Shop) -> None:
    variant = only(shop, 5)
    shorts = [take_sold(shop=shop, variant_id=variant.id, quantity=7, key="order-1", now=NOW) for _ in range(3)]
    assert shorts == [2, 2, 2]
    sold = StockMovement.objects.get(order_no="order-1")
    assert (sold.dq, sold.du, sold.short, sold.kind, sold.who) == (-5, 5, 2, "sold", "hub")
    assert StockLevel.objects.get().unshipped == 5


def test_setting_the_same_quantity_leaves_no_movement(shop: Shop) -> None:
    variant = only(shop, 5)
    before = StockMovement.objects.count(), StockLevel.objects.get().version
    set_stock(shop=shop, variant=variant, quantity=5, key="again", now=NOW)
    assert (StockMovement.objects.count(), StockLevel.objects.get().version) == before


def test_what_a_seller_says_is_booked_once_a_key_and_raises_the_version(shop: Shop) -> None:
    variant = only(shop, 5)
    version = StockLevel.objects.get().version
    for _ in range(2):
        assert restock(shop=shop, variant=variant, shown=5, wanted=8, key="form", who="a@b.example", now=NOW) == 8
    level = StockLevel.objects.get()
    assert (level.quantity, level.version) == (8, version + 1)
    moved = StockMovement.objects.order_by("id").values_list("kind", "dq", "who")
    assert list(moved)[1:] == [("counted", 3, "a@b.example")]


def test_a_difference_below_zero_is_refused_and_changes_nothing(shop: Shop) -> None:
    variant = only(shop, 2)
    with pytest.raises(TooLow):
        restock(shop=shop, variant=variant, shown=5, wanted=1, now=NOW)
    assert (StockLevel.objects.get().quantity, StockMovement.objects.count()) == (2, 1)


def test_a_variant_nobody_counted_is_sold_freely(shop: Shop) -> None:
    variant = only(shop)
    assert sellable(shop, [variant.id, 404]) == {variant.id: None, 404: None}
    assert take_sold(shop=shop, variant_id=variant.id, quantity=99, key="order-1", now=NOW) == 0
    assert sellable(shop, [variant.id]) == {variant.id: None}
    assert StockLevel.objects.get().unshipped == 99


def test_the_sellers_own_switch_sells_out(shop: Shop) -> None:
    variant = only(shop, 5)
    set_stock(shop=shop, variant=variant, quantity=5, sold_out=True, key="off", now=NOW)
    assert sellable(shop, [variant.id]) == {variant.id: 0}


BUFFERS = {
    "없음": (0, {}, 10), "안전재고": (2, {}, 8), "모든 품목": (0, {None: 3}, 7), "품목의 것이 먼저": (0, {None: 3, "own": 1}, 9),
    "둘 가운데 큰 것": (2, {None: 3}, 7), "안전재고가 더 큼": (4, {None: 3}, 6), "품목의 0도 먼저": (0, {None: 3, "own": 0}, 10),
}  # fmt: skip


@pytest.mark.parametrize(("safety", "buffers", "left"), BUFFERS.values(), ids=BUFFERS)
def test_what_is_kept_back_is_the_larger_of_two(shop: Shop, safety: int, buffers: dict[str | None, int], left: int) -> None:
    """Safety stock and a channel's buffer say the same thing; another channel's says nothing here."""
    variant = only(shop, 10)
    StockLevel.objects.update(safety=safety)
    for whose, pieces in buffers.items():
        StockBuffer.objects.create(shop=shop, channel="minishop", variant_id=variant.id if whose else None, pieces=pieces)
    StockBuffer.objects.create(shop=shop, channel="naver", variant_id=None, pieces=9)
    assert shelves(shop, [variant.id]) == {variant.id: Shelf(left, left, 10 - left)}


@pytest.mark.parametrize(("stocks", "refusal"), [((0, 0), Refusal.SOLD_OUT), ((0, 1), None), ((0, None), None)])
def test_a_product_is_sold_out_when_all_its_variants_are(
    shop: Shop, stocks: tuple[int | None, ...], refusal: Refusal | None
) -> None:
    product = make_product(shop, selects=[COLOUR])
    for i, (variant, quantity) in enumerate(zip(product.variants.all(), stocks, strict=True)):
        set_stock(shop=shop, variant=variant, quantity=quantity, key=f"k{i}", now=NOW)
    assert purchase_infos(shop, [product])[product.id].refusal is refusal


def test_who_pays_just_now_strikes_nothing_from_lists(shop: Shop) -> None:
    product = make_product(shop, stock=2)
    StockLevel.objects.update(held=2)
    variant_id = product.variants.all()[0].id
    assert purchase_infos(shop, [product])[product.id].buyable
    assert shelves(shop, [variant_id])[variant_id] == Shelf(0, 2, 0)


def test_availability_of_a_list_takes_a_fixed_number_of_queries(
    shop: Shop, django_assert_num_queries: Callable[[int], object]
) -> None:
    for few, many in pairwise((0, 1, 3)):
        for i in range(few, many):
            make_product(shop, f"P{i}", selects=[COLOUR], categories=["7"])
        with django_assert_num_queries(6):  # type: ignore[attr-defined]
            assert len(purchase_infos(shop, displayed_products(shop))) == many
