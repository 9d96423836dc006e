"""상품주문 상태: the hub's state machine of an order line, as data."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from minishop.kernel.machine import IllegalTransition, Machine


class LineState(StrEnum):
    """Where a line stands at the hub. ``DISPATCH_REQUESTED`` (발송처리요청, R128): its tracking number is being checked.

    An open claim moves no line; one that ends the last piece of a line does. ``EXCHANGED`` is living: it is finalized like ``DELIVERED``.
    """

    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"
    DISPATCH_REQUESTED = "dispatch_requested"
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    FINALIZED = "finalized"
    UNPAID_CANCELLED = "unpaid_cancelled"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    EXCHANGED = "exchanged"


# 살아 있음: paid for, and neither cancelled nor returned.
LIVING = frozenset(
    {
        LineState.PAID,
        LineState.DISPATCH_REQUESTED,
        LineState.DELIVERING,
        LineState.DELIVERED,
        LineState.EXCHANGED,
        LineState.FINALIZED,
    }
)
# 발송됨: has left with a carrier, and is still there to be sent back.
CARRIED = frozenset({LineState.DELIVERING, LineState.DELIVERED, LineState.EXCHANGED})


class LineEvent(StrEnum):
    """What can happen to a line. ``WITHDRAW_DISPATCH``: a number that was still being checked counts no more, since a claim has taken the line.

    ``ADMIN_DONE`` (관리자): an operator ended it, whatever it was.
    """

    PAY = "pay"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    REQUEST_DISPATCH = "request_dispatch"
    TRACKING_VALID = "tracking_valid"
    TRACKING_INVALID = "tracking_invalid"
    DELIVER = "deliver"
    FINALIZE = "finalize"
    WITHDRAW_DISPATCH = "withdraw_dispatch"
    CANCEL_DONE = "cancel_done"
    RETURN_DONE = "return_done"
    EXCHANGE_DONE = "exchange_done"
    ADMIN_DONE = "admin_done"


class Actor(StrEnum):
    """Who may cause an event."""

    BUYER = "buyer"
    MERCHANT = "merchant"
    CARRIER = "carrier"
    HUB = "hub"
    OPERATOR = "operator"


def actor_name(actor: Actor, who: str) -> str:
    """By what name a record has whoever took a step, or tried to."""
    return f"{actor.value}:{who}"[:80] if who else actor.value


_S, _E = LineState, LineEvent

MACHINE = Machine(
    (_S.AWAITING_PAYMENT,),
    {
        (_S.AWAITING_PAYMENT, _E.PAY): _S.PAID,
        (_S.AWAITING_PAYMENT, _E.EXPIRE): _S.UNPAID_CANCELLED,
        (_S.AWAITING_PAYMENT, _E.WITHDRAW): _S.UNPAID_CANCELLED,
        (_S.PAID, _E.REQUEST_DISPATCH): _S.DISPATCH_REQUESTED,
        (_S.DISPATCH_REQUESTED, _E.REQUEST_DISPATCH): _S.DISPATCH_REQUESTED,
        (_S.DISPATCH_REQUESTED, _E.TRACKING_VALID): _S.DELIVERING,
        (_S.DISPATCH_REQUESTED, _E.TRACKING_INVALID): _S.PAID,
        (_S.DELIVERING, _E.DELIVER): _S.DELIVERED,
        (_S.DELIVERING, _E.FINALIZE): _S.FINALIZED,
        (_S.DELIVERED, _E.FINALIZE): _S.FINALIZED,
        (_S.EXCHANGED, _E.FINALIZE): _S.FINALIZED,
        (_S.DISPATCH_REQUESTED, _E.WITHDRAW_DISPATCH): _S.PAID,
        (_S.PAID, _E.CANCEL_DONE): _S.CANCELLED,
        **{(state, _E.RETURN_DONE): _S.RETURNED for state in sorted(CARRIED)},
        **{(state, _E.EXCHANGE_DONE): _S.EXCHANGED for state in sorted(CARRIED)},
        (_S.PAID, _E.ADMIN_DONE): _S.CANCELLED,
        **{(state, _E.ADMIN_DONE): _S.RETURNED for state in sorted(CARRIED | {_S.FINALIZED})},
    },
)

CAUSED_BY = MappingProxyType(
    {
        _E.PAY: Actor.HUB,
        _E.EXPIRE: Actor.HUB,
        _E.WITHDRAW: Actor.BUYER,
        _E.REQUEST_DISPATCH: Actor.MERCHANT,
        _E.TRACKING_VALID: Actor.CARRIER,
        _E.TRACKING_INVALID: Actor.CARRIER,
        _E.DELIVER: Actor.CARRIER,
        _E.FINALIZE: Actor.BUYER,
        _E.WITHDRAW_DISPATCH: Actor.HUB,
        _E.CANCEL_DONE: Actor.HUB,
        _E.RETURN_DONE: Actor.HUB,
        _E.EXCHANGE_DONE: Actor.HUB,
        _E.ADMIN_DONE: Actor.OPERATOR,
    }
)


def step(state: LineState, event: LineEvent, actor: Actor) -> LineState:
    """The state after an event that somebody causes.

    Raises IllegalTransition for a step that is not in the table, and when this actor may not cause the event.
    """
    target = MACHINE.next_state(state, event)
    if CAUSED_BY[event] is not actor:
        raise IllegalTransition(state=state.value, event=event.value, actor=actor.value)
    return target


def allowed(state: LineState, actor: Actor) -> frozenset[LineEvent]:
    """What this actor may do now."""
    return frozenset(event for event in MACHINE.allowed(state) if CAUSED_BY[event] is actor)
