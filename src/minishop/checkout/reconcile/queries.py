"""Reading what has to agree, a batch of orders in a fixed number of statements; and what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, F, Q, QuerySet, Sum

from minishop.checkout.holds.domain.states import LIVE
from minishop.checkout.holds.models import StockHold
from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.payments.domain.ledger import AccountKind
from minishop.checkout.payments.domain.proceeds import ProceedsKind
from minishop.checkout.payments.domain.refunds import RefundCause, RefundState
from minishop.checkout.payments.domain.states import PaymentState, Purpose
from minishop.checkout.payments.models import Payment, PgDifference, Posting, ProceedsEntry, Refund, Transfer
from minishop.checkout.reconcile.domain.judging import Attempt, Back, Finding, FindingKind, Line, OrderFacts
from minishop.checkout.reconcile.models import Finding as Found
from minishop.kernel.won import Won

BATCH = 500
T = TypeVar("T")


def orders_to_judge(merchant_id: int) -> Iterator[list[OrderFacts]]:
    """A merchant's orders that reached payment, in its scope, a batch at a time by their ids."""
    last = 0
    while found := list(Order.objects.filter(merchant_id=merchant_id, id__gt=last).order_by("id")[:BATCH]):
        yield facts_of(merchant_id, [order for order in found if order.reached_payment])
        last = found[-1].id


def facts_of(merchant_id: int, orders: Sequence[Order]) -> list[OrderFacts]:
    """What there is about orders of one merchant."""
    ids, numbers = [order.id for order in orders], [order.number for order in orders]
    payments = list(Payment.objects.filter(merchant_id=merchant_id, order_id__in=ids))
    attempts = _by((payment.order_id, _attempt(payment)) for payment in payments)
    order_of = {payment.id: payment.order_id for payment in payments}
    refunds = _by(
        (order_of[one.payment_id], _back(one)) for one in Refund.objects.filter(merchant_id=merchant_id, payment_id__in=order_of)
    )
    lines = _by((line.order_id, _line(line)) for line in OrderLine.objects.filter(merchant_id=merchant_id, order_id__in=ids))
    posted, proceeds, holds = _posted(merchant_id, numbers), _proceeds(merchant_id, ids), _holds(merchant_id, ids)
    return [
        OrderFacts(
            number=order.number,
            pay_total=order.pay_total,
            is_paid=order.paid_at is not None,
            attempts=tuple(attempts[order.id]),
            refunds=tuple(refunds[order.id]),
            lines=tuple(lines[order.id]),
            posted=posted[order.number],
            hold_since=holds.get(order.id),
            **proceeds.get(order.id, {}),
        )
        for order in orders
    ]


def _by(pairs: Iterable[tuple[int, T]]) -> Mapping[int, list[T]]:
    found: defaultdict[int, list[T]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _attempt(one: Payment) -> Attempt:
    return Attempt(one.id, one.key, PaymentState(one.state), Purpose(one.purpose), one.amount, one.opened_at)


def _back(one: Refund) -> Back:
    return Back(
        one.key,
        one.payment_id,
        RefundState(one.state),
        RefundCause(one.cause),
        one.amount,
        one.intended_at,
        one.not_before,
        by_account=bool(one.transfer_number),
    )


def _line(one: OrderLine) -> Line:
    return Line(LineState(one.state), one.quantity, one.remaining)


def _posted(merchant_id: int, numbers: Sequence[str]) -> Mapping[str, Mapping[AccountKind, Won]]:
    rows = Posting.objects.filter(merchant_id=merchant_id, transfer__order_number__in=numbers).exclude(
        transfer__kind__in=_NOT_OF_ORDERS
    )
    sums: defaultdict[str, dict[AccountKind, Won]] = defaultdict(dict)
    for number, account, amount in rows.values_list("transfer__order_number", "account").annotate(sum=Sum("amount")):
        sums[number][AccountKind(account)] = Won(int(amount))
    return sums


# What moves money of a merchant as a whole, under whichever order's number it stands.
_NOT_OF_ORDERS = ("remit", "payout", "pickup")
_PENDING = F("pending_money") + F("pending_benefits")
_DUE = F("due_money") + F("due_benefits")
_FEES = F("pg_fee") + F("hub_fee") + F("vat")


def _proceeds(merchant_id: int, ids: Sequence[int]) -> Mapping[int, Mapping[str, Won]]:
    rows = ProceedsEntry.objects.filter(merchant_id=merchant_id, order_id__in=ids).values_list("order_id")
    earned = Sum("due_money", filter=Q(kind=ProceedsKind.CLAIM_FEE.value))
    sums = rows.annotate(pending=Sum(_PENDING), due=Sum(_DUE), fees=Sum(_FEES), earned=earned)
    names = ("pending", "due", "fees", "earned")
    return {order: {name: Won(int(sum_ or 0)) for name, sum_ in zip(names, told, strict=True)} for order, *told in sums}


def _holds(merchant_id: int, ids: Sequence[int]) -> Mapping[int, datetime]:
    live = StockHold.objects.filter(merchant_id=merchant_id, order_id__in=ids, state__in=sorted(LIVE))
    return dict(live.order_by("-moved_at").values_list("order_id", "moved_at"))


def unbalanced_transfers(merchant_id: int) -> Iterator[Finding]:
    """The transfers whose postings do not add up to 0, or that have fewer than two."""
    last = 0
    while keys := dict(
        Transfer.objects.filter(merchant_id=merchant_id, id__gt=last).order_by("id").values_list("id", "key")[:BATCH]
    ):
        rows = Posting.objects.filter(merchant_id=merchant_id, transfer_id__in=keys).values_list("transfer_id")
        sums = {transfer: (int(amount), count) for transfer, amount, count in rows.annotate(sum=Sum("amount"), count=Count("id"))}
        for transfer, key in keys.items():
            amount, count = sums.get(transfer, (0, 0))
            if amount or count < 2:
                yield Finding(FindingKind.UNBALANCED, key, ours=amount, theirs=0)
        last = max(keys)


def differences_with_pgs(merchant_id: int) -> Iterator[Finding]:
    """What the comparison with the PGs has found and nobody has resolved, at most a batch."""
    open_ = PgDifference.objects.filter(merchant_id=merchant_id, resolved_at=None).order_by("found_at")[:BATCH]
    for one in open_:
        yield Finding(FindingKind.PG, f"{one.kind}:{one.key}"[:200], ours=one.facts.get("ours"), theirs=one.facts.get("theirs"))


def open_findings() -> QuerySet[Found]:
    """What does not agree, oldest first; for an operator, across merchants (index ``reconcile_findings_open``)."""
    return Found.objects.filter(resolved_at=None).select_related("merchant").order_by("found_at", "id")
