"""배송 소식: that the buyer hears of, once each: their goods have left, and they have arrived (R40)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from minishop.chassis.jobs.registry import find_task
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.states import LineEvent
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.parcels.domain.dispatching import Shipment

# What of a parcel's story the buyer is told.
TOLD = (LineEvent.TRACKING_VALID, LineEvent.DELIVER)
WAYS = ("sms", "mail")


def tell_buyer(*, merchant: Merchant, lines: Sequence[OrderLine], event: LineEvent, shipment: Shipment, now: datetime) -> None:
    """Has the buyer told by SMS and mail, in the open transaction, of what has just happened to lines of one order that travel together."""
    if event not in TOLD or not lines:
        return
    first = min(lines, key=lambda line: line.id)
    for way in WAYS:
        find_task("checkout.parcels.tasks.send_news").enqueue(
            now=now,
            key=f"{first.id}-{event}-{way}-{shipment.number}",
            merchant_id=merchant.id,
            order_id=first.order_id,
            line_id=first.id,
            count=len(lines),
            event=event.value,
            carrier=shipment.carrier,
            number=shipment.number,
            way=way,
        )
