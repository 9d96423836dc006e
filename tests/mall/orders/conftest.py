"""A line of an order that the hub has reported."""

from __future__ import annotations

import pytest
from tests.mall.fake_hub import line as wire_line
from tests.mall.worlds import NOW

from minishop.mall.channel.domain.answers import read_lines
from minishop.mall.orders.models import OrderLine
from minishop.mall.orders.services.recording import record_lines
from minishop.mall.shops.models import Shop


@pytest.fixture
def line(shop: Shop) -> OrderLine:
    """A paid line, being prepared."""
    lines = read_lines({"data": [wire_line("1", "L1", fee=2_500)]})
    (made,) = record_lines(shop=shop, channel="minishop", lines=lines, fee_breakdowns={}, now=NOW)
    return made
