"""A running installation is brought up: levels become the sums of their movements, and lines know which pieces are still in the house."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import Sum
from tests.migrating import State, migrate

from minishop.chassis.tenancy import across_tenants, scope
from minishop.mall.orders.models import OrderLine
from minishop.mall.stock.models import StockLevel, StockMovement

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("mall_stock", "0001_initial"), ("mall_orders", "0005_orders_of_before_are_found")]
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
# quantity, and the changes that were written down of it
LEVELS: dict[int, tuple[int | None, list[tuple[str, str, int, int]]]] = {
    1: (7, [("set", "set-a", 10, 0), ("sold", "sold-L1", -2, 0), ("sold", "sold-L2", -1, 0)]),
    2: (None, [("sold", "sold-L3", -4, 0)]),
    3: (0, [("set", "set-b", 1, 0), ("sold", "sold-L4", -1, 2), ("released", "released-sold-L5", 1, 0)]),
    4: (5, []),
}
LINES = {
    "L1": (1, "preparing", False),
    "L2": (1, "in_transit", False),
    "L3": (2, "on_hold", False),
    "L4": (3, "shipping_wait", True),
}


def build(models: Any) -> int:
    shop = models("mall_shops", "Shop").objects.create(code="haru", name="하루", created_at=LONG_AGO)
    for variant_id, (quantity, moved) in LEVELS.items():
        models("mall_stock", "StockLevel").objects.create(shop=shop, variant_id=variant_id, quantity=quantity)
        for reason, key, change, short in moved:
            facts = {"change": change, "short": short, "reason": reason, "key": key, "at": LONG_AGO}
            models("mall_stock", "StockMovement").objects.create(shop=shop, variant_id=variant_id, **facts)
    amounts = {"goods_total": 0, "shipping_fee": 0, "paid_total": 0}
    times = {"ordered_at": LONG_AGO, "collected_at": LONG_AGO}
    order = models("mall_orders", "Order").objects.create(
        shop=shop, number="1", hub_number="2", orderer_name="가", recipient_name="가", **amounts, **times
    )
    for number, (variant_id, state, short) in LINES.items():
        facts = {"product_code": "P", "product_name": "P", "quantity": 3, "unit_price": 0, "line_total": 0, "hub_state": "paid"}
        models("mall_orders", "OrderLine").objects.create(
            shop=shop, order_id=order.id, hub_number=number, variant_id=variant_id, state=state, stock_short=short, **facts
        )
    return int(shop.pk)


def test_what_was_there_adds_up(newest: State) -> None:
    """Buying L1: each number is the sum of its movements, on the day on which the ledger begins."""
    with across_tenants("a test builds an old installation"):
        shop_id = build(migrate(BEFORE))
    migrate(newest)
    with scope(shop_id):
        sums = {
            row["variant_id"]: (row["q"], row["h"], row["u"])
            for row in StockMovement.objects.values("variant_id").annotate(q=Sum("dq"), h=Sum("dh"), u=Sum("du"))
        }
        levels = {row.variant_id: (row.quantity or 0, row.held, row.unshipped) for row in StockLevel.objects.order_by("variant_id")}
        assert levels == sums == {1: (7, 0, 2), 2: (0, 0, 4), 3: (0, 0, 1), 4: (5, 0, 0)}
        lines = OrderLine.objects.order_by("hub_number").values_list("hub_number", "stock_unshipped", "stock_short")
        assert list(lines) == [("L1", 2, 0), ("L2", 0, 0), ("L3", 4, 0), ("L4", 1, 2)]
        assert set(StockMovement.objects.filter(kind__in=["set", "released"])) == set()
