"""관리자 처리: the state machine of what the hub ends by its own authority, as data (claims 1.2)."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from minishop.checkout.orders.domain.states import Actor
from minishop.kernel.machine import Machine


class AdminState(StrEnum):
    """``OPEN``: an operator looks at it, and nothing else happens to its lines. ``REFUNDING``: the money is on its way back."""

    OPEN = "open"
    REFUNDING = "refunding"
    DONE = "done"
    REJECTED = "rejected"


class AdminEvent(StrEnum):
    """What can happen to it."""

    OPEN = "open"
    REFUND = "refund"
    REJECT = "reject"
    SETTLE = "settle"


_S, _E = AdminState, AdminEvent

MACHINE = Machine(
    (_S.OPEN,),
    {
        (_S.OPEN, _E.REFUND): _S.REFUNDING,
        (_S.OPEN, _E.REJECT): _S.REJECTED,
        (_S.REFUNDING, _E.SETTLE): _S.DONE,
    },
    made_by={_E.OPEN: _S.OPEN},
)

CAUSED_BY = MappingProxyType(
    {
        _E.OPEN: frozenset({Actor.OPERATOR}),
        _E.REFUND: frozenset({Actor.OPERATOR}),
        _E.REJECT: frozenset({Actor.OPERATOR}),
        _E.SETTLE: frozenset({Actor.HUB}),
    }
)
