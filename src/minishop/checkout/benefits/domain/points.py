"""적립금: when an order is finalized, how many points it earns and when they are given (R87, Q1, Q3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from minishop.checkout.orders.domain.finalization import Open, finalized_at
from minishop.checkout.orders.domain.states import CARRIED, LIVING, LineState
from minishop.kernel.clock import next_day_start
from minishop.kernel.won import Won

FINALIZABLE = CARRIED
TO_BE_FINALIZED = FINALIZABLE | {LineState.PAID, LineState.DISPATCH_REQUESTED}


def earned(pay_total: Won, basis_points: int) -> Won:
    """The points of an order: a share of what was paid, rounded down (16,500 won at 0.5 % are 82 points)."""
    return pay_total.share_floor(basis_points)


def due(finalized_at: datetime) -> datetime:
    """When the points are given: the beginning of the day after, in Seoul."""
    return next_day_start(finalized_at)


def is_overdue(line: Open, now: datetime) -> bool:
    """Whether a line has been left open for so long that it is finalized by itself."""
    at = finalized_at(line)
    return at is not None and at <= now


def is_whole(states: Iterable[LineState]) -> bool:
    """Whether all of an order that lives has been finalized; what was cancelled, returned or never paid does not count."""
    left = [state for state in states if state in LIVING]
    return bool(left) and all(state is LineState.FINALIZED for state in left)


def may_be_granted(lines: Iterable[tuple[LineState, bool]]) -> bool:
    """Whether points that are due may be given: no line lives that nobody has finalized, and none has an open claim (the second fact)."""
    return all((state is LineState.FINALIZED or state not in LIVING) and not claimed for state, claimed in lines)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Points taken back: from the buyer's balance, from the money of a refund; ``loss`` is the hub's."""

    balance: Won = Won(0)
    money: Won = Won(0)
    loss: Won = Won(0)


def taken_back(owed: Won, *, available: Won, money: Won) -> TakenBack:
    """How points that were granted and are not earned any more come back: the balance never falls below 0 (C38)."""
    balance = min(owed, available)
    kept = min(owed - balance, money)
    return TakenBack(balance, kept, owed - balance - kept)
