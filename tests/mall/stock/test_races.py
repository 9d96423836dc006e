"""재고: no interleaving of two hands on one level loses a piece or makes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from tests.mall.stock.selling import take_sold
from tests.mall.worlds import NOW, make_cast, make_product
from tests.racing import at_once, meanwhile

from minishop.chassis.tenancy import scope
from minishop.mall.catalog.models import Variant
from minishop.mall.shops.models import Shop
from minishop.mall.stock.domain.levels import Kind
from minishop.mall.stock.models import StockLevel, StockMovement
from minishop.mall.stock.services.levels import set_stock
from minishop.mall.stock.services.sales import Moved, move_lines

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
BOOKS = "minishop.mall.stock.services.books"


@pytest.fixture
def shop(several_connections: None) -> Shop:
    return make_cast().haru


@pytest.fixture
def variant(shop: Shop) -> Variant:
    """Ten pieces of it."""
    with scope(shop.id):
        found = make_product(shop, "P1", stock=10).variants.first()
    assert found is not None
    return found


def left(shop: Shop, variant: Variant) -> int | None:
    with scope(shop.id):
        return StockLevel.objects.get(variant_id=variant.id).quantity


def taking(shop: Shop, variant: Variant, key: str, quantity: int = 1) -> Callable[[], Any]:
    def take() -> int:
        with scope(shop.id):
            return take_sold(shop=shop, variant_id=variant.id, quantity=quantity, key=key, now=NOW)

    return take


def setting(shop: Shop, variant: Variant, quantity: int) -> Callable[[], Any]:
    def put() -> None:
        with scope(shop.id):
            set_stock(shop=shop, variant=variant, quantity=quantity, key=f"set-{quantity}", now=NOW)

    return put


def cancelling(shop: Shop, variant: Variant, key: str, pieces: int = 1) -> Callable[[], Any]:
    def cancel() -> None:
        with scope(shop.id), transaction.atomic():
            move_lines(shop=shop, moved=[Moved(Kind.CANCELLED, key, variant.id, pieces)], now=NOW)

    return cancel


def test_two_sales_read_one_level_one_after_the_other(shop: Shop, variant: Variant) -> None:
    with meanwhile(f"{BOOKS}._locked", taking(shop, variant, "b", 3)) as rival:
        taking(shop, variant, "a", 2)()
    assert (rival.raised, left(shop, variant)) == ([], 5)


def test_one_sale_told_twice_takes_once(shop: Shop, variant: Variant) -> None:
    with meanwhile(f"{BOOKS}._locked", taking(shop, variant, "a", 2)) as rival:
        taking(shop, variant, "a", 2)()
    assert (rival.raised, left(shop, variant)) == ([], 8)


def test_a_cancellation_told_twice_gives_back_once(shop: Shop, variant: Variant) -> None:
    taking(shop, variant, "a", 2)()
    with meanwhile(f"{BOOKS}.write_movements", cancelling(shop, variant, "a", 2)) as rival:
        cancelling(shop, variant, "a", 2)()
    assert (rival.raised, left(shop, variant)) == ([], 10)


def test_a_level_set_while_a_piece_is_sold_stands_as_its_movements_say(shop: Shop, variant: Variant) -> None:
    with meanwhile(f"{BOOKS}.write_movements", taking(shop, variant, "a")) as rival:
        setting(shop, variant, 20)()
    assert (rival.raised, left(shop, variant)) == ([], 19)


def test_any_crowd_leaves_what_the_movements_add_up_to(shop: Shop, variant: Variant) -> None:
    for number in range(3):
        taking(shop, variant, f"early-{number}")()
    sales = [taking(shop, variant, f"late-{number}", 2) for number in range(6)]
    returns = [cancelling(shop, variant, f"early-{number}") for number in range(3)]
    assert at_once(*sales, *returns, taking(shop, variant, "late-0", 2), cancelling(shop, variant, "early-0")) == []
    with scope(shop.id):
        moved = StockMovement.objects.filter(variant_id=variant.id)
        assert left(shop, variant) == sum(moved.values_list("dq", flat=True)) >= 0
        assert sum(-one.dq + one.short for one in moved.filter(order_no__startswith="late-")) == 12
