"""Reading parcels: always a merchant's own, in its scope."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.parcels.domain.dispatching import Shipment
from minishop.checkout.parcels.domain.states import OPEN, ParcelState
from minishop.checkout.parcels.models import Parcel

# Carriers give a number again after some months.
NUMBER_RETURNS_AFTER = timedelta(days=180)


def current_parcels(merchant: Merchant, line_ids: Iterable[int]) -> dict[int, Parcel]:
    """The newest parcel of each line that has one."""
    rows = Parcel.objects.filter(merchant_id=merchant.id, line_id__in=list(line_ids)).order_by("registered_at", "id")
    return {parcel.line_id: parcel for parcel in rows}


def followed_parcels(merchant: Merchant, order_id: int, shipment_carrier: str, number: str) -> list[Parcel]:
    """The parcels of an order under this number whose carrier is still to be asked."""
    rows = Parcel.objects.filter(merchant_id=merchant.id, order_id=order_id, state__in=OPEN)
    return list(rows.filter(carrier=shipment_carrier, tracking_number=number).order_by("id"))


def travels_with_another_order(merchant: Merchant, order_id: int, shipment: Shipment, now: datetime) -> bool:
    """Whether a tracked number has been used for another order of the merchant, and its carrier has not called it wrong."""
    if not shipment.is_tracked:
        return False
    rows = Parcel.objects.filter(merchant_id=merchant.id, carrier=shipment.carrier, tracking_number=shipment.number)
    ended = [ParcelState.WRONG_NUMBER.value, ParcelState.REPLACED.value]
    return rows.exclude(order_id=order_id).exclude(state__in=ended).filter(registered_at__gt=now - NUMBER_RETURNS_AFTER).exists()


def parcels_of_lines(order: Order) -> dict[int, Parcel]:
    """The present parcel of each line of an order that has been sent, by the line's id."""
    lines = OrderLine.objects.filter(merchant_id=order.merchant_id, order_id=order.id).values_list("id", flat=True)
    return current_parcels(order.merchant, lines)
