"""클레임 배송비: from the press on pay to the PG's window, and back to the buyer where nothing came of the
claim (C26, C34, C35)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from minishop.checkout.orders.errors import MerchantClosed
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.abilities import Means, RefundWay
from minishop.checkout.payments.domain.refunds import RefundCause, RefundTooLarge
from minishop.checkout.payments.domain.states import PaymentEvent, PaymentState
from minishop.checkout.payments.errors import FeeNotDue
from minishop.checkout.payments.models import Payment, Refund
from minishop.checkout.payments.ports import CLAIMS
from minishop.checkout.payments.queries import live_contract, money_left, paid_claim_fee, paid_claim_fees
from minishop.checkout.payments.services.paying import Addresses, new_attempt, open_window, underway
from minishop.checkout.payments.services.proceeds import earn_claim_fee, undo_claim_fee
from minishop.checkout.payments.services.refund_effects import ask_for_account, follow
from minishop.checkout.payments.services.refunding import intend_refund
from minishop.checkout.payments.services.transition import transition
from minishop.checkout.payments.services.ways import way_for
from minishop.kernel.won import Won


def start_claim_fee(*, order: Order, claim_id: int, title: str, means: Means, addresses: Addresses, now: datetime) -> Payment:
    """배송비 내기: an attempt to pay what a claim waits for, with a window at the PG (``pg_url``); in the merchant's scope.

    Pressing twice gives the same attempt; one that is being confirmed is returned as it is; one by other means, at another contract or for
    another amount is left for a new one. Raises FeeNotDue, MerchantClosed, GatewaySilent.
    """
    payment = _attempt(order, claim_id, means, now)
    if payment.state == PaymentState.OPENED and not payment.pg_url:
        open_window(payment, order.orderer_name, title, addresses)
    return payment


@transaction.atomic
def _attempt(order: Order, claim_id: int, means: Means, now: datetime) -> Payment:
    locked = (
        Order.objects.select_for_update(of=("self",)).select_related("merchant").get(merchant_id=order.merchant_id, id=order.id)
    )
    amount = CLAIMS.part.fee_awaited(order=locked, claim_id=claim_id)
    if not amount:
        raise FeeNotDue(order=locked.number)
    contract = live_contract(locked.merchant)
    if contract is None:
        raise MerchantClosed(why="no_pg")
    found = underway(locked, contract, means, now, claim_id)
    if found is not None and (found.state == PaymentState.CONFIRMING or found.amount == amount):
        return found
    if found is not None:
        transition(payment=found, event=PaymentEvent.ABANDON, now=now)
    return new_attempt(locked, contract, means, amount, now, claim_id)


def settle_claim_fee(*, order: Order, claim_id: int, number: str, earned: Won, is_told: bool, now: datetime) -> None:
    """A claim is over: of what was paid for it the merchant has ``earned`` so much, and the rest goes back. Nothing where nothing was paid.
    ``is_told``: the claim's own letter asks where to, if that is an account.

    In the open transaction that has locked the order, in the merchant's scope.
    """
    payment = paid_claim_fee(order, claim_id)
    if payment is None:
        return
    kept = min(earned, payment.amount)
    if kept:
        earn_claim_fee(order=order, number=number, amount=kept, now=now)
    if kept < payment.amount:
        refund = _give_back(payment, payment.amount - kept, f"claimfee-{number}-back", now)
        if not is_told:
            ask_for_account(refund=refund, now=now)


def return_claim_fees(*, order: Order, number: str, amount: Won, earlier: Collection[int], now: datetime) -> None:
    """처음 배송비 되돌림: claim ``number`` gives back so much of what was paid by itself for ``earlier`` claims, by their ids, which the
    merchant has earned; the oldest first. The claim is done, and the letter that says so asks where to.

    In the open transaction that has locked the order, in the merchant's scope. Raises RefundTooLarge when less than that is left of it.
    """
    rest, parts = amount, list[tuple[Payment, Won]]()
    for payment in paid_claim_fees(order, earlier):
        parts.append((payment, min(rest, money_left(payment))))
        rest -= parts[-1][1]
    if rest:
        raise RefundTooLarge(left=int(amount - rest), amount=int(amount))
    undo_claim_fee(order=order, number=number, amount=amount, now=now)
    for place, (payment, part) in enumerate(parts):
        if part:
            _give_back(payment, part, f"claimfee-{number}-{place}", now)


def _give_back(payment: Payment, amount: Won, key: str, now: datetime) -> Refund:
    by_account = way_for(payment=payment, amount=amount, now=now) is RefundWay.ACCOUNT
    refund = intend_refund(payment=payment, amount=amount, cause=RefundCause.CLAIM_FEE, now=now, key=key, by_account=by_account)
    if by_account:
        follow(refund=refund, now=now)
    return refund
