"""교환: the same goods for others of the same price; a fee is paid before the seller sees it, and it becomes a return as long as the other
goods have not left (R51)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from minishop.checkout.accounts.models import Account
from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.asked import Asked, Pickup, Shown
from minishop.checkout.claims.domain.exchanging import ExchangeEvent
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.returning import ReturnEvent
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState, Hold
from minishop.checkout.claims.domain.wanted import Fault, Way
from minishop.checkout.claims.errors import refused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services.fees import require_paid, settle_fee
from minishop.checkout.claims.services.opening import Case, lock, make, named_lines, own_case, proposed, tell, tell_if_seen
from minishop.checkout.claims.services.returning import coming_back
from minishop.checkout.claims.services.transition import transition
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.states import Actor, LineEvent
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.services.claiming import claim_lines
from minishop.checkout.orders.services.transition import transition as move_lines
from minishop.checkout.parcels.domain import dispatching
from minishop.kernel.won import Won

_TURNED = {
    ClaimState.ASKED: ReturnEvent.TURNED_ASKED,
    ClaimState.COLLECTING: ReturnEvent.TURNED_COLLECTING,
    ClaimState.COLLECTED: ReturnEvent.TURNED_COLLECTED,
}
# What the return keeps of the exchange that became it.
_CARRIED_OVER = (
    "pickup_name",
    "pickup_phone",
    "pickup_zipcode",
    "pickup_address1",
    "pickup_address2",
    "photos",
    "collect_carrier",
    "collect_number",
    "collected_at",
)


@transaction.atomic
def ask_exchange(
    *,
    order: Order,
    buyer: Account,
    asked: Sequence[Asked],
    reason: ClaimReason,
    words: str,
    way: Way,
    pickup: Pickup | None,
    now: datetime,
    photos: Sequence[str] = (),
    shown: Shown | None = None,
) -> Claim:
    """교환 신청 by the buyer, in the merchant's scope; one with a fee waits for its payment first. Raises ClaimRefused."""
    goods = coming_back(way, pickup, photos)
    case = own_case(order=order, buyer=buyer, asked=asked, kind=ClaimKind.EXCHANGE, reason=reason, now=now, words=words, **goods)
    proposal = proposed(case, shown)
    claim = make(case, proposal, ExchangeEvent.APPLY if proposal.to_pay else ExchangeEvent.ASK, now)
    tell_if_seen(claim, order, case.named, now)
    return claim


@transaction.atomic
def redispatch(*, claim: Claim, method: str, carrier: str, number: str, who: str, now: datetime) -> None:
    """교환품 발송 by the seller, in the merchant's scope. Raises ClaimRefused; DispatchRefused for a number that cannot be."""
    shipment = dispatching.shipment(method, carrier, number)
    locked, order, lines = lock(claim)
    if locked.hold == Hold.HELD:
        raise refused(Refusal.HELD)
    require_paid(locked, order)
    locked.redelivery_method, locked.redelivery_carrier = shipment.method.value, shipment.carrier
    locked.redelivery_number, locked.redelivered_at = shipment.number, now
    transition(claim=locked, event=_exchange(locked, ExchangeEvent.REDISPATCH), actor=Actor.MERCHANT, now=now, who=who)
    tell(locked, order, named_lines(locked, lines), ChangeKind.CLAIM_REDELIVERING, now)


@transaction.atomic
def arrived(*, claim: Claim, by: Actor, now: datetime, buyer: Account | None = None) -> None:
    """교환품 도착, by the carrier's or the buyer's word, or long after they left: the exchange is done, and its goods are the buyer's to
    decide on anew. In the merchant's scope. Raises ClaimRefused."""
    locked, order, lines = lock(claim)
    if buyer is not None and order.buyer_id != buyer.id:
        raise refused(Refusal.NOT_YOURS)
    transition(claim=locked, event=_exchange(locked, ExchangeEvent.ARRIVE), actor=by, now=now)
    named = named_lines(locked, lines)
    pieces = locked.wanted.lines
    whole = [line for place, line in enumerate(lines) if pieces.get(place) == line.remaining]
    claim_lines(named, None)
    move_lines(lines=whole, event=LineEvent.EXCHANGE_DONE, actor=Actor.HUB, now=now, reason=locked.number)
    settle_fee(locked, order, queries.shown(locked).to_pay, now)
    tell(locked, order, _fresh(named), ChangeKind.CLAIM_COMPLETED, now)


@transaction.atomic
def turn_into_return(*, claim: Claim, now: datetime, buyer: Account | None = None, who: str = "") -> Claim:
    """반품으로 바꿈, by the buyer, or by a seller who has no other goods: the exchange is over, its fee goes back whole, and a return opens as
    far as that had come. In the merchant's scope. Raises ClaimRefused."""
    locked, order, lines = lock(claim)
    if buyer is not None and order.buyer_id != buyer.id:
        raise refused(Refusal.NOT_YOURS)
    by = Actor.MERCHANT if buyer is None else Actor.BUYER
    before = ClaimState(locked.state)
    transition(claim=locked, event=_exchange(locked, ExchangeEvent.TURN), actor=by, now=now, who=who)
    named = named_lines(locked, lines)
    claim_lines(named, None)
    settle_fee(locked, order, Won(0), now)
    tell(locked, order, named, ChangeKind.CLAIM_REJECTED, now)
    case = _case_of_turned(locked, order, lines, by)
    made = make(case, proposed(case), _TURNED[before], now)
    tell(made, order, named, ChangeKind.CLAIM_REQUESTED, now)
    return made


def _case_of_turned(claim: Claim, order: Order, lines: list[OrderLine], by: Actor) -> Case:
    wanted = claim.wanted
    # A seller who cannot replace goods has the return at nobody's fault, unless the reason was the seller's own.
    fault = Fault.NOBODY if by is Actor.MERCHANT and wanted.fault is Fault.BUYER else wanted.fault
    return Case(
        order=order,
        lines=lines,
        pieces=wanted.lines,
        kind=ClaimKind.RETURN,
        reason=ClaimReason(claim.reason),
        by=by,
        words=claim.words,
        fault=fault,
        way=wanted.way,
        pickup=wanted.pickup,
        facts={"turned_from": claim.id} | {name: getattr(claim, name) for name in _CARRIED_OVER},
    )


def _exchange(claim: Claim, event: ExchangeEvent) -> ExchangeEvent:
    if claim.kind != ClaimKind.EXCHANGE:
        raise refused(Refusal.NOT_NOW, state=claim.state)
    return event


def _fresh(lines: Sequence[OrderLine]) -> list[OrderLine]:
    found = OrderLine.objects.filter(merchant_id__in={line.merchant_id for line in lines}, id__in=[line.id for line in lines])
    return list(found.order_by("position"))
