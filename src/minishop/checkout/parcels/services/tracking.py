"""배송 추적: what a carrier says of a number moves the lines that travel under it (R46, R47)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.states import Actor, LineEvent, LineState
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.orders.services.changes import record_changes
from minishop.checkout.orders.services.locking import lock_lines_of_order
from minishop.checkout.orders.services.transition import transition
from minishop.checkout.parcels import queries
from minishop.checkout.parcels.adapters import Silent, carrier_desk
from minishop.checkout.parcels.domain.dispatching import Method, Shipment
from minishop.checkout.parcels.domain.following import STEPS, is_too_early, line_events
from minishop.checkout.parcels.domain.states import OPEN, ParcelState, Reason, Report
from minishop.checkout.parcels.models import Parcel
from minishop.checkout.parcels.ports import CLAIMS
from minishop.checkout.parcels.services.dispatch import follow
from minishop.checkout.parcels.services.news import tell_buyer
from minishop.checkout.parcels.services.transition import ask_next, put_off, report

LONGEST_SILENCE = timedelta(minutes=10)
_LOST_AFTER, _BATCH = timedelta(minutes=10), 500
_TOLD_AS = {
    LineEvent.TRACKING_INVALID: (ChangeKind.TRACKING_INVALID, Reason.UNKNOWN_TO_CARRIER.value),
    LineEvent.TRACKING_VALID: (ChangeKind.DISPATCHED, ""),
    LineEvent.DELIVER: (ChangeKind.DELIVERED, ""),
}


def follow_number(*, merchant: Merchant, order_id: int, carrier: str, number: str, now: datetime) -> None:
    """Asks the carrier about a number of an order, in the merchant's scope, and asks again later until its story is over.

    Each time in a row that the carrier gives no answer doubles the pause.
    """
    if not queries.followed_parcels(merchant, order_id, carrier, number):
        return
    answer = carrier_desk().ask(carrier, number)
    with transaction.atomic():
        lines = lock_lines_of_order(merchant, order_id)
        parcels = queries.followed_parcels(merchant, order_id, carrier, number)
        pause = _pause(max((parcel.silences for parcel in parcels), default=0) if isinstance(answer, Silent) else 0)
        if isinstance(answer, Silent):
            put_off(parcels=parcels, reason=Reason.CARRIER_SILENT, now=now)
        else:
            _take(merchant, lines, parcels, answer, now)
        if still := [parcel for parcel in parcels if parcel.state in OPEN]:
            ask_next(parcels=still, at=now + pause)
            follow(merchant=merchant, order_id=order_id, carrier=carrier, number=number, run_at=now + pause, now=now)


@transaction.atomic
def follow_lost(*, now: datetime) -> bool:
    """Puts followed parcels in line again that should have been asked about long ago: their job was lost or given up. Whether there
    may be more of them: a batch (index ``parcels_to_follow``) was full.

    Two who do it at once do no harm: a key waits once, and a number is asked about once more at most.
    """
    with across_tenants("the hub follows the parcels of all merchants"):
        lost = Parcel.objects.filter(state__in=OPEN, follow_at__lt=now - _LOST_AFTER).order_by("follow_at")
        found = list(lost.select_related("merchant")[:_BATCH])
    numbers = {(parcel.merchant_id, parcel.order_id, parcel.carrier, parcel.tracking_number): parcel for parcel in found}
    for parcel in (numbers[number] for number in sorted(numbers)):
        _follow_again(parcel, now)
    return len(found) == _BATCH


def _follow_again(parcel: Parcel, now: datetime) -> None:
    with scope(parcel.merchant_id):
        under = queries.followed_parcels(parcel.merchant, parcel.order_id, parcel.carrier, parcel.tracking_number)
        ask_next(parcels=under, at=now)
        carrier, number = parcel.carrier, parcel.tracking_number
        follow(merchant=parcel.merchant, order_id=parcel.order_id, carrier=carrier, number=number, run_at=now, now=now)


def _take(merchant: Merchant, lines: list[OrderLine], parcels: list[Parcel], said: Report, now: datetime) -> None:
    fresh = [parcel for parcel in parcels if _is_too_early(parcel, said, now)]
    put_off(parcels=fresh, reason=Reason.NOT_KNOWN_YET, now=now)
    judged = [parcel for parcel in parcels if parcel not in fresh]
    report(parcels=judged, report=said, now=now)
    states = {parcel.line_id: ParcelState(parcel.state) for parcel in judged}
    events = {line.id: line_events(states[line.id], LineState(line.state)) for line in lines if line.id in states}
    for event in STEPS:
        if moving := [line for line in lines if event in events.get(line.id, ())]:
            kind, why = _TOLD_AS[event]
            moved = transition(lines=moving, event=event, actor=Actor.CARRIER, now=now, reason=why)
            record_changes(merchant=merchant, lines=moved, kind=kind, now=now)
            if event is LineEvent.TRACKING_VALID:
                CLAIMS.part.goods_left(lines=moved, now=now)
            tell_buyer(merchant=merchant, lines=moved, event=event, shipment=_shipment(parcels[0]), now=now)


def _shipment(parcel: Parcel) -> Shipment:
    return Shipment(Method(parcel.method), parcel.carrier, parcel.tracking_number)


def _is_too_early(parcel: Parcel, said: Report, now: datetime) -> bool:
    grace = timedelta(seconds=settings.CARRIER_GRACE)
    return is_too_early(ParcelState(parcel.state), said, registered_at=parcel.registered_at, now=now, grace=grace)


def _pause(silences: int) -> timedelta:
    every = timedelta(seconds=settings.CARRIER_ASK_EVERY)
    doubled: timedelta = every * (1 << min(silences, 12))
    return min(doubled, max(LONGEST_SILENCE, every))
