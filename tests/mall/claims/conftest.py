"""A shop with a collected order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.mall.fake_hub import FakeHub
from tests.mall.worlds import NOW

from minishop.chassis.jobs.worker import run_due
from minishop.mall.channel import tasks
from minishop.mall.orders.models import Order
from minishop.mall.shops.models import Shop


@pytest.fixture
def collect(connected: Shop) -> Callable[[], None]:
    """Reads what the hub has to tell."""
    return lambda: tasks.collect.run(shop_id=connected.id, now=NOW)


@pytest.fixture
def order(hub: FakeHub, collect: Callable[[], None]) -> Order:
    """A collected order of two lines, acknowledged."""
    hub.sell("1", "L1", "L2")
    collect()
    run_due(lambda: NOW)
    hub.told.clear()
    return Order.objects.get()
