"""허브 규격: which Checkout a merchant's orders are handled by, and what that means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Profile(StrEnum):
    """The service as the manual of 2011 describes it, or as it is today."""

    MANUAL_2011 = "manual_2011"
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a profile can and cannot do. ``ships_whole_orders``: sending one line sends the order (R45)."""

    ships_whole_orders: bool


CAPABILITIES = MappingProxyType(
    {
        Profile.MANUAL_2011: Capabilities(ships_whole_orders=True),
        Profile.TODAY: Capabilities(ships_whole_orders=False),
    }
)
