"""PG 대사: a contract's day at the PG is held against ours, in pages; what does not agree is a row until it does.

A page of the PG's list costs a fixed number of statements. Only what is done here and not on the PG's list of the day (a payment found
out after midnight, say) is asked about one by one. Nothing here moves money: what the PG took and we did not know is asked for again,
and taken or given back as any late approval is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from minishop.checkout.payments.adapters.contracts import gateway_of
from minishop.checkout.payments.adapters.port import Gateway
from minishop.checkout.payments.domain.again import next_comparison
from minishop.checkout.payments.domain.comparison import (
    TAKEN,
    Difference,
    DifferenceKind,
    Movement,
    MovementKind,
    OurPayment,
    OurRefund,
    judge_cancel,
    judge_payment,
    judge_unlisted_payment,
    judge_unlisted_refund,
)
from minishop.checkout.payments.domain.ledger import AccountKind
from minishop.checkout.payments.domain.refunds import RefundCause, RefundFate, RefundState, posted_under
from minishop.checkout.payments.domain.states import PaymentState
from minishop.checkout.payments.domain.verdicts import Fate
from minishop.checkout.payments.errors import GatewaySilent
from minishop.checkout.payments.models import LONGEST_KEY, Payment, PgContract, PgDifference, Posting, Refund
from minishop.checkout.payments.services.refunding import ask_for_refund
from minishop.checkout.payments.services.settling import ask_later
from minishop.kernel.clock import day_start
from minishop.kernel.won import Won

PAGE = 200
R = TypeVar("R", Payment, Refund)


@dataclass
class _Seen:
    """What the PG listed for the day."""

    payments: set[str] = field(default_factory=set)
    cancels: set[str] = field(default_factory=set)
    cancelled_payments: set[str] = field(default_factory=set)


def compare_day(*, contract: PgContract, day: date, now: datetime) -> list[PgDifference]:
    """Compares a day in Seoul that is over, in the merchant's scope; returns the differences that are open for it.

    Raises GatewaySilent when the PG did not answer to the end: then nothing is written.
    """
    gateway = gateway_of(contract)
    if gateway is None:
        return []
    seen = _Seen()
    found = [*_listed(gateway, contract, day, seen), *_not_listed(gateway, contract, day, seen)]
    return _record(contract, day, found, now)


def _listed(gateway: Gateway, contract: PgContract, day: date, seen: _Seen) -> Iterator[Difference]:
    after, more = "", True
    while more:
        page = gateway.movements(day, after)
        yield from _judged(contract, page.rows)
        for row in page.rows:
            (seen.payments if row.kind is MovementKind.PAYMENT else seen.cancels).add(row.key)
            if row.kind is MovementKind.CANCEL:
                seen.cancelled_payments.add(row.payment_key)
        if page.next and page.next == after:
            raise GatewaySilent(reason="the list does not end")
        after, more = page.next, bool(page.next)


def _judged(contract: PgContract, rows: Iterable[Movement]) -> Iterator[Difference]:
    taken = [row for row in rows if row.kind is MovementKind.PAYMENT]
    given_back = [row for row in rows if row.kind is MovementKind.CANCEL]
    payments, refunds = _payments(contract, taken), _refunds(contract, given_back)
    judged = [
        *(judge_payment(row, payments.get(row.key)) for row in taken),
        *(
            judge_cancel(
                row, refunds.get(row.key) or refunds.get(_part(row.payment_key, row.amount)) or refunds.get(row.payment_key)
            )
            for row in given_back
        ),
    ]
    return (difference for difference in judged if difference is not None)


def _payments(contract: PgContract, rows: list[Movement]) -> dict[str, OurPayment]:
    keys = [row.key for row in rows]
    posted = _posted(contract, [f"payment:{key}" for key in keys])
    found = Payment.objects.filter(merchant_id=contract.merchant_id, key__in=keys)
    return {one.key: OurPayment(one.key, PaymentState(one.state), one.amount, posted.get(f"payment:{one.key}")) for one in found}


def _refunds(contract: PgContract, rows: list[Movement]) -> dict[str, OurRefund]:
    """Refunds by their own key; and by their attempt's key those of all of it that are done, for money that went back under another name. What was
    written down as found there goes by attempt and amount."""
    attempts = [row.payment_key for row in rows]
    found = list(
        Refund.objects.filter(merchant_id=contract.merchant_id, payment__key__in=attempts)
        .filter(Q(transfer_number="") | Q(found_there__gt=0))
        .select_related("payment")
        .order_by("id")
    )
    keys = [posted_under(RefundCause(one.cause), one.key) for one in found]
    posted = _posted(contract, keys)
    told = [(one, _ours(one, posted.get(key))) for one, key in zip(found, keys, strict=True)]
    whole = [(one, ours) for one, ours in told if one.amount == one.payment.amount]
    by_attempt = {one.payment.key: ours for one, ours in whole if ours.state is RefundState.DONE}
    parts = {
        _part(one.payment.key, one.found_there): OurRefund(one.key, RefundState.DONE, one.found_there, -one.found_there)
        for one in found
        if one.found_there
    }
    return by_attempt | parts | {one.key_there: ours for one, ours in told}


def _part(attempt: str, amount: Won) -> str:
    """What was found to have gone back of an attempt, by a name that no key of ours is."""
    return f"{attempt} {int(amount)}"


def _ours(refund: Refund, posted: Won | None) -> OurRefund:
    """What was asked for of a refund; it is posted together with what was found there."""
    return OurRefund(refund.key, RefundState(refund.state), refund.rest, None if posted is None else posted + refund.found_there)


def _posted(contract: PgContract, keys: list[str]) -> dict[str, Won]:
    rows = Posting.objects.filter(merchant_id=contract.merchant_id, transfer__key__in=keys, account=AccountKind.PG_RECEIVABLE.value)
    return {key: Won(int(amount)) for key, amount in rows.values_list("transfer__key").annotate(sum=Sum("amount"))}


def _not_listed(gateway: Gateway, contract: PgContract, day: date, seen: _Seen) -> Iterator[Difference]:
    """What was settled here on the day and is not on the PG's list of it. Other keys of the same mid are the same account there."""
    same = {"contract__provider": contract.provider, "contract__mid": contract.mid}
    payments = Payment.objects.filter(merchant_id=contract.merchant_id, state__in=[state.value for state in TAKEN], **same)
    for payment in _settled(payments, day):
        if payment.key not in seen.payments:
            yield from _found(_asked_payment(gateway, payment))
    same = {f"payment__{name}": value for name, value in same.items()}
    refunds = Refund.objects.filter(merchant_id=contract.merchant_id, state=RefundState.DONE.value, transfer_number="", **same)
    for refund in _settled(refunds.select_related("payment"), day):
        under_another_name = refund.amount == refund.payment.amount and refund.payment.key in seen.cancelled_payments
        if refund.key_there not in seen.cancels and not under_another_name:
            yield from _found(_asked_refund(gateway, refund))


def _settled(rows: QuerySet[R], day: date) -> Iterator[R]:
    """Those settled on a day, by keyset: the table is never walked further than that."""
    of_day = rows.filter(settled_at__gte=day_start(day), settled_at__lt=day_start(day + timedelta(days=1)))
    last = 0
    while page := list(of_day.filter(id__gt=last).order_by("id")[:PAGE]):
        yield from page
        last = page[-1].id


def _found(difference: Difference | None) -> tuple[Difference, ...]:
    return () if difference is None else (difference,)


def _asked_payment(gateway: Gateway, payment: Payment) -> Difference | None:
    there = gateway.look_up(payment.key)
    if there.fate is Fate.UNKNOWN:
        raise GatewaySilent(reason=there.reason)
    return judge_unlisted_payment(payment.key, PaymentState(payment.state), payment.amount, there)


def _asked_refund(gateway: Gateway, refund: Refund) -> Difference | None:
    there = gateway.look_up_cancel(refund.key_there)
    whole = gateway.look_up(refund.payment.key) if there.fate is RefundFate.NOT_DONE else None
    if there.fate is RefundFate.UNKNOWN or (whole is not None and whole.fate is Fate.UNKNOWN):
        raise GatewaySilent(reason=there.reason)
    return judge_unlisted_refund(refund.key, RefundState(refund.state), refund.amount, whole) if whole is not None else None


@transaction.atomic
def _record(contract: PgContract, day: date, found: list[Difference], now: datetime) -> list[PgDifference]:
    """Writes down what was found, has the PG asked where asking mends it, and resolves what is no more."""
    PgContract.objects.select_for_update().get(merchant_id=contract.merchant_id, id=contract.id)
    known = {
        (one.kind, one.key): one
        for one in PgDifference.objects.filter(merchant_id=contract.merchant_id, contract_id=contract.id, day=day)
    }
    now_true = {(one.kind.value, one.key[:LONGEST_KEY]): one for one in found}
    PgDifference.objects.bulk_create(_row(contract, day, one, now) for name, one in now_true.items() if name not in known)
    for name, row in known.items():
        _update(row, now_true.get(name), now)
    _have_asked(contract, found, now)
    rows = PgDifference.objects.filter(merchant_id=contract.merchant_id, contract_id=contract.id, day=day, resolved_at=None)
    return list(rows.order_by("kind", "key"))


def _row(contract: PgContract, day: date, one: Difference, now: datetime) -> PgDifference:
    return PgDifference(
        merchant_id=contract.merchant_id, contract_id=contract.id, day=day, kind=one.kind.value, key=one.key[:LONGEST_KEY],
        facts=_facts(one), found_at=now, compare_at=next_comparison(now, now),
    )  # fmt: skip


def _facts(one: Difference) -> dict[str, object]:
    return {"theirs": _number(one.theirs), "ours": _number(one.ours), "state": one.state}


def _number(amount: Won | None) -> int | None:
    return None if amount is None else int(amount)


def _update(row: PgDifference, one: Difference | None, now: datetime) -> None:
    if one is None and row.resolved_at is None:
        row.resolved_at = now
    elif one is not None:
        row.resolved_at, row.facts = None, _facts(one)
    else:
        return
    row.save(update_fields=["resolved_at", "facts"])


def _have_asked(contract: PgContract, found: list[Difference], now: datetime) -> None:
    """Money that the PG took or gave back and we did not know is asked about again: that settles it."""
    taken = [one.key for one in found if one.kind is DifferenceKind.NOT_TAKEN_HERE]
    for payment in Payment.objects.filter(merchant_id=contract.merchant_id, key__in=taken):
        ask_later(payment=payment, now=now, run_at=now)
    given_back = [one.key for one in found if one.kind is DifferenceKind.REFUND_OPEN_HERE]
    for refund in Refund.objects.filter(merchant_id=contract.merchant_id, key__in=given_back):
        ask_for_refund(refund=refund, now=now)
