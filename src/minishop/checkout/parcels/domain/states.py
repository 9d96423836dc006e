"""배송 추적: where a parcel stands, in one vocabulary for every carrier, and what a carrier's report does to it."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from minishop.kernel.machine import Machine


class ParcelState(StrEnum):
    """``CHECKING``: the carrier has not yet said whether it knows the number. ``REPLACED``: the seller gave another one."""

    CHECKING = "checking"
    WRONG_NUMBER = "wrong_number"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    FAILED = "failed"
    NOT_TRACKED = "not_tracked"
    REPLACED = "replaced"


class Report(StrEnum):
    """What a carrier says of a number."""

    UNKNOWN = "unknown"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    FAILED = "failed"


class Reason(StrEnum):
    """Why a parcel stands where it does."""

    NOT_KNOWN_YET = "not_known_yet"
    UNKNOWN_TO_CARRIER = "unknown_to_carrier"
    CARRIER_SILENT = "carrier_silent"


class Correction(StrEnum):
    """What a seller does to a parcel that is followed."""

    REPLACE = "replace"


_S = ParcelState
_REACHED = MappingProxyType(
    {
        Report.PICKED_UP: _S.PICKED_UP,
        Report.IN_TRANSIT: _S.IN_TRANSIT,
        Report.OUT_FOR_DELIVERY: _S.OUT_FOR_DELIVERY,
        Report.DELIVERED: _S.DELIVERED,
        Report.FAILED: _S.FAILED,
    }
)
KNOWN = frozenset({_S.PICKED_UP, _S.IN_TRANSIT, _S.OUT_FOR_DELIVERY, _S.FAILED})
OPEN = KNOWN | {_S.CHECKING}

# A carrier that has known a number and forgets it changes nothing; a carrier may also take a step back.
MACHINE: Machine[ParcelState, Report | Correction] = Machine(
    (_S.CHECKING, _S.NOT_TRACKED),
    {
        (_S.CHECKING, Report.UNKNOWN): _S.WRONG_NUMBER,
        **{(state, Report.UNKNOWN): state for state in KNOWN},
        **{(state, report): reached for state in OPEN for report, reached in _REACHED.items()},
        **{(state, Correction.REPLACE): _S.REPLACED for state in OPEN},
    },
)
