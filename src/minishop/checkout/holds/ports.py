"""What holds ask of the capabilities above them."""

from __future__ import annotations

from typing import Protocol

from minishop.chassis.ports import Port
from minishop.checkout.orders.models import Order


class Payments(Protocol):
    """Whoever knows how an order's payment stands."""

    def is_confirming(self, order: Order) -> bool:
        """Whether the PG has been asked to take the money and has not said: such an order's pieces are kept. In the merchant's scope."""


PAYMENTS: Port[Payments] = Port("checkout.holds.ports.PAYMENTS")
