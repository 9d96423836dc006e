"""입점 신청 상태: what may become of an application, as data."""

from __future__ import annotations

from enum import StrEnum

from minishop.kernel.machine import Machine
from minishop.mall.shops.domain.opening import EntryState


class EntryEvent(StrEnum):
    """What can happen to an application."""

    REQUEST = "request"
    APPROVE = "approve"
    REJECT = "reject"


_S, _E = EntryState, EntryEvent

# An approved entry is not applied for again.
MACHINE = Machine(
    (_S.REQUESTED,),
    {
        (_S.REJECTED, _E.REQUEST): _S.REQUESTED,
        (_S.REQUESTED, _E.APPROVE): _S.APPROVED,
        (_S.REQUESTED, _E.REJECT): _S.REJECTED,
    },
    made_by={_E.REQUEST: _S.REQUESTED},
)


def may_request(state: EntryState | None) -> bool:
    """Whether applying (again) is possible now."""
    return _E.REQUEST in MACHINE.allowed(state)
