"""A running installation is brought up: orders that were there before are found."""

from __future__ import annotations

import pytest
from tests.mall.worlds import NOW
from tests.migrating import State, migrate

from minishop.chassis.tenancy import scope
from minishop.mall.orders.queries import Search, find_orders
from minishop.mall.shops.models import Shop

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("mall_shops", "0005_shops_of_before_are_found"), ("mall_orders", "0003_know_the_states_of_checks_and_of_the_hub")]


def test_orders_of_before_are_found_by_people_goods_and_tracking_number(newest: State) -> None:
    get_model = migrate(BEFORE)
    shop = get_model("mall_shops", "Shop").objects.create(code="haru", name="하루", created_at=NOW)
    zero = dict.fromkeys(("goods_total", "shipping_fee", "paid_total"), 0)
    order = get_model("mall_orders", "Order").objects.create(
        shop=shop, number="20261101-0000001", hub_number="1", ordered_at=NOW, collected_at=NOW, orderer_name="김구매", orderer_phone="",
        recipient_name="이수령", recipient_mobile="01023456789", **zero,
    )  # fmt: skip
    line = get_model("mall_orders", "OrderLine").objects.create(
        shop=shop, order_id=order.id, hub_number="1-a", product_code="P1", product_name="하루 목도리", quantity=1, unit_price=0,
        line_total=0, state="preparing", hub_state="paid",
    )  # fmt: skip
    get_model("mall_orders", "Dispatch").objects.create(
        shop=shop, line_id=line.id, carrier="CJGLS", tracking_number="638411205781", entered_by="김하루", entered_at=NOW
    )
    migrate(newest)
    shop = Shop.objects.get()
    with scope(shop.id):
        for words in ("구매", "010-2345-6789", "목도리", "6384"):
            assert find_orders(shop, Search("all", words=words)).orders.count() == 1, words
        assert find_orders(shop, Search("all", words="장갑")).orders.count() == 0
