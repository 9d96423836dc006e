"""착불: what cash on delivery takes from the sale through Checkout, as a seller is told before and after choosing it (R61, Q28)."""

from __future__ import annotations

from enum import StrEnum

from minishop.mall.shipping.domain.fee import DoorGate, Mode, Policy


class Stopped(StrEnum):
    """What cash on delivery takes from the sale through Checkout."""

    NOTHING = "nothing"
    GENERAL = "general"
    ALL = "all"

    def is_more_than(self, other: Stopped) -> bool:
        """Whether it stops something that the other does not; the members stand in this order."""
        order = list(Stopped)
        return order.index(self) > order.index(other)


def stopped_by(policy: Policy) -> Stopped:
    """What no cart with it can be bought through Checkout under these settings: everything, products of the shop's own fee, or nothing."""
    if policy.mode is not Mode.ON_DELIVERY or policy.door_gate is DoorGate.NEVER:
        return Stopped.NOTHING
    return Stopped.GENERAL if policy.individual_fees and policy.door_gate is DoorGate.GENERAL_PRESENT else Stopped.ALL
