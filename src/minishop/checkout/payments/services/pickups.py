"""회수 배송비: what the hub's courier costs a merchant, whoever is at fault (claims.md 3.3)."""

from __future__ import annotations

from datetime import datetime

from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.ledger import pickup_entries
from minishop.checkout.payments.services.ledger import post
from minishop.kernel.won import Won


def bill_pickup(*, order: Order, number: str, amount: Won, now: datetime) -> None:
    """A pickup for claim ``number`` is the merchant's to pay, once; in the open transaction that has locked the order."""
    if amount:
        entries = pickup_entries(amount)
        key = f"pickup:{number}"
        post(merchant=order.merchant, key=key, kind="pickup", order_number=order.number, entries=entries, buyer=None, now=now)
