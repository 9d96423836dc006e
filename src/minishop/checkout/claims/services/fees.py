"""배송비: what a buyer pays for a claim before its seller sees it, and what becomes of it (C26, C34, C35)."""

from __future__ import annotations

from datetime import datetime

from minishop.checkout.accounts.models import Account
from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState
from minishop.checkout.claims.errors import refused
from minishop.checkout.claims.models import Claim
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.abilities import Means
from minishop.checkout.payments.errors import FeeNotDue
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.services.claim_fees import settle_claim_fee, start_claim_fee
from minishop.checkout.payments.services.paying import Addresses
from minishop.kernel.won import Won

# What the PG calls it, in Korean whatever the buyer's language.
_TITLES = {ClaimKind.CANCEL: "취소 배송비", ClaimKind.RETURN: "반품 배송비", ClaimKind.EXCHANGE: "교환 배송비"}


def pay_claim_fee(*, claim: Claim, buyer: Account, means: Means, addresses: Addresses, now: datetime) -> Payment:
    """배송비 내기 by the buyer, in the merchant's scope: the attempt and its window, the same however often it is pressed.

    Raises ClaimRefused, MerchantClosed, GatewaySilent.
    """
    if claim.order.buyer_id != buyer.id:
        raise refused(Refusal.NOT_YOURS)
    title = _TITLES.get(ClaimKind(claim.kind), "")
    try:
        return start_claim_fee(order=claim.order, claim_id=claim.id, title=title, means=means, addresses=addresses, now=now)
    except FeeNotDue:
        raise refused(Refusal.NOT_NOW, state=claim.state) from None


def require_paid(claim: Claim, order: Order) -> None:
    """Raises ClaimRefused (FEE_UNPAID) while the buyer owes something for a claim that goes no further before it is paid or waived."""
    if queries.fee_missing(claim, order):
        raise refused(Refusal.FEE_UNPAID)


def settle_fee(claim: Claim, order: Order, earned: Won, now: datetime) -> None:
    """A claim of a locked order is over: of what was paid for it so much is the merchant's, and the rest goes back."""
    is_told = claim.state == ClaimState.DONE
    settle_claim_fee(order=order, claim_id=claim.id, number=claim.number, earned=earned, is_told=is_told, now=now)
