"""반품: the state machine of a return, as data (claims 1.2)."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from minishop.checkout.orders.domain.states import Actor
from minishop.kernel.machine import Machine


class ReturnState(StrEnum):
    """``COLLECTING``: on the way back. ``COLLECTED``: with the seller, who looks at it. ``REFUNDING``: the money is on its way back."""

    FEE_DUE = "fee_due"
    ASKED = "asked"
    COLLECTING = "collecting"
    COLLECTED = "collected"
    REFUNDING = "refunding"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ReturnEvent(StrEnum):
    """What can happen to a return. ``FILE``: the seller makes it for the buyer. ``TURNED…``: an exchange became it, as far as that had come.

    ``HOLD`` and ``RELEASE`` move no state: they say that neither refund nor refusal happens for now, and again that it may. Nor does
    ``FEE_PAID`` of what became due after the application.
    """

    APPLY = "apply"
    ASK = "ask"
    FILE = "file"
    TURNED_ASKED = "turned_asked"
    TURNED_COLLECTING = "turned_collecting"
    TURNED_COLLECTED = "turned_collected"
    FEE_PAID = "fee_paid"
    LAPSE = "lapse"
    ACCEPT = "accept"
    RECEIVE = "receive"
    REFUND = "refund"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    HOLD = "hold"
    RELEASE = "release"
    OVERRULE = "overrule"
    SETTLE = "settle"


_S, _E = ReturnState, ReturnEvent
_UNDECIDED = (_S.ASKED, _S.COLLECTING, _S.COLLECTED)

MACHINE = Machine(
    (_S.ASKED, _S.COLLECTING, _S.COLLECTED, _S.FEE_DUE),
    {
        (_S.FEE_DUE, _E.FEE_PAID): _S.ASKED,
        (_S.FEE_DUE, _E.LAPSE): _S.WITHDRAWN,
        (_S.FEE_DUE, _E.WITHDRAW): _S.WITHDRAWN,
        (_S.FEE_DUE, _E.OVERRULE): _S.REFUSED,
        (_S.ASKED, _E.ACCEPT): _S.COLLECTING,
        (_S.COLLECTING, _E.RECEIVE): _S.COLLECTED,
        **{(state, _E.REFUND): _S.REFUNDING for state in _UNDECIDED},
        **{(state, _E.REFUSE): _S.REFUSED for state in _UNDECIDED},
        **{(state, _E.WITHDRAW): _S.WITHDRAWN for state in (_S.ASKED, _S.COLLECTING)},
        **{(state, event): state for state in _UNDECIDED for event in (_E.HOLD, _E.RELEASE, _E.FEE_PAID)},
        **{(state, _E.OVERRULE): _S.REFUSED for state in _UNDECIDED},
        (_S.REFUNDING, _E.SETTLE): _S.DONE,
    },
    made_by={
        _E.APPLY: _S.FEE_DUE,
        _E.ASK: _S.ASKED,
        _E.FILE: _S.COLLECTING,
        _E.TURNED_ASKED: _S.ASKED,
        _E.TURNED_COLLECTING: _S.COLLECTING,
        _E.TURNED_COLLECTED: _S.COLLECTED,
    },
)

_TURNED_BY = frozenset({Actor.BUYER, Actor.MERCHANT})

CAUSED_BY = MappingProxyType(
    {
        _E.APPLY: frozenset({Actor.BUYER}),
        _E.ASK: frozenset({Actor.BUYER}),
        _E.FILE: frozenset({Actor.MERCHANT}),
        _E.TURNED_ASKED: _TURNED_BY,
        _E.TURNED_COLLECTING: _TURNED_BY,
        _E.TURNED_COLLECTED: _TURNED_BY,
        _E.FEE_PAID: frozenset({Actor.HUB}),
        _E.LAPSE: frozenset({Actor.HUB}),
        _E.ACCEPT: frozenset({Actor.MERCHANT, Actor.HUB}),
        _E.RECEIVE: frozenset({Actor.CARRIER, Actor.MERCHANT}),
        _E.REFUND: frozenset({Actor.MERCHANT, Actor.HUB}),
        _E.REFUSE: frozenset({Actor.MERCHANT}),
        _E.WITHDRAW: frozenset({Actor.BUYER}),
        _E.HOLD: frozenset({Actor.MERCHANT, Actor.HUB}),
        _E.RELEASE: frozenset({Actor.MERCHANT, Actor.HUB}),
        _E.OVERRULE: frozenset({Actor.OPERATOR}),
        _E.SETTLE: frozenset({Actor.HUB}),
    }
)
