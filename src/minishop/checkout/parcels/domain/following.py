"""배송 추적의 결과: what a carrier's word about a parcel makes happen to the line that travels in it (R46, R47)."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import MappingProxyType

from minishop.checkout.orders.domain.states import LineEvent, LineState
from minishop.checkout.parcels.domain.states import KNOWN, ParcelState, Report

# A number that is known and delivered at once takes both steps. A line that went on without its carrier stays.
_FOLLOWS = MappingProxyType(
    {
        (ParcelState.WRONG_NUMBER, LineState.DISPATCH_REQUESTED): (LineEvent.TRACKING_INVALID,),
        **{(state, LineState.DISPATCH_REQUESTED): (LineEvent.TRACKING_VALID,) for state in KNOWN},
        (ParcelState.DELIVERED, LineState.DISPATCH_REQUESTED): (LineEvent.TRACKING_VALID, LineEvent.DELIVER),
        (ParcelState.DELIVERED, LineState.DELIVERING): (LineEvent.DELIVER,),
    }
)
# The order in which lines of one order are taken through their events.
STEPS = (LineEvent.TRACKING_INVALID, LineEvent.TRACKING_VALID, LineEvent.DELIVER)


def line_events(parcel: ParcelState, line: LineState) -> tuple[LineEvent, ...]:
    """The events that a parcel in this state causes for its line; none where nothing follows."""
    return _FOLLOWS.get((parcel, line), ())


def is_too_early(state: ParcelState, said: Report, *, registered_at: datetime, now: datetime, grace: timedelta) -> bool:
    """Whether a carrier that does not know a number may only not have it yet: numbers are entered before goods are handed over."""
    return said is Report.UNKNOWN and state is ParcelState.CHECKING and now < registered_at + grace
