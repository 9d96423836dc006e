"""The one writer of a parcel's state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from minishop.checkout.orders.models import OrderLine
from minishop.checkout.parcels.domain.dispatching import Shipment
from minishop.checkout.parcels.domain.states import MACHINE, OPEN, Correction, ParcelState, Reason, Report
from minishop.checkout.parcels.models import Parcel


def register(*, lines: Sequence[OrderLine], shipment: Shipment, state: ParcelState, sent_at: datetime, now: datetime) -> None:
    """Gives each line a parcel, and ends those that are followed in their place. In the open transaction, lines locked."""
    if not lines:
        return
    end_followed(lines)
    Parcel.objects.bulk_create(
        Parcel(
            merchant_id=line.merchant_id,
            line_id=line.id,
            order_id=line.order_id,
            method=shipment.method.value,
            carrier=shipment.carrier,
            tracking_number=shipment.number,
            state=state.value,
            sent_at=sent_at,
            registered_at=now,
            follow_at=now if state in OPEN else None,
        )
        for line in lines
    )


def end_followed(lines: Sequence[OrderLine]) -> None:
    """Ends the parcels of lines of one merchant that are followed: others take their place, or none."""
    earlier = Parcel.objects.filter(merchant_id=lines[0].merchant_id, line_id__in=[line.id for line in lines], state__in=OPEN)
    for state in set(earlier.values_list("state", flat=True)):
        earlier.filter(state=state).update(state=MACHINE.next_state(ParcelState(state), Correction.REPLACE).value)


def report(*, parcels: Sequence[Parcel], report: Report, now: datetime) -> None:
    """Writes down what the carrier says of parcels, in the open transaction. Raises IllegalTransition for one no longer followed."""
    for parcel in parcels:
        parcel.state = MACHINE.next_state(ParcelState(parcel.state), report).value
        parcel.reason = Reason.UNKNOWN_TO_CARRIER.value if parcel.state == ParcelState.WRONG_NUMBER else ""
        parcel.checked_at = now
        parcel.delivered_at = now if parcel.state == ParcelState.DELIVERED else None
        parcel.silences = 0
        parcel.save(update_fields=["state", "reason", "checked_at", "delivered_at", "silences"])


def put_off(*, parcels: Sequence[Parcel], reason: Reason, now: datetime) -> None:
    """Notes why nothing can be said of parcels yet; their states stay."""
    for parcel in parcels:
        parcel.reason, parcel.checked_at = reason.value, now
        parcel.silences = parcel.silences + 1 if reason is Reason.CARRIER_SILENT else 0
        parcel.save(update_fields=["reason", "checked_at", "silences"])


def ask_next(*, parcels: Sequence[Parcel], at: datetime) -> None:
    """Notes when the carrier is asked next; one statement for all parcels of one merchant."""
    if parcels:
        ids = [parcel.id for parcel in parcels]
        Parcel.objects.filter(merchant_id=parcels[0].merchant_id, id__in=ids).update(follow_at=at)
