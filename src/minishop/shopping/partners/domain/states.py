"""입점 심사와 노출: a partner's states as data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from minishop.kernel.errors import DomainError


class State(StrEnum):
    """신청, 승인(노출), 반려, 노출 중지."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUSPENDED = "suspended"


class Event(StrEnum):
    """What the operator decides, and what the crawler finds."""

    APPROVE = "approve"
    REJECT = "reject"
    SUSPEND = "suspend"
    RESUME = "resume"


TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.REQUESTED, Event.APPROVE): State.APPROVED,
    (State.REQUESTED, Event.REJECT): State.REJECTED,
    (State.APPROVED, Event.SUSPEND): State.SUSPENDED,
    (State.SUSPENDED, Event.RESUME): State.APPROVED,
}

# States whose feed is fetched: a suspended partner's too, since a good feed is what ends the suspension.
CRAWLED = frozenset({State.APPROVED, State.SUSPENDED})


class IllegalTransition(DomainError):
    """The event does not happen in this state; an application is decided once."""

    code: ClassVar[str] = "illegal_transition"


def next_state(state: State, event: Event) -> State:
    """The state after an event; raises IllegalTransition when the table has none."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise IllegalTransition(state=state, event=event) from None


def allowed(state: State) -> frozenset[Event]:
    """The events that may happen in a state."""
    return frozenset(event for known, event in TRANSITIONS if known is state)
