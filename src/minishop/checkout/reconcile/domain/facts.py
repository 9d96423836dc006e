"""What is known of an order's attempts, refunds and lines, as far as they are held against one another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.payments.domain.refunds import RefundCause, RefundState
from minishop.checkout.payments.domain.states import PaymentState, Purpose
from minishop.kernel.won import Won


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt to pay, as we know it."""

    id: int
    key: str
    state: PaymentState
    purpose: Purpose
    amount: Won
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Back:
    """A refund of an attempt; ``by_account``: it was transferred, the PG never gave it back, but for ``found`` of it."""

    key: str
    attempt: int
    state: RefundState
    cause: RefundCause
    amount: Won
    intended_at: datetime
    not_before: datetime | None = None
    by_account: bool = False
    found: Won = Won(0)


@dataclass(frozen=True, slots=True)
class Line:
    """A line: how many pieces it had, how many of them have not ended, and the claim that says it is open on it."""

    state: LineState
    quantity: int
    remaining: int
    open_claim: int | None = None
