"""What the order desk asks of the capabilities above it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from minishop.chassis.ports import Port
from minishop.mall.orders.models import Dispatch, Order
from minishop.mall.shops.models import Shop


class Hub(Protocol):
    """Whoever tells the hub what the seller did."""

    def post_dispatch(self, *, shop: Shop, order: Order, dispatches: Sequence[Dispatch], now: datetime) -> None:
        """발송처리: tells the hub of numbers just entered, all of one parcel; in the open transaction, so with them or not at all."""

    def undelivered_cancels(self, shop: Shop) -> set[str]:
        """Its numbers of the lines of which a cancel, or an answer to a buyer's, is still on its way to it."""


HUB: Port[Hub] = Port("mall.orders.ports.HUB")
