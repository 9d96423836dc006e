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
    """What a profile can and cannot do. ``ships_whole_orders``: sending one line sends the order (R45).

    ``partial_cancel``, ``partial_return``: of an order a part may be cancelled or returned (R53, Q11).
    ``settles_claims``: the merchant's program may file and answer returns and exchanges; else they are settled here (R51, R145).
    """

    ships_whole_orders: bool
    partial_cancel: bool
    partial_return: bool
    settles_claims: bool


CAPABILITIES = MappingProxyType(
    {
        Profile.MANUAL_2011: Capabilities(
            ships_whole_orders=True, partial_cancel=False, partial_return=False, settles_claims=False
        ),
        Profile.TODAY: Capabilities(ships_whole_orders=False, partial_cancel=True, partial_return=True, settles_claims=True),
    }
)
