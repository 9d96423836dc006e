"""배송비: what a buyer pays for a claim before its seller sees it, and what becomes of it (C34, C35)."""

from __future__ import annotations

from datetime import datetime

from minishop.checkout.accounts.models import Account
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.errors import refused
from minishop.checkout.claims.models import Claim
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.abilities import Means
from minishop.checkout.payments.errors import FeeNotDue
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.services.claim_fees import settle_claim_fee, start_claim_fee
from minishop.checkout.payments.services.paying import Addresses

# What the PG calls it, in Korean whatever the buyer's language.
_TITLE = "교환 배송비"


def pay_claim_fee(*, claim: Claim, buyer: Account, means: Means, addresses: Addresses, now: datetime) -> Payment:
    """배송비 내기 by the buyer, in the merchant's scope: the attempt and its window, the same however often it is pressed.

    Raises ClaimRefused, MerchantClosed, GatewaySilent.
    """
    if claim.order.buyer_id != buyer.id:
        raise refused(Refusal.NOT_YOURS)
    try:
        return start_claim_fee(order=claim.order, claim_id=claim.id, title=_TITLE, means=means, addresses=addresses, now=now)
    except FeeNotDue:
        raise refused(Refusal.NOT_NOW, state=claim.state) from None


def give_fee_back(claim: Claim, order: Order, now: datetime) -> None:
    """Nothing came of a claim of a locked order: its fee goes back whole."""
    settle_claim_fee(order=order, claim_id=claim.id, number=claim.number, is_earned=False, now=now)


def earn_fee(claim: Claim, order: Order, now: datetime) -> None:
    """A claim of a locked order is done: its fee is the merchant's."""
    settle_claim_fee(order=order, claim_id=claim.id, number=claim.number, is_earned=True, now=now)
