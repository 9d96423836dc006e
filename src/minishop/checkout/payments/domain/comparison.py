"""PG 대사: what the PG says it took and gave back on a day, held against our attempts, our refunds and the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from minishop.checkout.payments.domain.refunds import RefundState
from minishop.checkout.payments.domain.states import PaymentState
from minishop.checkout.payments.domain.verdicts import Fate, Verdict
from minishop.kernel.won import Won


class MovementKind(StrEnum):
    """거래: money that the PG took, or gave back."""

    PAYMENT = "payment"
    CANCEL = "cancel"


class DifferenceKind(StrEnum):
    """What does not agree. ``…_HERE`` is about our rows, ``…_THERE`` about the PG's."""

    UNKNOWN_HERE = "unknown_here"
    NOT_TAKEN_HERE = "not_taken_here"
    NOT_TAKEN_THERE = "not_taken_there"
    AMOUNT_DIFFERS = "amount_differs"
    CANCELLED_THERE = "cancelled_there"
    REFUND_OPEN_HERE = "refund_open_here"
    REFUND_MISSING_THERE = "refund_missing_there"
    LEDGER_DIFFERS = "ledger_differs"


@dataclass(frozen=True, slots=True)
class Movement:
    """One row of the PG's list. ``key``: the attempt's for a payment, the refund's for a cancel; ``payment_key``: the attempt's."""

    kind: MovementKind
    key: str
    payment_key: str
    amount: Won


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the PG's list of a day; ``next`` asks for the one after it and is empty at the end."""

    rows: tuple[Movement, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class OurPayment:
    """An attempt, and what the ledger has under its key (None: nothing)."""

    key: str
    state: PaymentState
    amount: Won
    posted: Won | None


@dataclass(frozen=True, slots=True)
class OurRefund:
    """A refund, and what the ledger has under its key (None: nothing)."""

    key: str
    state: RefundState
    amount: Won
    posted: Won | None


@dataclass(frozen=True, slots=True)
class Difference:
    """``key``: the attempt's, the refund's, or the PG's own. An amount is None where there is none; ``state`` is ours, or empty."""

    kind: DifferenceKind
    key: str
    theirs: Won | None = None
    ours: Won | None = None
    state: str = ""


TAKEN = frozenset({PaymentState.PAID, PaymentState.SURPLUS})


def judge_payment(theirs: Movement, ours: OurPayment | None) -> Difference | None:
    """What is wrong with a payment of the PG's list, or None."""
    if ours is None:
        return Difference(DifferenceKind.UNKNOWN_HERE, theirs.key, theirs=theirs.amount)
    if theirs.amount != ours.amount:
        return _difference(DifferenceKind.AMOUNT_DIFFERS, theirs, ours)
    if ours.state not in TAKEN:
        return _difference(DifferenceKind.NOT_TAKEN_HERE, theirs, ours)
    return None if ours.posted == theirs.amount else _posted(theirs, ours)


def judge_cancel(theirs: Movement, ours: OurRefund | None) -> Difference | None:
    """What is wrong with a cancel of the PG's list, or None. ``ours`` is the refund that it is or that it stands for."""
    if ours is None:
        return Difference(DifferenceKind.CANCELLED_THERE, theirs.payment_key, theirs=theirs.amount)
    if theirs.amount != ours.amount:
        return _difference(DifferenceKind.AMOUNT_DIFFERS, theirs, ours)
    if ours.state is not RefundState.DONE:
        return _difference(DifferenceKind.REFUND_OPEN_HERE, theirs, ours)
    return None if ours.posted == -theirs.amount else _posted(theirs, ours)


def judge_unlisted_payment(key: str, state: PaymentState, amount: Won, there: Verdict) -> Difference | None:
    """What is wrong with a payment that was taken here and is not on the list, by what the PG says of it when asked. Another day is fine."""
    if there.fate not in (Fate.TAKEN, Fate.CANCELLED):
        return Difference(DifferenceKind.NOT_TAKEN_THERE, key, ours=amount, state=state.value)
    if there.amount != amount:
        return Difference(DifferenceKind.AMOUNT_DIFFERS, key, theirs=there.amount, ours=amount, state=state.value)
    return None


def judge_unlisted_refund(key: str, state: RefundState, amount: Won, payment: Verdict) -> Difference | None:
    """What is wrong with a refund that is done here and that the PG has no cancel of; it may have gone back under another name."""
    if payment.fate is Fate.CANCELLED and payment.amount == amount:
        return None
    return Difference(DifferenceKind.REFUND_MISSING_THERE, key, ours=amount, state=state.value)


def _difference(kind: DifferenceKind, theirs: Movement, ours: OurPayment | OurRefund) -> Difference:
    return Difference(kind, ours.key, theirs=theirs.amount, ours=ours.amount, state=ours.state.value)


def _posted(theirs: Movement, ours: OurPayment | OurRefund) -> Difference:
    return Difference(DifferenceKind.LEDGER_DIFFERS, ours.key, theirs=theirs.amount, ours=ours.posted, state=ours.state.value)
