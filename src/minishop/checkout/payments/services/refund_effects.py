"""What follows once money is back at the buyer, or owed by account: by the reason for which it goes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from types import MappingProxyType

from minishop.chassis.jobs.registry import find_task
from minishop.checkout.payments.domain.ledger import Entry, claim_fee_back_entries, refund_entries
from minishop.checkout.payments.domain.refunds import RefundCause, RefundState, posted_under
from minishop.checkout.payments.models import Refund
from minishop.checkout.payments.ports import CLAIMS
from minishop.checkout.payments.services.ledger import post
from minishop.kernel.won import Won

WAYS = ("sms", "mail")


def follow(*, refund: Refund, now: datetime) -> None:
    """Posts a refund that the PG has just done, or that has just become owed by account, in the open transaction of that step."""
    _FOLLOWS[RefundCause(refund.cause)](refund, now)


def let_others_by(*, refund: Refund, now: datetime) -> None:
    """A refund that was refused for good waits for a person: what waits for it need not. In the open transaction, its order locked."""
    if refund.cause == RefundCause.CLAIM:
        CLAIMS.part.money_stuck(refund=refund, now=now)


def _settle_claim(refund: Refund, now: datetime) -> None:
    CLAIMS.part.money_settled(refund=refund, now=now)


def ask_for_account(*, refund: Refund, now: datetime) -> None:
    """Has the buyer asked by letter where a refund goes that has just become owed by account, in the open transaction of that step.

    Not for what a claim gives back as it is done: the letter that says so asks.
    """
    if refund.state == RefundState.BY_ACCOUNT and not refund.account:
        for way in WAYS:
            find_task("checkout.payments.tasks.ask_for_account").enqueue(
                now=now, key=f"{refund.key}-{way}", merchant_id=refund.merchant_id, refund_id=refund.id, way=way
            )


def _settle_surplus(refund: Refund, now: datetime) -> None:
    # The hub has owed it since it was taken; what was found at the PG it owes no more.
    if refund.state == RefundState.DONE:
        _post(refund, "refund", refund_entries(refund.amount), now)
    elif refund.found_there:
        post(
            merchant=refund.merchant, key=f"found:{refund.key}", kind="refund", order_number=refund.payment.order.number,
            entries=refund_entries(refund.found_there), buyer=refund.payment.order.buyer, now=now,
        )  # fmt: skip


def _settle_fee(refund: Refund, now: datetime) -> None:
    owed = refund.rest if refund.state == RefundState.BY_ACCOUNT else Won(0)
    entries = claim_fee_back_entries(refund.amount, by_account=owed)
    _post(refund, "claim_fee", entries, now)


def _post(refund: Refund, kind: str, entries: Sequence[Entry], now: datetime) -> None:
    order, key = refund.payment.order, posted_under(RefundCause(refund.cause), refund.key)
    post(merchant=refund.merchant, key=key, kind=kind, order_number=order.number, entries=entries, buyer=order.buyer, now=now)


_FOLLOWS: MappingProxyType[RefundCause, Callable[[Refund, datetime], None]] = MappingProxyType(
    {
        RefundCause.CLAIM: _settle_claim,
        RefundCause.SURPLUS: _settle_surplus,
        RefundCause.CLAIM_FEE: _settle_fee,
    }
)
