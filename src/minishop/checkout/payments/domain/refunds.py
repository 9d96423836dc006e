"""환불: the state machine of one refund, as data, and what the PG's word about it causes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from minishop.kernel.errors import DomainError
from minishop.kernel.machine import Machine
from minishop.kernel.won import Won, total


class RefundState(StrEnum):
    """``INTENDED``: to be asked for. ``ASKING``: the PG has been asked and its answer is not known. ``REFUSED``: it said never."""

    INTENDED = "intended"
    ASKING = "asking"
    DONE = "done"
    REFUSED = "refused"


class RefundEvent(StrEnum):
    """What can happen to a refund. ``RETRY``: an operator has it asked for again."""

    ASK = "ask"
    GIVE_BACK = "give_back"
    REFUSE = "refuse"
    RETRY = "retry"


class RefundCause(StrEnum):
    """Why money goes back. ``SURPLUS``: more was taken than the order cost. ``CLAIM``: lines of it were cancelled or returned."""

    SURPLUS = "surplus"
    CLAIM = "claim"


class RefundFate(StrEnum):
    """What became of a refund at the PG. ``ALREADY``: the money went back before, under a name that is not ours."""

    DONE = "done"
    NOT_DONE = "not_done"
    REFUSED = "refused"
    ALREADY = "already"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RefundVerdict:
    """The PG's word. ``amount`` belongs to DONE; ``reason`` is for people."""

    fate: RefundFate
    amount: Won = Won(0)
    reason: str = ""


class RefundTooLarge(DomainError):
    """More would go back than was paid."""

    code: ClassVar[str] = "refund_too_large"


_S, _E = RefundState, RefundEvent

MACHINE = Machine(
    (_S.INTENDED,),
    {
        (_S.INTENDED, _E.ASK): _S.ASKING,
        (_S.ASKING, _E.GIVE_BACK): _S.DONE,
        (_S.ASKING, _E.REFUSE): _S.REFUSED,
        (_S.REFUSED, _E.RETRY): _S.INTENDED,
    },
)
_FOLLOWS = MappingProxyType({RefundFate.DONE: _E.GIVE_BACK, RefundFate.REFUSED: _E.REFUSE})
# While one of these is open, no other refund of the same payment begins.
UNDER_WAY = frozenset({_S.INTENDED, _S.ASKING})


def event_after(state: RefundState, verdict: RefundVerdict, *, amount: Won) -> RefundEvent | None:
    """The event that a verdict causes; None while nothing is certain, or when another amount than ours went back."""
    if state is not RefundState.ASKING or (verdict.fate is RefundFate.DONE and verdict.amount != amount):
        return None
    return _FOLLOWS.get(verdict.fate)


def refundable(paid: Won, refunds: Iterable[tuple[RefundState, Won]]) -> Won:
    """What of a payment can still go back: all but what went back or is on its way."""
    return paid - total(amount for state, amount in refunds if state is not RefundState.REFUSED)
