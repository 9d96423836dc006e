"""결제 상태: the state machine of one payment attempt, as data."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from minishop.kernel.errors import DomainError


class PaymentState(StrEnum):
    """``CONFIRMING``: the PG has been asked to take the money and its answer is not known yet."""

    OPENED = "opened"
    CONFIRMING = "confirming"
    PAID = "paid"
    DECLINED = "declined"
    ABANDONED = "abandoned"


class PaymentEvent(StrEnum):
    """What can happen to an attempt."""

    CONFIRM = "confirm"
    APPROVE = "approve"
    DECLINE = "decline"
    ABANDON = "abandon"


class IllegalTransition(DomainError):
    """The table has no such step."""

    code: ClassVar[str] = "illegal_transition"


_S, _E = PaymentState, PaymentEvent

TRANSITIONS = MappingProxyType(
    {
        (_S.OPENED, _E.CONFIRM): _S.CONFIRMING,
        (_S.OPENED, _E.ABANDON): _S.ABANDONED,
        (_S.CONFIRMING, _E.APPROVE): _S.PAID,
        (_S.CONFIRMING, _E.DECLINE): _S.DECLINED,
    }
)


def next_state(state: PaymentState, event: PaymentEvent) -> PaymentState:
    """The state after an event; raises IllegalTransition for a step that is not in the table."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise IllegalTransition(state=state.value, event=event.value) from None
