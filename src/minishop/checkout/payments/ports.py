"""What the payments ask of the capabilities above them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from minishop.chassis.ports import Port
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.choice import Choice
from minishop.checkout.payments.models import Refund
from minishop.kernel.won import Won


class Benefits(Protocol):
    """Whoever keeps points and coupons. Each is called in the open transaction that has locked the order, in the merchant's scope."""

    def hold(self, *, order: Order, choice: Choice, now: datetime) -> None:
        """결제하기: puts what was chosen aside and fixes the unpaid order's amounts. Raises AmountChanged, PointsShort, CouponGone."""

    def use(self, *, order: Order, now: datetime) -> bool:
        """결제됨: the order has them for good; whether it could."""

    def release(self, *, order: Order, now: datetime) -> None:
        """결제되지 않음: the buyer has them again."""


class Claims(Protocol):
    """Whoever had money of an order paid back."""

    def money_settled(self, *, refund: Refund, now: datetime) -> None:
        """The money is back, or owed by account: posts what follows. In the transaction of the verdict, under the lock of the order."""

    def money_stuck(self, *, refund: Refund, now: datetime) -> None:
        """The PG has refused it for good, and it goes no other way by itself. In the transaction of that, under the lock of the order."""

    def fee_awaited(self, *, order: Order, claim_id: int) -> Won:
        """What the buyer has to pay before a claim goes on; 0 where nothing is awaited. Under the lock of the order."""

    def fee_paid(self, *, order: Order, claim_id: int, now: datetime) -> None:
        """It is paid: the claim goes on. In the transaction of the verdict, under the lock of the order."""


BENEFITS: Port[Benefits] = Port("checkout.payments.ports.BENEFITS")
CLAIMS: Port[Claims] = Port("checkout.payments.ports.CLAIMS")
