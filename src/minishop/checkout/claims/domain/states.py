"""클레임: the four kinds, each with a machine of its own, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from minishop.checkout.claims.domain import admin, cancel, exchanging, returning
from minishop.checkout.claims.domain.admin import AdminEvent
from minishop.checkout.claims.domain.cancel import CancelEvent
from minishop.checkout.claims.domain.exchanging import ExchangeEvent
from minishop.checkout.claims.domain.returning import ReturnEvent
from minishop.checkout.orders.domain.states import Actor
from minishop.kernel.machine import IllegalTransition, Machine

ClaimEvent = CancelEvent | ReturnEvent | ExchangeEvent | AdminEvent


class ClaimKind(StrEnum):
    """What is asked for. ``ADMIN`` (관리자): nobody asked; the hub ends lines by its own authority."""

    CANCEL = "cancel"
    RETURN = "return"
    EXCHANGE = "exchange"
    ADMIN = "admin"


class ClaimState(StrEnum):
    """The states of all four machines, by the word: which machine it is says the claim's kind."""

    FEE_DUE = "fee_due"
    ASKED = "asked"
    CANCELING = "canceling"
    COLLECTING = "collecting"
    COLLECTED = "collected"
    REDELIVERING = "redelivering"
    OPEN = "open"
    REFUNDING = "refunding"
    DONE = "done"
    TURNED = "turned"
    REFUSED = "refused"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


class Hold(StrEnum):
    """보류: a flag beside the state. A claim is held once at most."""

    HELD = "held"
    RELEASED = "released"


MACHINES: Mapping[ClaimKind, Machine[Any, Any]] = MappingProxyType(
    {
        ClaimKind.CANCEL: cancel.MACHINE,
        ClaimKind.RETURN: returning.MACHINE,
        ClaimKind.EXCHANGE: exchanging.MACHINE,
        ClaimKind.ADMIN: admin.MACHINE,
    }
)
CAUSED_BY: Mapping[ClaimKind, Mapping[Any, frozenset[Actor]]] = MappingProxyType(
    {
        ClaimKind.CANCEL: cancel.CAUSED_BY,
        ClaimKind.RETURN: returning.CAUSED_BY,
        ClaimKind.EXCHANGE: exchanging.CAUSED_BY,
        ClaimKind.ADMIN: admin.CAUSED_BY,
    }
)
# 끝남: nothing follows. Of every other state the claim is open, and its lines are in no other one.
ENDED = frozenset(
    {ClaimState.DONE, ClaimState.TURNED, ClaimState.REFUSED, ClaimState.REJECTED, ClaimState.WITHDRAWN, ClaimState.FAILED}
)
OPEN = frozenset(ClaimState) - ENDED
NOTHING_CAME = ENDED - {ClaimState.DONE}
# 더 낼 금액: what the buyer owes of such a claim may be paid at the PG.
TAKES_FEE = frozenset({ClaimState.FEE_DUE, ClaimState.ASKED, ClaimState.COLLECTING, ClaimState.COLLECTED})
# 환불 중: agreed to, so that nobody goes back; only the money's fate is waited for.
SETTLING = frozenset({ClaimState.CANCELING, ClaimState.REFUNDING})


def step(kind: ClaimKind, state: ClaimState | None, event: ClaimEvent, actor: Actor) -> ClaimState:
    """The state of a claim of a kind after an event that somebody causes; ``None`` for one that is being made.

    Raises IllegalTransition for a step that is not in the kind's table, and when this actor may not cause the event.
    """
    machine = MACHINES[kind]
    target = machine.next_state(None if state is None else machine.states(state.value), event)
    if actor not in CAUSED_BY[kind][event]:
        raise IllegalTransition(state=state and state.value, event=event.value, actor=actor.value)
    return ClaimState(target.value)


def allowed(kind: ClaimKind, state: ClaimState, actor: Actor) -> frozenset[Any]:
    """What this actor may do with a claim now: the one source of what is possible and of what pages offer."""
    machine = MACHINES[kind]
    return frozenset(event for event in machine.allowed(machine.states(state.value)) if actor in CAUSED_BY[kind][event])
