"""변경 내역: the kinds of change that a merchant's feed tells of."""

from __future__ import annotations

from enum import StrEnum


class ChangeKind(StrEnum):
    """glossary: wire. The words of the REST order API's ``lastChangedType``; the last three are our own additions."""

    PAYED = "PAYED"
    DISPATCHED = "DISPATCHED"
    PURCHASE_DECIDED = "PURCHASE_DECIDED"
    DELIVERED = "DELIVERED"
    DISPATCH_REQUESTED = "DISPATCH_REQUESTED"
    TRACKING_INVALID = "TRACKING_INVALID"
