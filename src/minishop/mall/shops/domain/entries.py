"""입점 신청 상태: what may become of an application, as data."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from minishop.kernel.errors import DomainError
from minishop.mall.shops.domain.opening import EntryState


class EntryEvent(StrEnum):
    """What can happen to an application."""

    REQUEST = "request"
    APPROVE = "approve"
    REJECT = "reject"


class IllegalEntryStep(DomainError):
    """The table has no such step: an approved entry is not applied for again."""

    code: ClassVar[str] = "illegal_entry_step"


_S, _E = EntryState, EntryEvent

TRANSITIONS = MappingProxyType(
    {
        (None, _E.REQUEST): _S.REQUESTED,
        (_S.REJECTED, _E.REQUEST): _S.REQUESTED,
        (_S.REQUESTED, _E.APPROVE): _S.APPROVED,
        (_S.REQUESTED, _E.REJECT): _S.REJECTED,
    }
)


def next_entry_state(state: EntryState | None, event: EntryEvent) -> EntryState:
    """The state after an event; ``None`` is an application never made. Raises IllegalEntryStep for a step not in the table."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise IllegalEntryStep(state=state and state.value, event=event.value) from None


def may_request(state: EntryState | None) -> bool:
    """Whether applying (again) is possible now."""
    return (state, _E.REQUEST) in TRANSITIONS
