"""재고: never negative, taken once a key, every movement kept."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.mall.worlds import NOW, make_product

from minishop.mall.catalog.domain.options import SelectOption
from minishop.mall.catalog.domain.purchase import Refusal
from minishop.mall.catalog.queries import displayed_products
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain import left_of_product, restocked, take
from minishop.mall.stock.models import StockLevel, StockMovement
from minishop.mall.stock.queries import purchase_infos, sellable
from minishop.mall.stock.services import set_stock, take_sold

COLOUR = SelectOption("색상", ("노랑", "파랑"))
counts = st.none() | st.integers(0, 50)


@pytest.mark.parametrize(
    ("quantity", "wanted", "left", "taken", "short"),
    [(10, 3, 7, 3, 0), (3, 3, 0, 3, 0), (2, 5, 0, 2, 3), (0, 1, 0, 0, 1), (None, 9, None, 9, 0), (4, 0, 4, 0, 0)],
    ids=["남음", "딱 맞음", "모자람", "품절", "세지 않음", "0개"],
)
def test_taking(quantity: int | None, wanted: int, left: int | None, taken: int, short: int) -> None:
    found = take(quantity, wanted)
    assert (found.quantity, found.taken, found.short) == (left, taken, short)


@given(quantity=counts, wanted=st.integers(0, 60))
def test_what_was_wanted_was_taken_or_missing(quantity: int | None, wanted: int) -> None:
    found = take(quantity, wanted)
    assert found.taken + found.short == wanted
    assert found.quantity is None if quantity is None else found.quantity == quantity - found.taken >= 0


def test_nothing_is_taken_backwards() -> None:
    with pytest.raises(ValueError, match="backwards"):
        take(1, -1)


@given(st.lists(counts, max_size=5))
def test_a_product_is_counted_only_when_all_its_variants_are(left: list[int | None]) -> None:
    counted = [quantity for quantity in left if quantity is not None]
    assert left_of_product(left) == (None if len(counted) < len(left) else sum(counted))


steps = st.lists(
    st.tuples(st.sampled_from(["set", "sell"]), st.sampled_from(["a", "b", "c", "d"]), st.integers(0, 1), st.integers(0, 9)),
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=counts, steps=steps)
def test_stock_is_never_negative_whatever_is_set_sold_and_repeated(
    shop: Shop, start: int | None, steps: list[tuple[str, str, int, int]]
) -> None:
    """Every interleaving of two variants' sales and settings, with keys that come twice."""
    StockMovement.objects.all().delete()
    StockLevel.objects.all().delete()
    variants = list(make_product(shop, selects=[COLOUR]).variants.all())
    answered: dict[str, int] = {}
    for i, variant in enumerate(variants):
        set_stock(shop=shop, variant=variant, quantity=start, key=f"start-{i}", now=NOW)
    for kind, key, which, quantity in steps:
        if kind == "set":
            set_stock(shop=shop, variant=variants[which], quantity=quantity, key=f"set-{key}", now=NOW)
            continue
        short = take_sold(shop=shop, variant_id=variants[which].id, quantity=quantity, key=f"sold-{key}", now=NOW)
        assert answered.setdefault(key, short) == short
    assert all(quantity is None or quantity >= 0 for quantity in StockLevel.objects.values_list("quantity", flat=True))
    for variant in variants if start is not None else ():
        moved = StockMovement.objects.filter(shop=shop, variant_id=variant.id).values_list("change", flat=True)
        assert sellable(shop, [variant.id])[variant.id] == sum(moved)


def test_the_same_sale_is_taken_once(shop: Shop) -> None:
    variant = make_product(shop, stock=5).variants.all()[0]
    shorts = [take_sold(shop=shop, variant_id=variant.id, quantity=7, key="order-1", now=NOW) for _ in range(3)]
    assert shorts == [2, 2, 2]
    assert sellable(shop, [variant.id]) == {variant.id: 0}
    sold = StockMovement.objects.get(key="order-1")
    assert (sold.change, sold.short, sold.reason) == (-5, 2, "sold")


def test_setting_the_same_quantity_leaves_no_movement(shop: Shop) -> None:
    variant = make_product(shop, stock=5).variants.all()[0]
    before = StockMovement.objects.count()
    set_stock(shop=shop, variant=variant, quantity=5, key="again", now=NOW)
    assert StockMovement.objects.count() == before


def test_a_variant_nobody_counted_is_sold_freely(shop: Shop) -> None:
    variant = make_product(shop).variants.all()[0]
    assert sellable(shop, [variant.id, 404]) == {variant.id: None, 404: None}
    assert take_sold(shop=shop, variant_id=variant.id, quantity=99, key="order-1", now=NOW) == 0
    assert sellable(shop, [variant.id]) == {variant.id: None}


def test_the_sellers_own_switch_sells_out(shop: Shop) -> None:
    variant = make_product(shop, stock=5).variants.all()[0]
    set_stock(shop=shop, variant=variant, quantity=5, sold_out=True, key="off", now=NOW)
    assert sellable(shop, [variant.id]) == {variant.id: 0}


@pytest.mark.parametrize(("stocks", "refusal"), [((0, 0), Refusal.SOLD_OUT), ((0, 1), None), ((0, None), None)])
def test_a_product_is_sold_out_when_all_its_variants_are(
    shop: Shop, stocks: tuple[int | None, ...], refusal: Refusal | None
) -> None:
    product = make_product(shop, selects=[COLOUR])
    for i, (variant, quantity) in enumerate(zip(product.variants.all(), stocks, strict=True)):
        set_stock(shop=shop, variant=variant, quantity=quantity, key=f"k{i}", now=NOW)
    assert purchase_infos(shop, [product])[product.id].refusal is refusal


def test_availability_of_a_list_takes_a_fixed_number_of_queries(
    shop: Shop, django_assert_num_queries: Callable[[int], object]
) -> None:
    for few, many in pairwise((0, 1, 3)):
        for i in range(few, many):
            make_product(shop, f"P{i}", selects=[COLOUR], categories=["7"])
        with django_assert_num_queries(6):  # type: ignore[attr-defined]
            assert len(purchase_infos(shop, displayed_products(shop))) == many


@pytest.mark.parametrize(
    ("left", "shown", "wanted", "then"),
    [(4, 5, 7, 6), (5, 5, 7, 7), (2, 5, 1, 0), (None, 5, 7, 7), (4, None, 7, 7), (4, 5, None, None)],
)
def test_what_is_written_is_a_difference_to_what_was_shown(
    left: int | None, shown: int | None, wanted: int | None, then: int | None
) -> None:
    assert restocked(left, shown=shown, wanted=wanted) == then
