"""What claims ask of the capabilities above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from minishop.chassis.ports import Port
from minishop.mall.orders.models import Order
from minishop.mall.shops.models import Shop


@dataclass(frozen=True, slots=True)
class Pieces:
    """So many pieces of a line of the hub's; ``quantity`` None: all that remain."""

    number: str
    quantity: int | None = None


class Hub(Protocol):
    """Whoever tells the hub what the seller decided, in the open transaction; and what it can do."""

    def cancels_parts(self) -> bool:
        """Whether it cancels a part of an order."""

    def refuses_cancels(self) -> bool:
        """Whether a request to cancel can be refused in words; else only sending the goods refuses it."""

    def post_cancel(self, *, shop: Shop, order: Order, pieces: Sequence[Pieces], reason: str, words: str, now: datetime) -> None:
        """판매 취소: one message for all the pieces."""

    def post_cancel_answer(self, *, shop: Shop, order: Order, numbers: Sequence[str], refusal: str | None, now: datetime) -> None:
        """취소 승인, or 취소 거절 with words."""


HUB: Port[Hub] = Port("mall.claims.ports.HUB")
