"""체크아웃 쪽 상태: the hub's state of a line in our words, and what it means for ours (R43–R52, R128)."""

from __future__ import annotations

from enum import StrEnum

from minishop.mall.orders.domain.states import LineEvent, LineState


class HubState(StrEnum):
    """Where a line stands at the hub."""

    AWAITING_PAYMENT = "awaiting_payment"
    PAID = "paid"
    DISPATCH_REQUESTED = "dispatch_requested"
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    FINALIZED = "finalized"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    EXCHANGED = "exchanged"
    UNPAID_CANCELLED = "unpaid_cancelled"


_MEANS: dict[HubState, tuple[LineEvent, LineState]] = {
    HubState.DELIVERING: (LineEvent.HUB_IN_TRANSIT, LineState.IN_TRANSIT),
    HubState.DELIVERED: (LineEvent.HUB_DELIVERED, LineState.DELIVERED),
    HubState.FINALIZED: (LineEvent.HUB_FINALIZED, LineState.FINALIZED),
    HubState.CANCELLED: (LineEvent.HUB_CANCELLED, LineState.CANCELLED),
    HubState.UNPAID_CANCELLED: (LineEvent.HUB_CANCELLED, LineState.CANCELLED),
    HubState.RETURNED: (LineEvent.HUB_RETURNED, LineState.RETURNED),
}


# Nothing of such a line lives at the hub.
ENDED = frozenset({HubState.CANCELLED, HubState.RETURNED, HubState.UNPAID_CANCELLED})
_UNPAID = frozenset({HubState.AWAITING_PAYMENT, HubState.UNPAID_CANCELLED})


def is_order(hub_state: HubState) -> bool:
    """Whether a line at the hub is an order for us: one that nobody has paid is none, and takes no stock."""
    return hub_state not in _UNPAID


def awaits_acknowledgement(hub_state: HubState, *, acknowledged: bool) -> bool:
    """Whether the hub waits for our 발주확인 of a line."""
    return hub_state is HubState.PAID and not acknowledged


def event_for(state: LineState, hub_state: HubState) -> LineEvent | None:
    """What the hub's state makes happen to a line of ours, or None when it is there already or nothing follows.

    A cancellation of goods that have left is a return here (R52), also by the hub's operators of what was finalized. An exchange is only
    noted (R51).
    """
    if hub_state not in _MEANS:
        return None
    event, target = _MEANS[hub_state]
    if event is LineEvent.HUB_CANCELLED and state in (LineState.IN_TRANSIT, LineState.DELIVERED, LineState.FINALIZED):
        return LineEvent.HUB_RETURNED
    ended = {LineState.CANCELLED, LineState.RETURNED}
    return None if state is target or {state, target} == ended else event
