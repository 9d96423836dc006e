"""교환: the state machine of an exchange, as data (claims 1.2)."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from minishop.checkout.orders.domain.states import Actor
from minishop.kernel.machine import Machine


class ExchangeState(StrEnum):
    """``FEE_DUE``: its fee is being paid; only the buyer sees it. ``REDELIVERING``: the other goods are on their way.

    ``TURNED``: it became a return, and its fee went back.
    """

    FEE_DUE = "fee_due"
    ASKED = "asked"
    COLLECTING = "collecting"
    COLLECTED = "collected"
    REDELIVERING = "redelivering"
    DONE = "done"
    TURNED = "turned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ExchangeEvent(StrEnum):
    """What can happen to an exchange. ``ARRIVE``: the other goods have arrived, by whoever's word, or long ago."""

    APPLY = "apply"
    ASK = "ask"
    FEE_PAID = "fee_paid"
    LAPSE = "lapse"
    ACCEPT = "accept"
    RECEIVE = "receive"
    REDISPATCH = "redispatch"
    ARRIVE = "arrive"
    TURN = "turn"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    HOLD = "hold"
    RELEASE = "release"
    OVERRULE = "overrule"


_S, _E = ExchangeState, ExchangeEvent
_UNDECIDED = (_S.ASKED, _S.COLLECTING, _S.COLLECTED)

MACHINE = Machine(
    (_S.ASKED, _S.FEE_DUE),
    {
        (_S.FEE_DUE, _E.FEE_PAID): _S.ASKED,
        (_S.FEE_DUE, _E.LAPSE): _S.WITHDRAWN,
        (_S.FEE_DUE, _E.WITHDRAW): _S.WITHDRAWN,
        (_S.FEE_DUE, _E.OVERRULE): _S.REFUSED,
        (_S.ASKED, _E.ACCEPT): _S.COLLECTING,
        (_S.COLLECTING, _E.RECEIVE): _S.COLLECTED,
        (_S.COLLECTED, _E.REDISPATCH): _S.REDELIVERING,
        (_S.REDELIVERING, _E.ARRIVE): _S.DONE,
        (_S.REDELIVERING, _E.OVERRULE): _S.REFUSED,
        **{(state, _E.TURN): _S.TURNED for state in _UNDECIDED},
        **{(state, _E.REFUSE): _S.REFUSED for state in _UNDECIDED},
        **{(state, _E.WITHDRAW): _S.WITHDRAWN for state in (_S.ASKED, _S.COLLECTING)},
        **{(state, event): state for state in _UNDECIDED for event in (_E.HOLD, _E.RELEASE, _E.FEE_PAID)},
        **{(state, _E.OVERRULE): _S.REFUSED for state in _UNDECIDED},
    },
    made_by={_E.APPLY: _S.FEE_DUE, _E.ASK: _S.ASKED},
)

CAUSED_BY = MappingProxyType(
    {
        _E.APPLY: frozenset({Actor.BUYER}),
        _E.ASK: frozenset({Actor.BUYER}),
        _E.FEE_PAID: frozenset({Actor.HUB}),
        _E.LAPSE: frozenset({Actor.HUB}),
        _E.ACCEPT: frozenset({Actor.MERCHANT, Actor.HUB}),
        _E.RECEIVE: frozenset({Actor.CARRIER, Actor.MERCHANT}),
        _E.REDISPATCH: frozenset({Actor.MERCHANT}),
        _E.ARRIVE: frozenset({Actor.CARRIER, Actor.BUYER, Actor.HUB}),
        _E.TURN: frozenset({Actor.BUYER, Actor.MERCHANT}),
        _E.REFUSE: frozenset({Actor.MERCHANT}),
        _E.WITHDRAW: frozenset({Actor.BUYER}),
        _E.HOLD: frozenset({Actor.MERCHANT}),
        _E.RELEASE: frozenset({Actor.MERCHANT, Actor.HUB}),
        _E.OVERRULE: frozenset({Actor.OPERATOR}),
    }
)
