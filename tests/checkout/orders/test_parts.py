"""몫: what an order's parts and lines consist of, as they are kept from its placing on."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from tests.checkout.worlds import APRON, MUG, World, make_order, make_world

from minishop.chassis.tenancy import scope
from minishop.checkout.orders.domain.contract import contract_of
from minishop.checkout.orders.domain.shares import Discount, Layer, PartKind
from minishop.checkout.orders.domain.tariff import PartKey
from minishop.checkout.orders.models import Order, OrderLine, OrderPart
from minishop.checkout.orders.queries import find_bought
from minishop.checkout.orders.services.parts import write_parts
from minishop.kernel.won import Won

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def order(world: World) -> Order:
    return make_order(world.merchant, world.buyer, MUG, APRON)


def rows(order: Order) -> list[tuple[object, ...]]:
    with scope(order.merchant_id):
        found = OrderPart.objects.filter(merchant_id=order.merchant_id, order_id=order.id).order_by("position")
        return list(found.values_list("kind", "product_id", "amount", "cart_coupon", "points", "money", "hub_cart_coupon"))


PLAIN = [
    ("base", "", 2500, 0, 0, 2500, 0),
    ("line", "P1001", 24000, 0, 0, 24000, 0),
    ("line", "P1002", 39000, 0, 0, 39000, 0),
]


def test_an_order_has_its_shares_from_its_placing_on(order: Order) -> None:
    """R91: shipping parts first, then the lines; a shop that sends no contract has one base part (E20)."""
    assert rows(order) == PLAIN
    with scope(order.merchant_id):
        assert [line.remaining for line in order.lines.order_by("position")] == [2, 1]
    assert (order.contract["mode"], order.contract["flat_because"], order.contract["fee"]) == ("flat", "none_sent", 2500)
    assert (order.contract["points"], order.contract["profile"]) == (50, "manual_2011")


def test_discounts_of_an_unpaid_order_take_the_place_of_those_before(order: Order) -> None:
    """Points lie on shipping and lines; a cart coupon on lines alone, here seven tenths of it borne by the hub."""
    with scope(order.merchant_id):
        lines = list(order.lines.order_by("position"))
        coupon = Discount(Layer.CART_COUPON, Won(3000), frozenset({1, 2}), hub=7000)
        write_parts(order=order, lines=lines, discounts=[coupon], points=Won(1000))
        bought = find_bought(order)
    assert [int(share.money) for share in (*bought.shipping.values(), *bought.items)] == [2460, 22493, 36547]
    assert list(bought.shipping) == list(bought.tariff.parts) == [PartKey(PartKind.BASE)]
    assert [(goods.product, goods.quantity, int(goods.amount)) for goods in bought.tariff.goods] == [
        ("P1001", 2, 24000),
        ("P1002", 1, 39000),
    ]
    assert rows(order) == [
        ("base", "", 2500, 0, 40, 2460, 0),
        ("line", "P1001", 24000, 1142, 365, 22493, 799),
        ("line", "P1002", 39000, 1858, 595, 36547, 1300),
    ]


BAD = {
    "합이 다름": {"money": 1},
    "음수": {"points": -1, "money": 2501},
    "허브 몫이 할인보다 큼": {"hub_instant": 1},
    "줄 없는 상품 몫": {"kind": "line"},
    "모르는 종류": {"kind": "parcel"},
}


@pytest.mark.parametrize("facts", BAD.values(), ids=BAD)
def test_the_database_refuses_shares_that_are_none(order: Order, facts: dict[str, object]) -> None:
    with scope(order.merchant_id), pytest.raises(IntegrityError), transaction.atomic():
        OrderPart.objects.filter(order_id=order.id, position=0).update(**facts)
    assert rows(order) == PLAIN


def test_more_cannot_remain_than_was_ordered(order: Order) -> None:
    with scope(order.merchant_id), pytest.raises(IntegrityError), transaction.atomic():
        OrderLine.objects.filter(order_id=order.id, position=0).update(remaining=3)


def test_an_order_may_be_paid_by_nothing_but_points(order: Order) -> None:
    """R91: nothing left to pay is an amount, less than nothing is none."""
    with scope(order.merchant_id):
        mine = Order.objects.filter(id=order.id)
        mine.update(points_used=order.pay_total, pay_total=0)
        with pytest.raises(IntegrityError), transaction.atomic():
            mine.update(points_used=order.pay_total + Won(1), pay_total=-1)


def test_orders_of_before_get_their_shares_once(order: Order, world: World) -> None:
    """E20: an order of yesterday is flat, and all of its lines remains; one that has shares keeps them."""
    later = make_order(world.merchant, world.buyer, MUG)
    with scope(order.merchant_id):
        OrderPart.objects.filter(order_id=order.id).delete()
        OrderLine.objects.update(remaining=0)
        Order.objects.update(contract={})
    migration = import_module("minishop.checkout.orders.migrations.0009_orders_of_before_are_flat")
    for _ in range(2):
        migration.begin(apps, SimpleNamespace(connection=connection))
    with scope(order.merchant_id):
        found = Order.objects.get(id=order.id)
        # What a merchant has for claims came later: an order that says nothing of it is judged by the usual terms.
        assert {**found.contract, "claims": order.contract["claims"]} == order.contract
        assert contract_of(found.contract) == contract_of(order.contract)
        assert [line.remaining for line in found.lines.order_by("position")] == [2, 1]
        assert Order.objects.get(id=later.id).contract == {}
    assert rows(order) == PLAIN
