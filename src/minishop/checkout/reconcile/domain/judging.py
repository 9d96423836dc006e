"""대사: what an order's attempts, refunds, lines and postings have to say to one another, each disagreement by its name (claims.md 6.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.payments.domain.ledger import AccountKind
from minishop.checkout.payments.domain.refunds import IN_VAIN, UNDER_WAY, RefundCause, RefundState
from minishop.checkout.payments.domain.states import PaymentState, Purpose
from minishop.checkout.reconcile.domain.benefits import UseFacts, judge_use
from minishop.checkout.reconcile.domain.claims import ClaimFacts, ended_pieces, judge_claims
from minishop.checkout.reconcile.domain.facts import Attempt, Back, Line
from minishop.checkout.reconcile.domain.kinds import Finding, FindingKind
from minishop.kernel.won import Won, total

TOO_OLD = timedelta(days=1)
_A = AccountKind


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order with all that has to agree. ``posted``: what its transfers come to, by account; ``pending`` and ``due``: what its proceeds
    do, ``fees`` what they were charged, ``earned`` what of the due are fees of claims. ``hold_since``: since when, by the calendar, goods
    are held for it that nobody commits or releases."""

    number: str
    pay_total: Won
    is_paid: bool
    attempts: tuple[Attempt, ...] = ()
    refunds: tuple[Back, ...] = ()
    lines: tuple[Line, ...] = ()
    posted: Mapping[AccountKind, Won] = field(default_factory=dict)
    pending: Won = Won(0)
    due: Won = Won(0)
    fees: Won = Won(0)
    earned: Won = Won(0)
    hold_since: datetime | None = None
    points_used: Won = Won(0)
    use: UseFacts | None = None
    claims: tuple[ClaimFacts, ...] = ()


_TAKEN = frozenset({PaymentState.PAID, PaymentState.SURPLUS})


def judge(order: OrderFacts, *, now: datetime) -> list[Finding]:
    """Everything about an order that does not agree; nothing for one that is whole."""
    claims = judge_claims(order.number, order.claims, order.refunds, order.lines, now=now)
    return [*_sums(order), *_attempts(order, now), *_lines(order), *_holds(order, now), *claims, *_use(order, now)]


def _sums(order: OrderFacts) -> Iterator[Finding]:
    for kind, account, expected in (
        (FindingKind.RECEIVABLE, _A.PG_RECEIVABLE, _receivable(order)),
        (FindingKind.REFUND_OWED, _A.REFUND_OWED, -_owed(order)),
        (FindingKind.FEES_HELD, _A.CLAIM_FEES_HELD, -_fees_held(order)),
        (FindingKind.PENDING, _A.MERCHANT_PENDING, -order.pending),
        (FindingKind.PAYABLE, _A.MERCHANT_PAYABLE, order.fees - order.due),
    ):
        posted = order.posted.get(account, Won(0))
        if posted != expected:
            yield Finding(kind, order.number, int(posted), int(expected))


def _receivable(order: OrderFacts) -> Won:
    """What the PG took and has not given back."""
    taken = total(one.amount for one in order.attempts if one.state in _TAKEN)
    return taken - total(_back_there(one) for one in order.refunds)


def _back_there(one: Back) -> Won:
    """What of a refund the PG has given back, once that is posted."""
    if one.state is RefundState.DONE:
        return one.found if one.by_account else one.amount
    return one.found if one.state is RefundState.BY_ACCOUNT else Won(0)


def _owed(order: OrderFacts) -> Won:
    """What is to go back to the buyer: all of a surplus until it is done, and a claim's money once it is to go by account."""
    surplus = total(one.amount for one in order.attempts if one.state is PaymentState.SURPLUS)
    done = total(one.amount for one in order.refunds if one.cause is RefundCause.SURPLUS and one.state is RefundState.DONE)
    by_account = [one for one in order.refunds if one.state is RefundState.BY_ACCOUNT]
    found = total(one.found for one in by_account if one.cause is RefundCause.SURPLUS)
    return surplus - done - found + total(one.amount - one.found for one in by_account if one.cause is not RefundCause.SURPLUS)


def _fees_held(order: OrderFacts) -> Won:
    """What buyers paid for claims, and neither the merchant has earned nor the PG given back."""
    paid = {one.id: one.amount for one in order.attempts if one.state is PaymentState.PAID and one.purpose is Purpose.CLAIM_FEE}
    over = (RefundState.DONE, RefundState.BY_ACCOUNT)
    back = total(one.amount for one in order.refunds if one.attempt in paid and one.state in over)
    return total(paid.values()) - back - order.earned


def _attempts(order: OrderFacts, now: datetime) -> Iterator[Finding]:
    for attempt in order.attempts:
        back = total(one.amount for one in order.refunds if one.attempt == attempt.id and one.state not in IN_VAIN)
        if back > attempt.amount:
            yield Finding(FindingKind.REFUNDED_TOO_MUCH, attempt.key, int(back), int(attempt.amount))
        if attempt.state is PaymentState.CONFIRMING and attempt.opened_at <= now - TOO_OLD:
            yield Finding(FindingKind.PAYMENT_OPEN, attempt.key, int(attempt.amount))
    for one in order.refunds:
        waits = one.not_before is not None and one.not_before > now
        if one.state in UNDER_WAY and one.intended_at <= now - TOO_OLD and not waits:
            yield Finding(FindingKind.REFUND_OPEN, one.key, int(one.amount))


def _lines(order: OrderFacts) -> Iterator[Finding]:
    paid = total(one.amount for one in order.attempts if one.state is PaymentState.PAID and one.purpose is Purpose.ORDER)
    expected = order.pay_total if order.is_paid else Won(0)
    if paid != expected or order.is_paid is any(line.state in _UNPAID for line in order.lines):
        yield Finding(FindingKind.PAID_STATE, order.number, int(paid), int(expected))
    for place, line in enumerate(order.lines):
        expected_pieces = line.quantity - ended_pieces(order.claims, place)
        if line.remaining != expected_pieces or (line.remaining == 0) is not (line.state in _ENDED):
            yield Finding(FindingKind.PIECES, order.number, line.remaining, expected_pieces)


_ENDED = frozenset({LineState.CANCELLED, LineState.RETURNED})
_UNPAID = frozenset({LineState.AWAITING_PAYMENT, LineState.UNPAID_CANCELLED})


def _holds(order: OrderFacts, now: datetime) -> Iterator[Finding]:
    if order.hold_since is not None and order.hold_since <= now - TOO_OLD:
        yield Finding(FindingKind.HOLD_LEFT, order.number)


def _use(order: OrderFacts, now: datetime) -> Iterator[Finding]:
    yield from judge_use(
        order.number,
        order.use,
        order.points_used,
        is_paid=order.is_paid,
        is_over=all(line.state is LineState.UNPAID_CANCELLED for line in order.lines),
        lives=any(line.state not in _ENDED for line in order.lines),
        keeps_goods=order.hold_since is not None and order.hold_since > now - TOO_OLD,
        now=now,
    )
