"""What the parcels ask of the capabilities above them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from minishop.chassis.ports import Port
from minishop.checkout.orders.models import OrderLine


class Claims(Protocol):
    """Whoever knows what is asked of lines that are to be sent. The order's row is locked."""

    def stopped_from_leaving(self, *, lines: Sequence[OrderLine]) -> frozenset[int]:
        """The ids of those of an order's lines that may not be sent any more."""

    def goods_left(self, *, lines: Sequence[OrderLine], now: datetime) -> None:
        """Lines of an order have just left with a carrier: whoever wanted to stop that comes too late."""


CLAIMS: Port[Claims] = Port("checkout.parcels.ports.CLAIMS")
