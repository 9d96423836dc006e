"""PG 응답: what is known of an attempt's money, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from minishop.checkout.payments.domain.life import UNPAID_LIFE
from minishop.checkout.payments.domain.states import PaymentEvent, PaymentState
from minishop.kernel.won import Won


class Fate(StrEnum):
    """What became of the money. ``UNKNOWN``: the PG did not answer, so it may or may not have been taken.

    ``NOT_FOUND``: the PG knows no such payment. ``CANCELLED``: it was taken and given back.
    """

    TAKEN = "taken"
    DECLINED = "declined"
    NOT_TAKEN = "not_taken"
    NOT_FOUND = "not_found"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The PG's word. ``means`` and ``pg_payment_key`` belong to TAKEN; ``given_back``: how much of the amount went back since; ``reason`` is
    for people."""

    fate: Fate
    amount: Won = Won(0)
    given_back: Won = Won(0)
    means: str = ""
    pg_payment_key: str = ""
    reason: str = ""


_S, _E = PaymentState, PaymentEvent
_BEFORE_TAKEN = MappingProxyType(
    {
        # Without the buyer's return having been seen: it was lost together with what it had written.
        _S.OPENED: (_E.CONFIRM,),
        _S.CONFIRMING: (),
        _S.DECLINED: (),
        _S.ABANDONED: (),
    }
)
_FOLLOWS = MappingProxyType(
    {
        (_S.CONFIRMING, Fate.DECLINED): (_E.DECLINE,),
        (_S.CONFIRMING, Fate.CANCELLED): (_E.DECLINE,),
    }
)


def first_answer(verdict: Verdict) -> Verdict:
    """What the very first confirm of an attempt means: a payment that the PG does not know has not been taken.

    After a confirm whose answer was lost the same word proves nothing, and NOT_FOUND stays what it is.
    """
    return replace(verdict, fate=Fate.DECLINED) if verdict.fate is Fate.NOT_FOUND else verdict


def later_answer(verdict: Verdict, *, open_for: timedelta) -> Verdict:
    """What a confirm means that is asked again after the PG said that it has taken nothing for this attempt: one that the PG does not know, longer
    after it was opened than any window is open, has come to nothing, and its goods are for others."""
    return first_answer(verdict) if open_for > UNPAID_LIFE else verdict


def events_after(state: PaymentState, verdict: Verdict, *, amount: Won, order_awaits: bool) -> tuple[PaymentEvent, ...]:
    """The events that a verdict causes; none while nothing is certain, or when another amount than ours was taken.

    Money that was taken is never ignored: it pays the order if that still awaits payment, else it is a surplus.
    """
    if verdict.fate is not Fate.TAKEN:
        return _FOLLOWS.get((state, verdict.fate), ())
    if verdict.amount != amount or state not in _BEFORE_TAKEN:
        return ()
    return (*_BEFORE_TAKEN[state], _E.APPROVE if order_awaits else _E.TAKE_SURPLUS)
