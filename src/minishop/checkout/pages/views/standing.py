"""Where a buyer belongs, given where the order and its payment stand."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import Order, OrderSheet
from minishop.checkout.orders.services.placing import awaits_payment
from minishop.checkout.payments.domain.states import PaymentState
from minishop.checkout.payments.queries import newest_payment


def address_of_sheet(merchant: Merchant, sheet: OrderSheet) -> str:
    """The sheet's own address, as the shop's redirect names it."""
    query = {"ORDER_ID": sheet.key, "SHOP_ID": merchant.public_id, "TOTAL_PRICE": int(sheet.total)}
    return f"{reverse('sheet')}?{urlencode(query)}"


def where_now(order: Order) -> str:
    """The address an order leads to when its sheet is of no more use: its own page, or the wait for the PG; else empty."""
    if not awaits_payment(order):
        return reverse("order", args=[order.number])
    payment = newest_payment(order)
    if payment is not None and payment.state == PaymentState.CONFIRMING:
        return reverse("payment", args=[payment.key])
    return ""
