"""결제하기: from the press on pay to the PG's window."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minishop.checkout.accounts.models import Account
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.errors import MerchantClosed, OrderClosed
from minishop.checkout.orders.models import Order, OrderSheet
from minishop.checkout.orders.services.placing import Details, awaits_payment, place_order
from minishop.checkout.payments.adapters.contracts import gateway_of
from minishop.checkout.payments.adapters.port import Window
from minishop.checkout.payments.domain.states import PaymentEvent, PaymentState
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.services.contracts import why_closed
from minishop.checkout.payments.services.transition import transition


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the PG sends the buyer's browser back to, and where it tells us that something happened."""

    back: str
    cancelled: str
    notified: str


def start_payment(
    *, merchant: Merchant, sheet: OrderSheet, buyer: Account, details: Details, title: str, addresses: Addresses, now: datetime
) -> Payment:
    """Makes the sheet's order if it is not there yet, and an attempt to pay it with a window at the PG (``pg_url``).

    Pressing twice, or in two tabs, gives the same order and the same open attempt. An attempt that is being confirmed is
    returned as it is. Raises MerchantClosed, NotYourOrder, OrderClosed, GatewaySilent.
    """
    if closed := why_closed(merchant):
        raise MerchantClosed(why=closed)
    payment = _attempt(merchant, sheet, buyer, details, now)
    if payment.state == PaymentState.OPENED and not payment.pg_url:
        _open_window(merchant, payment, details, title, addresses)
    return payment


@transaction.atomic
def _attempt(merchant: Merchant, sheet: OrderSheet, buyer: Account, details: Details, now: datetime) -> Payment:
    order = place_order(merchant=merchant, sheet=sheet, buyer=buyer, details=details, now=now)
    if not awaits_payment(order):
        raise OrderClosed(order=order.number)
    underway = [PaymentState.OPENED.value, PaymentState.CONFIRMING.value]
    found = Payment.objects.filter(merchant_id=merchant.id, order_id=order.id, state__in=underway).order_by("opened_at").last()
    return found or _new_attempt(merchant, order, now)


def _new_attempt(merchant: Merchant, order: Order, now: datetime) -> Payment:
    return Payment.objects.create(
        merchant=merchant,
        key=secrets.token_hex(16),
        order_id=order.id,
        amount=order.pay_total,
        state=PaymentState.OPENED.value,
        opened_at=now,
    )


def _open_window(merchant: Merchant, payment: Payment, details: Details, title: str, addresses: Addresses) -> None:
    gateway = gateway_of(merchant)
    if gateway is None:
        raise MerchantClosed(why="no_pg")
    window = Window(
        key=payment.key,
        amount=payment.amount,
        title=title,
        buyer_name=details.orderer_name,
        return_url=addresses.back,
        cancel_url=addresses.cancelled,
        notify_url=addresses.notified,
    )
    session = gateway.open_window(window)
    payment.pg_session, payment.pg_url = session.session, session.url
    payment.save(update_fields=["pg_session", "pg_url"])


@transaction.atomic
def abandon_payment(*, payment: Payment, now: datetime) -> Payment:
    """결제 취소: the buyer left the window without paying. An attempt that has got further stays as it is."""
    locked = Payment.objects.select_for_update().get(merchant_id=payment.merchant_id, id=payment.id)
    if locked.state == PaymentState.OPENED:
        transition(payment=locked, event=PaymentEvent.ABANDON, now=now)
    return locked
