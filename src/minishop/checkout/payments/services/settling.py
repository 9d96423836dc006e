"""결제 승인: from the PG's word to a paid order, exactly once however often, in whatever order and however broken off it is asked.

The attempt is marked CONFIRMING, and the job that will find out is enqueued, in one transaction before the PG is asked to take
the money. Whoever gets the answer first writes it down under the lock of the order; everyone else finds it done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db import transaction

from minishop.chassis.jobs.registry import Task, find_task
from minishop.checkout.holds.domain.reasons import Reason
from minishop.checkout.holds.domain.steps import Place
from minishop.checkout.holds.errors import GoodsRefused
from minishop.checkout.holds.services.answers import Answered
from minishop.checkout.holds.services.ending import commit, release
from minishop.checkout.holds.services.holding import OPEN, SILENT, Passage, Way, asking, proceed, renew
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.states import Actor, LineEvent
from minishop.checkout.orders.errors import ShopSilent
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.services.changes import record_changes
from minishop.checkout.orders.services.placing import awaits_payment
from minishop.checkout.orders.services.transition import transition as transition_lines
from minishop.checkout.payments.adapters.contracts import abilities_of, gateway_of
from minishop.checkout.payments.adapters.port import Gateway
from minishop.checkout.payments.domain.ledger import Entry, claim_fee_entries, surplus_entries
from minishop.checkout.payments.domain.refunds import RefundCause
from minishop.checkout.payments.domain.states import GONE, LAPSED, PaymentEvent, PaymentState, Purpose
from minishop.checkout.payments.domain.verdicts import Fate, Verdict, events_after, first_answer, later_answer
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.ports import BENEFITS, CLAIMS
from minishop.checkout.payments.services.ledger import post
from minishop.checkout.payments.services.proceeds import record_payment
from minishop.checkout.payments.services.refunding import intend_refund
from minishop.checkout.payments.services.transition import transition
from minishop.kernel.won import Won

# Longer than the request that asks at once may take, so that the job is needed only when that one is lost.
RECOVERY_AFTER = timedelta(seconds=12)
LAST_LOOK_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Gate:
    """Whether the PG may be asked to take the money: the first return of an attempt, its goods held. ``is_first``: nobody has asked yet."""

    passage: Passage
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Aim:
    """What a purpose means for an attempt: whether and for how much it is still awaited, the gate before its money, and what follows.

    ``secured``: whether what belongs to its money is there too. ``unawaited``: the way of one whose answer is lost and that nobody awaits any
    more; ``over``: its reason then. Each is asked in the open transaction that has locked the order.
    """

    awaits: Callable[[Payment], bool]
    price: Callable[[Payment], Won]
    gate: Callable[[Payment, Answered | None, datetime], Passage]
    keep: Callable[[Payment, Answered | None, datetime], Passage]
    unawaited: Passage
    over: str
    secured: Callable[[Payment, datetime], bool]
    paid: Callable[[Payment, datetime], None]
    failed: Callable[[Payment, Reason, datetime], None]


def aim_of(payment: Payment) -> Aim:
    """What an attempt is for."""
    return _AIMS[Purpose(payment.purpose)]


def take_return(*, payment: Payment, pg_payment_key: str, now: datetime) -> Payment:
    """결제창에서 돌아옴: asks the PG to take the money, if this return is the first. Returns the attempt as it is known then.

    ``pg_payment_key``: as ``is_pg_key`` has it. No money without goods: they are held for a minute at least, or are asked for once more. Raises
    GoodsRefused when they are gone, and ShopSilent, with the attempt as it was, when nobody says.
    """
    gate = asking(lambda answered: _begin(payment, pg_payment_key, answered, now), now=now)
    if gate.passage.way is Way.GONE:
        raise GoodsRefused(gate.passage.refusals)
    if gate.passage.way is Way.SILENT:
        raise ShopSilent(reason="no word about the goods")
    gateway = gateway_of(payment.contract)
    if gateway is None or not gate.is_first:
        return _fresh(payment)
    verdict = first_answer(_take(gateway, payment, pg_payment_key))
    return record_verdict(payment=payment, verdict=verdict, now=now)


def find_out(*, payment: Payment, now: datetime) -> Payment:
    """승인 결과 확인: asks the PG what became of an attempt, and asks it again to take the money when it was to be taken and has not.

    An attempt that was declined or left is asked about too: a PG may approve late. While nobody knows, the goods are kept on.
    """
    payment = _fresh(payment)
    gateway = gateway_of(payment.contract)
    if gateway is None or payment.state in (PaymentState.PAID, PaymentState.SURPLUS):
        return payment
    known = record_verdict(payment=payment, verdict=_ask(gateway, payment, now), now=now)
    if known.state == PaymentState.CONFIRMING:
        asking(lambda answered: _keep(known, answered, now), now=now)
    elif payment.state == PaymentState.CONFIRMING and known.reason == aim_of(known).over:
        _look_once_more(known, now)
    return known


def _take(gateway: Gateway, payment: Payment, pg_payment_key: str) -> Verdict:
    """Asks for the money; a PG that took it in its window is asked whether it has."""
    abilities = abilities_of(payment.contract)
    if abilities is not None and not abilities.confirms:
        return gateway.look_up(payment.key)
    return gateway.confirm(payment.key, pg_payment_key, payment.amount)


@transaction.atomic
def _look_once_more(payment: Payment, now: datetime) -> None:
    """Its goods are gone, so the PG is not asked again for the money; a request of before may still be on its way there."""
    ask_later(payment=payment, now=now, run_at=now + LAST_LOOK_AFTER)


def _ask(gateway: Gateway, payment: Payment, now: datetime) -> Verdict:
    verdict = gateway.look_up(payment.key)
    if verdict.fate is not Fate.NOT_TAKEN or payment.state != PaymentState.CONFIRMING:
        return verdict
    match asking(lambda answered: _look_at_goods(payment, answered, now), now=now).passage.way:
        case Way.OPEN:
            return later_answer(_take(gateway, payment, payment.pg_payment_key), open_for=now - payment.opened_at)
        case Way.GONE:
            return Verdict(Fate.DECLINED, reason=aim_of(payment).over)
    return Verdict(Fate.UNKNOWN)


@transaction.atomic
def _begin(payment: Payment, pg_payment_key: str, answered: Answered | None, now: datetime) -> _Gate:
    locked = _lock(payment)
    if locked.state != PaymentState.OPENED:
        return _Gate(OPEN)
    aim = aim_of(locked)
    if not aim.awaits(locked):
        transition(payment=locked, event=PaymentEvent.ABANDON, now=now)
        return _Gate(OPEN)
    passage = aim.gate(locked, answered, now)
    match passage.way:
        case Way.GONE:
            transition(payment=locked, event=PaymentEvent.DECLINE, now=now, reason=GONE)
        case Way.OPEN:
            transition(payment=locked, event=PaymentEvent.CONFIRM, now=now, pg_payment_key=pg_payment_key)
            ask_later(payment=locked, now=now, run_at=now + RECOVERY_AFTER)
            return _Gate(passage, is_first=True)
    return _Gate(passage)


@transaction.atomic
def _look_at_goods(payment: Payment, answered: Answered | None, now: datetime) -> _Gate:
    """Before the money is asked for once more: the attempt is still being confirmed, and its goods are held."""
    locked = _lock(payment)
    aim = aim_of(locked)
    if locked.state != PaymentState.CONFIRMING:
        return _Gate(SILENT)
    return _Gate(aim.gate(locked, answered, now) if aim.awaits(locked) else aim.unawaited)


@transaction.atomic
def _keep(payment: Payment, answered: Answered | None, now: datetime) -> _Gate:
    locked = _lock(payment)
    if locked.state != PaymentState.CONFIRMING:
        return _Gate(OPEN)
    return _Gate(aim_of(locked).keep(locked, answered, now))


def ask_later(*, payment: Payment, now: datetime, run_at: datetime) -> None:
    """Enqueues, in the open transaction, the job that finds out: one a payment, however often it is asked for. One that has asked in vain
    keeps the time of its next try, which is two minutes away at the most: the PG's notices are signed by nobody."""
    _find_out().enqueue(now=now, run_at=run_at, **_job_of(payment))


def ask_now(*, payment: Payment, now: datetime) -> None:
    """다시 확인: as ``ask_later``, and at once, also where it has asked in vain. For a person who presses."""
    _find_out().begin_now(now=now, **_job_of(payment))


def _find_out() -> Task:
    return find_task("checkout.payments.tasks.find_out_later")


def _job_of(payment: Payment) -> Mapping[str, Any]:
    return {"key": payment.key, "merchant_id": payment.merchant_id, "payment_id": payment.id}


@transaction.atomic
def record_verdict(*, payment: Payment, verdict: Verdict, now: datetime) -> Payment:
    """Writes down what is certain: a paid order with its ledger entry, its change and its receipt, or the paid fee of a claim; or a decline;
    or money that was taken beside what was to be paid, with its ledger entry and its refund. Returns the attempt."""
    locked = _lock(payment)
    aim = aim_of(locked)
    for event in _events(locked, aim, verdict, now):
        transition(payment=locked, event=event, now=now, **_learnt(event, verdict))
        if event is PaymentEvent.APPROVE:
            aim.paid(locked, now)
        elif event is PaymentEvent.DECLINE:
            aim.failed(locked, Reason.DECLINED, now)
        elif event is PaymentEvent.TAKE_SURPLUS:
            _return_surplus(locked, now)
    return locked


def _events(payment: Payment, aim: Aim, verdict: Verdict, now: datetime) -> tuple[PaymentEvent, ...]:
    """What a verdict causes. Money that pays what costs another amount by now, or an order whose benefits are gone, is a surplus."""
    state = PaymentState(payment.state)
    awaits = aim.awaits(payment) and payment.amount == aim.price(payment)
    events = events_after(state, verdict, amount=payment.amount, order_awaits=awaits)
    if PaymentEvent.APPROVE in events and not aim.secured(payment, now):
        return events_after(state, verdict, amount=payment.amount, order_awaits=False)
    return events


def _learnt(event: PaymentEvent, verdict: Verdict) -> dict[str, str]:
    match event:
        case PaymentEvent.APPROVE | PaymentEvent.TAKE_SURPLUS:
            key = {"pg_payment_key": verdict.pg_payment_key} if verdict.pg_payment_key else {}
            return {"means": verdict.means, "reason": "", **key}
        case PaymentEvent.DECLINE:
            return {"reason": verdict.reason[:300]}
        case _:
            return {}


def _return_surplus(payment: Payment, now: datetime) -> None:
    _post(payment, "surplus", surplus_entries(payment.amount), now)
    intend_refund(payment=payment, amount=payment.amount, cause=RefundCause.SURPLUS, now=now)


def _pay_order(payment: Payment, now: datetime) -> None:
    pay_order(order=payment.order, means=payment.means, key=f"payment:{payment.key}", now=now)


def pay_order(*, order: Order, means: str, key: str, now: datetime) -> None:
    """결제됨: an order whose row is locked and whose benefits are used is paid, with its posting under ``key``, its change and its receipt."""
    record_payment(order=order, key=key, now=now)
    order.paid_at, order.payment_means, order.reached_payment = now, means, True
    order.save(update_fields=["paid_at", "payment_means", "reached_payment"])
    lines = list(OrderLine.objects.filter(merchant_id=order.merchant_id, order_id=order.id))
    paid = transition_lines(lines=lines, event=LineEvent.PAY, actor=Actor.HUB, now=now)
    _leave_others(order, now)
    commit(order=order, now=now)
    _enqueue_receipts(order, now)
    record_changes(merchant=order.merchant, lines=paid, kind=ChangeKind.PAYED, now=now)


def _leave_others(order: Order, now: datetime) -> None:
    """The windows that are still open for a paid order take no money any more; one that is being confirmed is waited for."""
    others = Payment.objects.filter(merchant_id=order.merchant_id, order_id=order.id, state=PaymentState.OPENED.value)
    for other in others.order_by("id"):
        transition(payment=other, event=PaymentEvent.ABANDON, now=now)


def _enqueue_receipts(order: Order, now: datetime) -> None:
    for way in ("sms", "mail"):
        find_task("checkout.payments.tasks.send_receipt").enqueue(
            now=now, key=f"{order.number}-{way}", merchant_id=order.merchant_id, order_id=order.id, way=way
        )


def _pay_fee(payment: Payment, now: datetime) -> None:
    """클레임 배송비 결제됨: kept until its claim is over; whoever keeps claims goes on."""
    _post(payment, "claim_fee", claim_fee_entries(payment.amount), now)
    CLAIMS.part.fee_paid(order=payment.order, claim_id=_claim_of(payment), now=now)


def _post(payment: Payment, kind: str, entries: Sequence[Entry], now: datetime) -> None:
    """Posts what an attempt brought that no order is paid with."""
    post(
        merchant=payment.merchant,
        key=f"payment:{payment.key}",
        kind=kind,
        order_number=payment.order.number,
        entries=entries,
        buyer=payment.order.buyer,
        now=now,
    )


def _fee_awaited(payment: Payment) -> Won:
    return CLAIMS.part.fee_awaited(order=payment.order, claim_id=_claim_of(payment))


def _claim_of(payment: Payment) -> int:
    assert payment.claim_id is not None  # a CHECK of the table
    return payment.claim_id


_AIMS = MappingProxyType(
    {
        Purpose.ORDER: Aim(
            awaits=lambda payment: awaits_payment(payment.order),
            price=lambda payment: payment.order.pay_total,
            gate=lambda payment, answered, now: proceed(order=payment.order, place=Place.RETURN, answered=answered, now=now),
            keep=lambda payment, answered, now: renew(order=payment.order, answered=answered, now=now),
            unawaited=SILENT,
            over=GONE,
            secured=lambda payment, now: BENEFITS.part.use(order=payment.order, now=now),
            paid=_pay_order,
            failed=lambda payment, reason, now: release(order=payment.order, reason=reason, now=now),
        ),
        # No goods are held for a fee, and nothing else is spent with it.
        Purpose.CLAIM_FEE: Aim(
            awaits=lambda payment: _fee_awaited(payment) > 0,
            price=_fee_awaited,
            gate=lambda payment, answered, now: OPEN,
            keep=lambda payment, answered, now: OPEN,
            unawaited=Passage(Way.GONE),
            over=LAPSED,
            secured=lambda payment, now: True,
            paid=_pay_fee,
            failed=lambda payment, reason, now: None,
        ),
    }
)


def _lock(payment: Payment) -> Payment:
    # The order's row stands for its payments, as everywhere; the merchant's counter is locked last, by the change feed.
    Order.objects.select_for_update().get(merchant_id=payment.merchant_id, id=payment.order_id)
    return _fresh(payment)


def _fresh(payment: Payment) -> Payment:
    found = Payment.objects.select_related("merchant", "order__merchant", "contract")
    return found.get(merchant_id=payment.merchant_id, id=payment.id)
