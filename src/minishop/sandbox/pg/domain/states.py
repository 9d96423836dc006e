"""계약과 결제의 상태: the PG's two small state machines, as data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, TypeVar

from minishop.kernel.errors import DomainError


class ContractState(StrEnum):
    """Where a shop's application for the PG stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"


class ContractEvent(StrEnum):
    """What the PG's reviewer decides."""

    APPROVE = "approve"
    REJECT = "reject"


class PaymentState(StrEnum):
    """Where a payment stands: ``ready`` is chosen by the buyer and not yet taken, ``done`` is taken."""

    READY = "ready"
    DONE = "done"
    DECLINED = "declined"


class PaymentEvent(StrEnum):
    """What the card company says."""

    APPROVE = "approve"
    DECLINE = "decline"


class IllegalTransition(DomainError):
    """The table has no such step."""

    code: ClassVar[str] = "illegal_transition"


CONTRACTS: Mapping[tuple[ContractState, ContractEvent], ContractState] = MappingProxyType(
    {
        (ContractState.REQUESTED, ContractEvent.APPROVE): ContractState.APPROVED,
        (ContractState.REQUESTED, ContractEvent.REJECT): ContractState.REJECTED,
    }
)

PAYMENTS: Mapping[tuple[PaymentState, PaymentEvent], PaymentState] = MappingProxyType(
    {
        (PaymentState.READY, PaymentEvent.APPROVE): PaymentState.DONE,
        (PaymentState.READY, PaymentEvent.DECLINE): PaymentState.DECLINED,
    }
)

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


def next_state(table: Mapping[tuple[S, E], S], state: S, event: E) -> S:
    """The state after an event; raises IllegalTransition for a step that is not in the table."""
    try:
        return table[state, event]
    except KeyError:
        raise IllegalTransition(state=state.value, event=event.value) from None
