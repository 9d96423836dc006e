"""선점을 푸는 까닭: why the hub gives pieces back, in the wire's words."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """``UNKNOWN``: the shop did not say whether it holds them. ``EXPIRED``: nobody paid in time."""

    DECLINED = "declined"
    ABANDONED = "abandoned"
    EXPIRED = "expired"
    REFUSED = "refused"
    UNKNOWN = "unknown"


# An attempt that its buyer left, whether by the PG's button or by closing the window.
LEFT = frozenset({Reason.ABANDONED, Reason.EXPIRED})
