"""What the catalogue asks of the capabilities above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from minishop.chassis.ports import Port
from minishop.mall.catalog.models import Variant
from minishop.mall.shops.models import Shop


class Stock(Protocol):
    """Whoever keeps the stock of variants."""

    def left(self, shop: Shop, variant_ids: Iterable[int]) -> dict[int, int | None]:
        """What is counted of each variant, by its id; None is not counted."""

    def begin(self, *, shop: Shop, quantities: Mapping[int, int], now: datetime) -> None:
        """Begins to count variants that were made just now, in the open transaction and in a fixed number of statements."""

    def restock(
        self, *, shop: Shop, variant: Variant, shown: int | None, wanted: int | None, key: str = "", who: str = "", now: datetime
    ) -> int | None:
        """Writes what someone who was shown ``shown`` pieces wants, as a difference, once a ``key``, and returns what is there then."""

    def added(self, shop: Shop, variant_ids: Iterable[int], key: str) -> set[int]:
        """Of which of these variants pieces were added under a key."""

    def add(self, *, shop: Shop, variant: Variant, pieces: int, key: str, now: datetime) -> bool:
        """Adds pieces of a variant, or takes them away, once a ``key``, in the open transaction; False, with nothing done, where there
        would be less than none."""

    def set_stock(self, *, shop: Shop, variant: Variant, quantity: int | None, key: str, now: datetime) -> object:
        """Sets a variant's level in the open transaction; None stops counting. The same ``key`` sets once."""


STOCK: Port[Stock] = Port("mall.catalog.ports.STOCK")
