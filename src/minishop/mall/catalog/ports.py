"""What the catalogue asks of the capabilities above it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from minishop.chassis.ports import Port
from minishop.mall.catalog.models import Variant
from minishop.mall.shops.models import Shop


class Stock(Protocol):
    """Whoever keeps the stock of variants."""

    def set_stock(self, *, shop: Shop, variant: Variant, quantity: int | None, key: str, now: datetime) -> object:
        """Sets a variant's level in the open transaction; None stops counting. The same ``key`` sets once."""


STOCK: Port[Stock] = Port("mall.catalog.ports.STOCK")
