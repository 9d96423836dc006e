"""환불 방법: how the money of a claim goes back, or would (R136, Q10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.money_ways import MoneyWay, money_way
from minishop.checkout.claims.models import Claim
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.abilities import Means, RefundWay
from minishop.checkout.payments.domain.refunds import RefundCause, RefundState
from minishop.checkout.payments.models import Refund
from minishop.checkout.payments.queries import paid_payment
from minishop.checkout.payments.services.ways import way_for
from minishop.kernel.won import Won


def way_back(order: Order, amount: Won, now: datetime) -> MoneyWay | None:
    """How so much of an order's money would go back now, in the merchant's scope; None where none would."""
    payment = paid_payment(order) if amount else None
    if payment is None:
        return None
    return money_way(Means(payment.method), way_for(payment=payment, amount=amount, now=now))


def way_of_claim(claim: Claim, now: datetime) -> MoneyWay | None:
    """How a claim's money goes back, or went, by its refund; of one that has none yet how it would now. In the merchant's scope."""
    return way_among(claim, claim.order, queries.refunds_of(claim), now)


def way_among(claim: Claim, order: Order, refunds: Sequence[Refund], now: datetime) -> MoneyWay | None:
    """The same, by refunds that are known: the claim's, or all of its order's, oldest first."""
    refund = next((one for one in refunds if one.cause == RefundCause.CLAIM and queries.claim_number_of(one) == claim.number), None)
    if refund is None:
        return way_back(order, queries.shown(claim).money, now)
    by_account = refund.state == RefundState.BY_ACCOUNT or bool(refund.transfer_number)
    return money_way(Means(refund.payment.method), RefundWay.ACCOUNT if by_account else RefundWay.PG_PART)
