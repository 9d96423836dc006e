"""Locks are taken in one order: the order's row, which stands for its payments, refunds and lines; last the merchant's counter.

The counter is taken in ``record_changes``, by those who have their order, and by a hint that has arrived, which has nothing else.
"""

from __future__ import annotations

from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import Order, OrderLine


def lock_lines_of_order(merchant: Merchant, order_id: int) -> list[OrderLine]:
    """Locks an order in the open transaction, so that none of its lines moves, and returns the lines in their order."""
    Order.objects.select_for_update().get(merchant_id=merchant.id, id=order_id)
    return list(OrderLine.objects.filter(merchant_id=merchant.id, order_id=order_id).order_by("position"))
