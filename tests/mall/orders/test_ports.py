"""What a verb asks of a capability above its own happens with it or not at all (docs/decisions/0013-rooms-and-ports.md)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import NOW

from minishop.mall.catalog.domain.draft import ProductDraft, Quantity
from minishop.mall.catalog.models import Product
from minishop.mall.catalog.ports import STOCK
from minishop.mall.catalog.services.registration import register_product
from minishop.mall.channel import tasks
from minishop.mall.channel.services import sending
from minishop.mall.orders.models import Dispatch, Order, OrderLine
from minishop.mall.orders.ports import HUB
from minishop.mall.orders.services import desk
from minishop.mall.shops.models import Shop
from minishop.mall.stock.services import levels as stock


class Broken(Exception):
    """What a part raises that cannot do its work."""


class BrokenPart:
    """Stock and hub of a bad day."""

    def post_dispatch(self, **_: Any) -> None:
        raise Broken

    def begin(self, **_: Any) -> None:
        raise Broken


def test_the_mall_fills_its_ports() -> None:
    assert (STOCK.part, HUB.part) == (stock, sending)


def test_an_order_that_the_hub_cannot_be_told_of_is_not_dispatched(
    connected: Shop, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.sell("1", "L1", "L2")
    tasks.collect.run(shop_id=connected.id, now=NOW)
    monkeypatch.setattr(HUB, "_part", BrokenPart())
    with pytest.raises(Broken):
        desk.dispatch_order(
            shop=connected, order=Order.objects.get(), carrier="HYUNDAI", number="123456789013", actor="owner", now=NOW
        )
    assert not Dispatch.objects.exists()
    assert set(OrderLine.objects.values_list("state", flat=True)) == {"preparing"}


def test_a_product_whose_stock_cannot_be_kept_is_not_saved(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(STOCK, "_part", BrokenPart())
    draft = ProductDraft("P1", {"name": "머플러"}, (), quantity=Quantity(3))
    with pytest.raises(Broken):
        register_product(shop=shop, draft=draft, stock={}, pictures=(), is_new=True, now=NOW)
    assert not Product.objects.exists()
