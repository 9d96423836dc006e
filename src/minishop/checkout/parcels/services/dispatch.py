"""발송처리: a seller sends lines; their numbers are checked with the carrier before they count as sent (R46)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minishop.chassis.jobs.registry import find_task
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders import queries as orders
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.states import Actor, LineEvent, LineState
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.orders.services.acknowledge import mark_acknowledged
from minishop.checkout.orders.services.changes import record_changes
from minishop.checkout.orders.services.locking import lock_lines_of_order
from minishop.checkout.orders.services.refusals import keep_refused_step
from minishop.checkout.orders.services.transition import transition
from minishop.checkout.parcels import queries
from minishop.checkout.parcels.adapters import carrier_desk
from minishop.checkout.parcels.domain import dispatching
from minishop.checkout.parcels.domain.dispatching import DispatchRefused, Method, Refusal, Shipment, Step
from minishop.checkout.parcels.domain.states import ParcelState
from minishop.checkout.parcels.models import Parcel
from minishop.checkout.parcels.ports import CLAIMS
from minishop.checkout.parcels.services.news import tell_buyer
from minishop.checkout.parcels.services.transition import register

_FOLLOW = "checkout.parcels.tasks.follow_number"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a seller asks for one line, in the wire's words. ``sent_at`` is when it left, as the seller says."""

    line_number: str
    method: str
    carrier: str
    number: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """How it went with one line; ``refusal`` is None when it is sent."""

    line_number: str
    refusal: Refusal | None = None


def dispatch_all(*, merchant: Merchant, wanted: Sequence[Wanted], who: str, now: datetime) -> list[Result]:
    """Sends each line by itself, in the merchant's scope; what is refused leaves the others alone, and is kept where the line stood
    in the way of it, as tried by ``who`` of the merchant's (L24).

    A line named more than once is refused once, and nothing is done with it. The same request again changes nothing.
    """
    named = Counter(item.line_number for item in wanted)
    results = [_dispatch_one(merchant, item, named.keys(), who, now) for item in wanted if named[item.line_number] == 1]
    return results + [Result(number, Refusal.NAMED_TWICE) for number, times in named.items() if times > 1]


def _dispatch_one(merchant: Merchant, item: Wanted, named: Collection[str], who: str, now: datetime) -> Result:
    try:
        dispatch(merchant=merchant, wanted=item, named=named, now=now)
    except DispatchRefused as refused:
        if refused.stood is not None:
            keep_refused_step(
                merchant=merchant, line_number=item.line_number, event=LineEvent.REQUEST_DISPATCH, stood=refused.stood,
                actor=Actor.MERCHANT, who=who, reason=refused.why.value, now=now,
            )  # fmt: skip
        return Result(item.line_number, refused.why)
    return Result(item.line_number)


@transaction.atomic
def dispatch(*, merchant: Merchant, wanted: Wanted, named: Collection[str], now: datetime) -> None:
    """Sends one line, and with it the rest of its order where its profile ships whole orders (R45).

    ``named`` are the lines that the request speaks of: they go their own way. Raises DispatchRefused.
    """
    shipment = dispatching.shipment(wanted.method, wanted.carrier, wanted.number)
    lines = _lock_order(merchant, wanted.line_number)
    line = next(line for line in lines if line.number == wanted.line_number)
    current = queries.current_parcels(merchant, [line.id for line in lines])
    before = _shipment_of(current.get(line.id))
    used = queries.travels_with_another_order(merchant, line.order_id, shipment, now)
    step = dispatching.decide(LineState(line.state), shipment, before, used_elsewhere=used)
    if step is Step.REPEAT:
        return
    stopped = CLAIMS.part.stopped_from_leaving(lines=lines)
    if line.id in stopped:
        raise DispatchRefused(why=Refusal.CLAIMED.value, state=line.state)
    ships_whole = orders.capabilities_of(line.order).ships_whole_orders
    others = [other for other in lines if other.number not in named] if ships_whole else []
    along = [
        other
        for other in others
        if other.id not in stopped
        and dispatching.goes_along(LineState(other.state), _shipment_of(current.get(other.id)), before, step)
    ]
    _send(merchant, [line, *along], shipment, wanted.sent_at, now)


def _lock_order(merchant: Merchant, line_number: str) -> list[OrderLine]:
    line = orders.line_by_number(merchant, line_number)
    if line is None:
        raise DispatchRefused(why=Refusal.UNKNOWN_LINE.value)
    return lock_lines_of_order(merchant, line.order_id)


def _shipment_of(parcel: Parcel | None) -> Shipment | None:
    return Shipment(Method(parcel.method), parcel.carrier, parcel.tracking_number) if parcel else None


def _send(merchant: Merchant, lines: list[OrderLine], shipment: Shipment, sent_at: datetime, now: datetime) -> None:
    is_followed = shipment.is_tracked and carrier_desk().follows
    state = ParcelState.CHECKING if is_followed else ParcelState.NOT_TRACKED
    moved = transition(lines=lines, event=LineEvent.REQUEST_DISPATCH, actor=Actor.MERCHANT, now=now, reason=_described(shipment))
    mark_acknowledged(merchant, moved, now)
    register(lines=moved, shipment=shipment, state=state, sent_at=sent_at, now=now)
    if is_followed:
        follow(merchant=merchant, order_id=moved[0].order_id, carrier=shipment.carrier, number=shipment.number, run_at=now, now=now)
        record_changes(merchant=merchant, lines=moved, kind=ChangeKind.DISPATCH_REQUESTED, now=now)
    else:
        started = transition(lines=moved, event=LineEvent.TRACKING_VALID, actor=Actor.CARRIER, who="not followed", now=now)
        record_changes(merchant=merchant, lines=started, kind=ChangeKind.DISPATCHED, now=now)
        CLAIMS.part.goods_left(lines=started, now=now)
        tell_buyer(merchant=merchant, lines=started, event=LineEvent.TRACKING_VALID, shipment=shipment, now=now)


def follow(*, merchant: Merchant, order_id: int, carrier: str, number: str, run_at: datetime, now: datetime) -> None:
    """Enqueues the next question to the carrier about a number of an order; one waits at a time."""
    find_task(_FOLLOW).enqueue(
        now=now,
        run_at=run_at,
        key=f"{merchant.id}-{order_id}-{carrier}-{number}",
        merchant_id=merchant.id,
        order_id=order_id,
        carrier=carrier,
        number=number,
    )


def _described(shipment: Shipment) -> str:
    return " ".join(part for part in (shipment.method.value, shipment.carrier, shipment.number) if part)
