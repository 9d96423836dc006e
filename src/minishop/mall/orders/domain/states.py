"""주문 상태: the mall's state machine of an order line, as data. The diagram in docs/rules/order-states.md is made from it."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from minishop.kernel.machine import Machine


class LineState(StrEnum):
    """Where a line stands in the mall."""

    PREPARING = "preparing"
    SHIPPING_WAIT = "shipping_wait"
    ON_HOLD = "on_hold"
    IN_TRANSIT = "in_transit"
    DELIVERED = "delivered"
    FINALIZED = "finalized"
    CANCELLED = "cancelled"
    RETURNED = "returned"


class LineEvent(StrEnum):
    """What can happen to a line."""

    ENTER_TRACKING = "enter_tracking"
    HOLD = "hold"
    RELEASE = "release"
    HUB_IN_TRANSIT = "hub_in_transit"
    HUB_DELIVERED = "hub_delivered"
    HUB_FINALIZED = "hub_finalized"
    HUB_CANCELLED = "hub_cancelled"
    HUB_RETURNED = "hub_returned"


class Actor(StrEnum):
    """Who may cause an event."""

    SELLER = "seller"
    HUB = "hub"


_S, _E = LineState, LineEvent
# A seller can still send, hold or let go of goods in these.
UNSHIPPED = (_S.PREPARING, _S.SHIPPING_WAIT, _S.ON_HOLD)
# The hub has more to say of these.
OPEN = (*UNSHIPPED, _S.IN_TRANSIT, _S.DELIVERED)

MACHINE: Machine[LineState, LineEvent] = Machine(
    (_S.PREPARING,),
    {
        (_S.PREPARING, _E.ENTER_TRACKING): _S.SHIPPING_WAIT,
        (_S.SHIPPING_WAIT, _E.ENTER_TRACKING): _S.SHIPPING_WAIT,
        (_S.PREPARING, _E.HOLD): _S.ON_HOLD,
        (_S.ON_HOLD, _E.RELEASE): _S.PREPARING,
        **{(state, _E.HUB_IN_TRANSIT): _S.IN_TRANSIT for state in UNSHIPPED},
        **{(state, _E.HUB_DELIVERED): _S.DELIVERED for state in (*UNSHIPPED, _S.IN_TRANSIT)},
        **{(state, _E.HUB_FINALIZED): _S.FINALIZED for state in (*UNSHIPPED, _S.IN_TRANSIT, _S.DELIVERED)},
        **{(state, _E.HUB_CANCELLED): _S.CANCELLED for state in UNSHIPPED},
        # What was finalized comes back by the hub's operators alone.
        **{(state, _E.HUB_RETURNED): _S.RETURNED for state in (*OPEN, _S.FINALIZED)},
    },
)

CAUSED_BY = MappingProxyType({event: Actor.HUB if event.value.startswith("hub_") else Actor.SELLER for event in LineEvent})


def allowed(state: LineState, actor: Actor) -> frozenset[LineEvent]:
    """What this actor may do now: the one source of what is possible and of the buttons that are offered."""
    return frozenset(event for event in MACHINE.allowed(state) if CAUSED_BY[event] is actor)


def has_left(state: LineState) -> bool:
    """Whether the goods have left the house. Cancelled ones never did; returned ones did, and are looked at when they are back."""
    return state not in (*UNSHIPPED, _S.CANCELLED)
