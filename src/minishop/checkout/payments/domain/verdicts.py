"""PG 응답: what is known of an attempt's money, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from minishop.checkout.payments.domain.states import PaymentEvent, PaymentState
from minishop.kernel.won import Won


class Fate(StrEnum):
    """What became of the money. ``UNKNOWN``: the PG did not answer, so it may or may not have been taken."""

    TAKEN = "taken"
    DECLINED = "declined"
    NOT_TAKEN = "not_taken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The PG's word. ``means`` and ``pg_payment_key`` belong to TAKEN; ``reason`` is for people."""

    fate: Fate
    amount: Won = Won(0)
    means: str = ""
    pg_payment_key: str = ""
    reason: str = ""


_S, _E = PaymentState, PaymentEvent
_FOLLOWS = MappingProxyType(
    {
        # Without the buyer's return having been seen: it was lost together with what it had written.
        (_S.OPENED, Fate.TAKEN): (_E.CONFIRM, _E.APPROVE),
        (_S.CONFIRMING, Fate.TAKEN): (_E.APPROVE,),
        (_S.CONFIRMING, Fate.DECLINED): (_E.DECLINE,),
    }
)


def events_after(state: PaymentState, verdict: Verdict, *, amount: Won) -> tuple[PaymentEvent, ...]:
    """The events that a verdict causes; none while nothing is certain, or when another amount than ours was taken."""
    if verdict.fate is Fate.TAKEN and verdict.amount != amount:
        return ()
    return _FOLLOWS.get((state, verdict.fate), ())
