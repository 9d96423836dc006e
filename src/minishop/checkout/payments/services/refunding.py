"""환불: money goes back through the PG of the contract it was taken with, once however often it is asked and wherever it is broken off.

The refund is written down, and the job that asks is enqueued, in the transaction that made it necessary. The PG is asked under the
refund's own key; after a lost answer it is asked what became of it before it is asked again. Who gets the answer first posts it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from minishop.chassis.jobs.registry import find_task
from minishop.chassis.jobs.stopping import Turn
from minishop.chassis.tenancy import across_tenants
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.adapters.contracts import gateway_of
from minishop.checkout.payments.adapters.port import Gateway
from minishop.checkout.payments.domain.ledger import refund_entries
from minishop.checkout.payments.domain.refunds import (
    MACHINE,
    UNDER_WAY,
    RefundCause,
    RefundEvent,
    RefundFate,
    RefundState,
    RefundTooLarge,
    RefundVerdict,
    event_after,
    refundable,
)
from minishop.checkout.payments.domain.verdicts import Fate
from minishop.checkout.payments.models import Payment, Refund
from minishop.checkout.payments.ports import CLAIMS
from minishop.checkout.payments.services.ledger import post
from minishop.kernel.won import Won

CHASED_AFTER = timedelta(minutes=15)
_BATCH = 500


def intend_refund(*, payment: Payment, amount: Won, cause: RefundCause, now: datetime, key: str = "") -> Refund:
    """Writes down that money goes back and enqueues the asking, in the open transaction, under the lock of the payment's order.

    ``key`` names it at the PG; else one is made.
    Raises RefundTooLarge when less than that is left of the payment.
    """
    earlier = list(Refund.objects.filter(merchant_id=payment.merchant_id, payment_id=payment.id))
    left = refundable(payment.amount, [(RefundState(one.state), one.amount) for one in earlier])
    if amount > left:
        raise RefundTooLarge(left=int(left), amount=int(amount))
    refund = Refund.objects.create(
        merchant_id=payment.merchant_id,
        key=key or f"{payment.key}-r{len(earlier) + 1}",
        payment_id=payment.id,
        amount=amount,
        cause=cause.value,
        intended_at=now,
    )
    ask_for_refund(refund=refund, now=now)
    return refund


def ask_for_refund(*, refund: Refund, now: datetime) -> None:
    """Enqueues, in the open transaction, the job that asks the PG; one that waits already is enough."""
    find_task("checkout.payments.tasks.give_back_later").enqueue(
        now=now, key=refund.key, merchant_id=refund.merchant_id, refund_id=refund.id
    )


def give_back(*, refund: Refund, now: datetime) -> Refund:
    """Asks the PG for the refund, and writes down what is certain; in the merchant's scope. Returns the refund as it is then."""
    begun, asked_before = _begin(refund, now)
    gateway = gateway_of(begun.payment.contract)
    if begun.state != RefundState.ASKING or gateway is None:
        return begun
    return record_refund(refund=begun, verdict=_ask(gateway, begun, asked_before=asked_before), now=now)


def _ask(gateway: Gateway, refund: Refund, *, asked_before: bool) -> RefundVerdict:
    if asked_before:
        found = gateway.look_up_cancel(refund.key)
        if found.fate is not RefundFate.NOT_DONE:
            return found
    answer = gateway.cancel(refund.key, refund.payment.pg_payment_key, refund.amount)
    return _whose(gateway, refund, answer) if answer.fate is RefundFate.ALREADY else answer


def _whose(gateway: Gateway, refund: Refund, answer: RefundVerdict) -> RefundVerdict:
    """Money that went back under another name is this refund if it is the whole payment; else somebody must look."""
    there = gateway.look_up(refund.payment.key)
    if there.fate is Fate.UNKNOWN:
        return RefundVerdict(RefundFate.UNKNOWN, reason=there.reason)
    whole = there.fate is Fate.CANCELLED and there.amount == refund.amount == refund.payment.amount
    return (
        RefundVerdict(RefundFate.DONE, amount=refund.amount) if whole else RefundVerdict(RefundFate.REFUSED, reason=answer.reason)
    )


@transaction.atomic
def _begin(refund: Refund, now: datetime) -> tuple[Refund, bool]:
    locked = _lock(refund)
    asked_before = locked.state == RefundState.ASKING
    if locked.state == RefundState.INTENDED:
        _step(locked, RefundEvent.ASK, now)
    return locked, asked_before


@transaction.atomic
def record_refund(*, refund: Refund, verdict: RefundVerdict, now: datetime) -> Refund:
    """Writes down what is certain: the refund done with its ledger entry, or refused with its reason. Returns the refund."""
    locked = _lock(refund)
    event = event_after(RefundState(locked.state), verdict, amount=locked.amount)
    if event is None:
        return locked
    _step(locked, event, now, reason=verdict.reason[:300])
    if event is RefundEvent.GIVE_BACK and locked.cause == RefundCause.CLAIM:
        CLAIMS.part.money_settled(refund=locked, now=now)
    elif event is RefundEvent.GIVE_BACK:
        order = locked.payment.order
        post(
            merchant=locked.merchant,
            key=f"refund:{locked.key}",
            kind="refund",
            order_number=order.number,
            entries=refund_entries(locked.amount),
            buyer=order.buyer,
            now=now,
        )
    return locked


@transaction.atomic
def retry_refund(*, refund: Refund, now: datetime) -> Refund:
    """다시 요청: has a refund asked for again, also one that was refused. One that is done stays as it is."""
    locked = _lock(refund)
    if locked.state == RefundState.REFUSED:
        _step(locked, RefundEvent.RETRY, now)
    if locked.state in UNDER_WAY:
        ask_for_refund(refund=locked, now=now)
    return locked


def chase_refunds(*, now: datetime) -> int:
    """Has the refunds asked for again whose fate has been unknown for a while, oldest first, a batch a transaction; returns how many.

    Each batch goes on after the one before: what is asked for in vain holds up nobody. What one turn leaves waits for the next time.
    """
    asked, last, turn = 0, None, Turn()
    while not turn.is_over() and (found := _chase_after(last, now)):
        asked, last = asked + len(found), found[-1]
    return asked


@transaction.atomic
def _chase_after(last: Refund | None, now: datetime) -> list[Refund]:
    """The next batch that is asked for again (index ``payments_refunds_under_way``)."""
    with across_tenants("the hub's own clock chases refunds"):
        open_ = Refund.objects.filter(state__in=sorted(state.value for state in UNDER_WAY), intended_at__lte=now - CHASED_AFTER)
        if last is not None:
            later = Q(intended_at__gt=last.intended_at) | Q(intended_at=last.intended_at, id__gt=last.id)
            open_ = open_.filter(later, intended_at__gte=last.intended_at)
        found = list(open_.order_by("intended_at", "id")[:_BATCH])
    for refund in sorted(found, key=lambda refund: refund.id):
        ask_for_refund(refund=refund, now=now)
    return found


def _lock(refund: Refund) -> Refund:
    # The order's row, as everywhere: it stands for its payments and their refunds.
    order_id = Payment.objects.values_list("order_id", flat=True).get(merchant_id=refund.merchant_id, id=refund.payment_id)
    Order.objects.select_for_update().get(merchant_id=refund.merchant_id, id=order_id)
    found = Refund.objects.select_related("merchant", "payment__order__buyer", "payment__contract")
    return found.get(merchant_id=refund.merchant_id, id=refund.id)


def _step(refund: Refund, event: RefundEvent, now: datetime, reason: str = "") -> None:
    target = MACHINE.next_state(RefundState(refund.state), event)
    refund.state, refund.reason = target.value, reason
    if target is RefundState.ASKING:
        refund.asked_at = now
    if target in (RefundState.DONE, RefundState.REFUSED):
        refund.settled_at = now
    refund.save(update_fields=["state", "reason", "asked_at", "settled_at"])
