"""Where a buyer belongs, given where the order and its payment stand."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import Order, OrderSheet
from minishop.checkout.orders.services.placing import awaits_payment
from minishop.checkout.payments.domain.states import PaymentState
from minishop.checkout.payments.queries import newest_payment
from minishop.checkout.payments.services.paying import Addresses


def addresses() -> Addresses:
    """Where the PG leads back to, and where it tells us."""
    base = settings.CHECKOUT.url
    names = ("payment-return", "payment-cancel", "payment-notify")
    return Addresses(*(f"{base}{reverse(name)}" for name in names))


def address_of_sheet(merchant: Merchant, sheet: OrderSheet) -> str:
    """The sheet's own address, as the shop's redirect names it."""
    query = {"ORDER_ID": sheet.key, "SHOP_ID": merchant.public_id, "TOTAL_PRICE": int(sheet.total)}
    return f"{reverse('sheet')}?{urlencode(query)}"


def sheet_of(order: Order) -> str:
    """The sheet on which an order, with merchant and sheet at hand, is paid."""
    return address_of_sheet(order.merchant, order.sheet)


def where_now(order: Order, *, unpaid: str = "") -> str:
    """Where an order leads: to its own page, to the wait for the PG's answer, or to ``unpaid`` while it waits for a press on pay."""
    if not awaits_payment(order):
        return reverse("order", args=[order.number])
    payment = newest_payment(order)
    if payment is not None and payment.state == PaymentState.CONFIRMING:
        return reverse("payment", args=[payment.key])
    return unpaid


def sheet_to_continue(order: Order) -> str:
    """Where an unpaid order can still be paid; empty once it is paid or has ended."""
    return where_now(order, unpaid=sheet_of(order)) if awaits_payment(order) else ""
