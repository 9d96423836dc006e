"""Reading payments and balances."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum

from minishop.chassis.tenancy import across_tenants
from minishop.checkout.accounts.models import Account
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.ledger import AccountKind
from minishop.checkout.payments.domain.states import PaymentState
from minishop.checkout.payments.models import Payment, Posting
from minishop.kernel.won import Won

STUCK_AFTER = timedelta(minutes=5)


def payment_by_key(key: str) -> Payment | None:
    """The attempt that the PG calls so, with its order and merchant, or None."""
    if not key.isprintable():
        return None
    with across_tenants("the PG names only the attempt"):
        return Payment.objects.select_related("merchant", "order").filter(key=key[:40]).first()


def newest_payment(order: Order) -> Payment | None:
    """The latest attempt to pay an order, in the merchant's scope."""
    return Payment.objects.filter(merchant_id=order.merchant_id, order_id=order.id).order_by("opened_at", "id").last()


def stuck_payments(now: datetime) -> QuerySet[Payment]:
    """Attempts whose answer has been unknown for a while, oldest first; for an operator, across merchants."""
    waiting = Payment.objects.filter(state=PaymentState.CONFIRMING.value, opened_at__lte=now - STUCK_AFTER)
    return waiting.select_related("merchant", "order").order_by("opened_at")


def balance(merchant: Merchant, account: AccountKind) -> Won:
    """What a merchant's postings to an account add up to: positive is debit."""
    found = Posting.objects.filter(merchant_id=merchant.id, account=account.value).aggregate(sum=Sum("amount"))
    return Won(int(found["sum"] or 0))


def points_of(buyer: Account) -> Won:
    """적립금: the points a buyer has, at all merchants together."""
    with across_tenants("a buyer's points are one purse"):
        owed = Posting.objects.filter(buyer=buyer, account=AccountKind.POINTS_OWED.value).aggregate(sum=Sum("amount"))
    return Won(-int(owed["sum"] or 0))
