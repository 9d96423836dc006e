"""되돌아감: what tells that the hub has lost something about a line that it once told us."""

from __future__ import annotations

from minishop.mall.orders.domain.hub import HubState, is_order

# So many of our lines are named to the seller; one more is kept to tell that there are more.
MOST_NAMED = 300
# The way of goods; a line that ended otherwise has left it.
_WAY = (HubState.PAID, HubState.DISPATCH_REQUESTED, HubState.DELIVERING, HubState.DELIVERED, HubState.FINALIZED)


def is_behind(known: HubState, told: HubState | None, *, acknowledged: bool, told_acknowledged: bool) -> bool:
    """Whether the hub knows less of a line than it told before: nothing (None), an earlier state, or no 발주확인 any more."""
    if told is None or not is_order(told):
        return True
    if known in _WAY and told in _WAY and _WAY.index(told) < _WAY.index(known):
        return True
    return acknowledged and told is HubState.PAID and not told_acknowledged
