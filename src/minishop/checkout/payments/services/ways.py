"""환불 방법: what of a payment goes back through its PG, and what the PG's declaration leaves to an account (R136, Q10)."""

from __future__ import annotations

from datetime import datetime

from minishop.checkout.payments.adapters.contracts import abilities_of
from minishop.checkout.payments.domain.abilities import Means, RefundWay, way_of
from minishop.checkout.payments.domain.refunds import RefundState, refundable
from minishop.checkout.payments.models import Payment, Refund
from minishop.kernel.won import Won


def way_for(*, payment: Payment, amount: Won, now: datetime) -> RefundWay:
    """The way in which an amount of a paid attempt goes back, asked before anybody agrees to it; in the merchant's scope."""
    abilities, taken_at = abilities_of(payment.contract), payment.settled_at
    refunds = Refund.objects.filter(merchant_id=payment.merchant_id, payment_id=payment.id)
    left = refundable(payment.amount, [_taken_there(one) for one in refunds])
    if abilities is None or taken_at is None:
        return way_of(amount, left=left, gives_back=False)
    gives = abilities.gives_back(Means(payment.method), amount=amount, left=left, taken_at=taken_at, now=now)
    return way_of(amount, left=left, gives_back=gives)


def _taken_there(refund: Refund) -> tuple[RefundState, Won]:
    """What goes by account is still there at the PG, but for what was found to have gone back."""
    by_account = refund.state == RefundState.BY_ACCOUNT or refund.transfer_number
    return (RefundState.DONE, refund.found_there) if by_account else refund.place
