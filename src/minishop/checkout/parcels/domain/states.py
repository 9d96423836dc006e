"""배송 추적: where a parcel stands, in one vocabulary for every carrier."""

from __future__ import annotations

from enum import StrEnum


class ParcelState(StrEnum):
    """``CHECKING``: the carrier has not yet said whether it knows the number."""

    CHECKING = "checking"
    WRONG_NUMBER = "wrong_number"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    FAILED = "failed"
    NOT_TRACKED = "not_tracked"
