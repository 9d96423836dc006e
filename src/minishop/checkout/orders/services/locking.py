"""Locks are taken in one order: the order's row, then its lines, then the merchant's row (in ``record_changes``)."""

from __future__ import annotations

from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import Order, OrderLine


def lock_lines_of_order(merchant: Merchant, order_id: int) -> list[OrderLine]:
    """Locks an order and its lines in the open transaction, and returns the lines in their order."""
    Order.objects.select_for_update().get(merchant_id=merchant.id, id=order_id)
    lines = OrderLine.objects.select_for_update().filter(merchant_id=merchant.id, order_id=order_id)
    return sorted(lines.order_by("id"), key=lambda line: line.position)
