"""환불: money goes back through the PG of the contract it was taken with, once however often it is asked and wherever it is broken off.

The refund is written down, and the job that asks is enqueued, in the transaction that made it necessary. The PG is asked under the
refund's own key, which says the amount where that is not all of it; after a lost answer it is asked what became of it before it is asked
again. Who gets the answer first posts it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from minishop.chassis.jobs.registry import find_task
from minishop.chassis.jobs.stopping import Turn
from minishop.chassis.tenancy import across_tenants
from minishop.checkout.payments.adapters.contracts import gateway_of
from minishop.checkout.payments.adapters.port import Gateway
from minishop.checkout.payments.domain.bank_accounts import BankAccount
from minishop.checkout.payments.domain.refunds import (
    UNDER_WAY,
    RefundCause,
    RefundEvent,
    RefundFate,
    RefundState,
    RefundTooLarge,
    RefundVerdict,
    ask_again_at,
    event_after,
    is_ours,
    refundable,
)
from minishop.checkout.payments.domain.verdicts import Fate
from minishop.checkout.payments.models import Payment, Refund
from minishop.checkout.payments.queries import given_back_by_pg, has_refund_under_way
from minishop.checkout.payments.services.refund_effects import follow
from minishop.checkout.payments.services.refund_steps import begin, lock_refund, require_left, step
from minishop.kernel.won import Won

CHASED_AFTER = timedelta(minutes=15)
_BATCH = 500


def intend_refund(
    *,
    payment: Payment,
    amount: Won,
    cause: RefundCause,
    now: datetime,
    key: str = "",
    by_account: bool = False,
    account: BankAccount | None = None,
) -> Refund:
    """Writes down that money goes back and enqueues the asking, in the open transaction, under the lock of the payment's order.

    ``key`` names it, at the PG too; else one is made. The same key again is the refund it named first. ``by_account``: the PG declares that
    it does not give this back (``way_for``), so nobody asks it: the hub owes it, to an ``account`` that may be named later.
    While another refund of the payment is under way it is queued.
    Raises RefundTooLarge when less than that is left of the payment, or the key named another amount.
    """
    earlier = list(Refund.objects.filter(merchant_id=payment.merchant_id, payment_id=payment.id))
    known = next((one for one in earlier if key and one.key == key), None)
    left = known.amount if known else refundable(payment.amount, [one.place for one in earlier])
    if amount > left or (known is not None and amount != known.amount):
        raise RefundTooLarge(left=int(left), amount=int(amount))
    if known is not None:
        return known
    refund = Refund(
        merchant_id=payment.merchant_id,
        key=key or f"{payment.key}-r{len(earlier) + 1}",
        payment_id=payment.id,
        amount=amount,
        cause=cause.value,
        account=account.stored() if account and by_account else "",
        intended_at=now,
    )
    event = RefundEvent.OWE if by_account else RefundEvent.QUEUE if has_refund_under_way(payment) else RefundEvent.INTEND
    begin(refund=refund, event=event)
    if event is RefundEvent.INTEND:
        ask_for_refund(refund=refund, now=now)
    return refund


def write_down_refused(*, payment: Payment, amount: Won, cause: RefundCause, key: str, now: datetime, reason: str) -> Refund:
    """금액 부족: a refund for which not enough is left of the payment is nobody's to ask for, and an operator's to look at. In the open
    transaction, under the lock of the payment's order."""
    refund = Refund(
        merchant_id=payment.merchant_id,
        key=key,
        payment_id=payment.id,
        amount=amount,
        cause=cause.value,
        intended_at=now,
        settled_at=now,
        reason=reason[:300],
    )
    return begin(refund=refund, event=RefundEvent.REFUSE)


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
        found = gateway.look_up_cancel(refund.key_there)
        if found.fate is not RefundFate.NOT_DONE:
            return found
    left = refund.payment.amount - given_back_by_pg(refund.payment)
    answer = gateway.cancel(refund.key_there, refund.payment.pg_payment_key, refund.rest, left)
    match answer.fate:
        case RefundFate.ALREADY:
            return _whose(gateway, refund, answer)
        case RefundFate.REFUSED:
            # A PG may refuse and do it all the same; what it did under our key is ours.
            done = gateway.look_up_cancel(refund.key_there)
            return answer if done.fate is RefundFate.NOT_DONE else done
    return answer


def _whose(gateway: Gateway, refund: Refund, answer: RefundVerdict) -> RefundVerdict:
    """Money that went back under another name is this refund if it is just as much as we miss; else somebody must look."""
    there = gateway.look_up(refund.payment.key)
    if there.fate is Fate.UNKNOWN:
        return RefundVerdict(RefundFate.UNKNOWN, reason=there.reason)
    ours = is_ours(given_back=there.given_back, known=given_back_by_pg(refund.payment), amount=refund.rest)
    return RefundVerdict(RefundFate.DONE, amount=refund.rest) if ours else RefundVerdict(RefundFate.REFUSED, reason=answer.reason)


@transaction.atomic
def _begin(refund: Refund, now: datetime) -> tuple[Refund, bool]:
    locked = lock_refund(refund)
    asked_before = locked.state == RefundState.ASKING
    is_due = locked.not_before is None or locked.not_before <= now
    if locked.state == RefundState.INTENDED and is_due:
        step(refund=locked, event=RefundEvent.ASK, now=now)
    return locked, asked_before


@transaction.atomic
def record_refund(*, refund: Refund, verdict: RefundVerdict, now: datetime) -> Refund:
    """Writes down what is certain: the refund done with its ledger entry, put off, or refused with its reason, so that it takes the other
    way. Returns the refund."""
    locked = lock_refund(refund)
    event = event_after(RefundState(locked.state), verdict, amount=locked.rest)
    if event is None:
        return locked
    locked.not_before = ask_again_at(verdict, now) if event is RefundEvent.PUT_OFF else None
    step(refund=locked, event=event, now=now, reason=verdict.reason)
    if locked.not_before is not None:
        _ask_then(locked, locked.not_before, now)
    if event in (RefundEvent.GIVE_BACK, RefundEvent.REFUSE):
        _begin_queued(locked, now)
    if event is RefundEvent.GIVE_BACK:
        follow(refund=locked, now=now)
    if event is RefundEvent.REFUSE:
        _take_other_way_then(locked, now)
    return locked


def _begin_queued(over: Refund, now: datetime) -> None:
    """A refund is under way no more: the one of its payment that has been queued the longest is asked for."""
    queued = Refund.objects.filter(merchant_id=over.merchant_id, payment_id=over.payment_id, state=RefundState.QUEUED.value)
    following = queued.order_by("intended_at", "id").first()
    if following is not None:
        following.intended_at = now
        step(refund=following, event=RefundEvent.BEGIN, now=now)
        ask_for_refund(refund=following, now=now)


def _take_other_way_then(refund: Refund, now: datetime) -> None:
    find_task("checkout.payments.tasks.take_other_way_later").enqueue(
        now=now, key=refund.key, merchant_id=refund.merchant_id, refund_id=refund.id
    )


def _ask_then(refund: Refund, at: datetime, now: datetime) -> None:
    """Banks open by the calendar, so the job that asks again goes by it."""
    find_task("checkout.payments.tasks.take_up_refund").enqueue(
        now=now, run_at=at, key=refund.key, merchant_id=refund.merchant_id, refund_id=refund.id
    )


@transaction.atomic
def retry_refund(*, refund: Refund, now: datetime) -> Refund:
    """다시 요청: has a refund asked for again, also one that was refused, which is queued while another of its payment is under way. One that
    is done or owed by account stays as it is.

    Raises RefundTooLarge when another refund took its place meanwhile.
    """
    locked = lock_refund(refund)
    if locked.state == RefundState.REFUSED:
        require_left(locked)
        is_taken = has_refund_under_way(locked.payment)
        step(refund=locked, event=RefundEvent.QUEUE if is_taken else RefundEvent.RETRY, now=now)
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
        open_ = open_.exclude(not_before__gt=now)
        if last is not None:
            later = Q(intended_at__gt=last.intended_at) | Q(intended_at=last.intended_at, id__gt=last.id)
            open_ = open_.filter(later, intended_at__gte=last.intended_at)
        found = list(open_.order_by("intended_at", "id")[:_BATCH])
    for refund in sorted(found, key=lambda refund: refund.id):
        ask_for_refund(refund=refund, now=now)
    return found
