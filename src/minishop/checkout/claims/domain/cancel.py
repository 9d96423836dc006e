"""취소: the state machine of a cancel, as data (claims 1.2)."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from minishop.checkout.orders.domain.states import Actor
from minishop.kernel.machine import Machine


class CancelState(StrEnum):
    """``FEE_DUE``: what the buyer has to pay first is being paid. ``CANCELING``: agreed to; the money is on its way back.

    ``FAILED``: the money could not be given back in any way, an operator has said so, and everything is as before.
    """

    FEE_DUE = "fee_due"
    ASKED = "asked"
    CANCELING = "canceling"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


class CancelEvent(StrEnum):
    """What can happen to a cancel. ``FEE_PAID``: or let go. ``ASK_AT_ONCE``, ``FEE_PAID_AT_ONCE``: nobody has to agree. ``GOODS_LEFT``: the
    carrier took them before anybody agreed. ``LAPSE``: what had to be paid was not, before the clock would have gone on."""

    APPLY = "apply"
    ASK = "ask"
    ASK_AT_ONCE = "ask_at_once"
    ASK_BY_SELLER = "ask_by_seller"
    FEE_PAID = "fee_paid"
    FEE_PAID_AT_ONCE = "fee_paid_at_once"
    LAPSE = "lapse"
    APPROVE = "approve"
    REFUSE = "refuse"
    GOODS_LEFT = "goods_left"
    WITHDRAW = "withdraw"
    OVERRULE = "overrule"
    SETTLE = "settle"
    FAIL = "fail"


_S, _E = CancelState, CancelEvent

MACHINE = Machine(
    (_S.ASKED, _S.CANCELING, _S.FEE_DUE),
    {
        (_S.FEE_DUE, _E.FEE_PAID): _S.ASKED,
        (_S.FEE_DUE, _E.FEE_PAID_AT_ONCE): _S.CANCELING,
        (_S.FEE_DUE, _E.LAPSE): _S.WITHDRAWN,
        (_S.FEE_DUE, _E.WITHDRAW): _S.WITHDRAWN,
        (_S.FEE_DUE, _E.OVERRULE): _S.REFUSED,
        (_S.ASKED, _E.FEE_PAID): _S.ASKED,
        (_S.ASKED, _E.LAPSE): _S.WITHDRAWN,
        (_S.ASKED, _E.APPROVE): _S.CANCELING,
        (_S.ASKED, _E.REFUSE): _S.REFUSED,
        (_S.ASKED, _E.GOODS_LEFT): _S.REFUSED,
        (_S.ASKED, _E.WITHDRAW): _S.WITHDRAWN,
        (_S.ASKED, _E.OVERRULE): _S.REFUSED,
        (_S.CANCELING, _E.SETTLE): _S.DONE,
        (_S.CANCELING, _E.FAIL): _S.FAILED,
    },
    made_by={
        _E.ASK: _S.ASKED,
        _E.ASK_AT_ONCE: _S.CANCELING,
        _E.ASK_BY_SELLER: _S.CANCELING,
        _E.APPLY: _S.FEE_DUE,
    },
)

CAUSED_BY = MappingProxyType(
    {
        _E.APPLY: frozenset({Actor.BUYER}),
        _E.ASK: frozenset({Actor.BUYER}),
        _E.ASK_AT_ONCE: frozenset({Actor.BUYER}),
        _E.ASK_BY_SELLER: frozenset({Actor.MERCHANT}),
        _E.FEE_PAID: frozenset({Actor.HUB}),
        _E.FEE_PAID_AT_ONCE: frozenset({Actor.HUB}),
        _E.LAPSE: frozenset({Actor.HUB}),
        _E.APPROVE: frozenset({Actor.MERCHANT, Actor.HUB}),
        _E.REFUSE: frozenset({Actor.MERCHANT}),
        _E.GOODS_LEFT: frozenset({Actor.HUB}),
        _E.WITHDRAW: frozenset({Actor.BUYER}),
        _E.OVERRULE: frozenset({Actor.OPERATOR}),
        _E.SETTLE: frozenset({Actor.HUB}),
        _E.FAIL: frozenset({Actor.OPERATOR}),
    }
)
