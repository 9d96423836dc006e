"""보류: the one writer of whether a claim is held, for its sellers and for the hub; in the open transaction that has locked its order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from minishop.checkout.claims.domain.deadlines import UNPAID_AFTER
from minishop.checkout.claims.domain.exchanging import ExchangeEvent
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.reasons import FOR_A_FEE, HoldReason
from minishop.checkout.claims.domain.returning import ReturnEvent
from minishop.checkout.claims.domain.states import ClaimEvent, ClaimKind, Hold
from minishop.checkout.claims.errors import refused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.models import ClaimEvent as Happened
from minishop.checkout.claims.services.transition import set_deadline, transition
from minishop.checkout.orders.domain.states import Actor

_HOLD: Mapping[ClaimKind, ClaimEvent] = {ClaimKind.RETURN: ReturnEvent.HOLD, ClaimKind.EXCHANGE: ExchangeEvent.HOLD}
_RELEASE: Mapping[ClaimKind, ClaimEvent] = {ClaimKind.RETURN: ReturnEvent.RELEASE, ClaimKind.EXCHANGE: ExchangeEvent.RELEASE}
_FEE_AWAITED = "배송비 결제를 기다립니다"


@dataclass(frozen=True, slots=True)
class Why:
    """Why a claim is held, and until when."""

    reason: HoldReason
    words: str
    until: datetime


def put_on_hold(claim: Claim, why: Why, *, by: Actor, now: datetime, who: str = "") -> None:
    """Holds a claim: neither refunded nor refused until then; one for which a fee is missing waits for that alone. Raises ClaimRefused."""
    claim.hold, claim.hold_reason, claim.hold_words = Hold.HELD.value, why.reason.value, why.words[:500]
    claim.held_at, claim.held_until, claim.released_at = now, why.until, None
    transition(claim=claim, event=_of(_HOLD, claim), actor=by, now=now, who=who, reason=why.words)
    set_deadline(claim, now)
    claim.save(update_fields=["deadline_at"])


def hold_for_fee(claim: Claim, now: datetime) -> None:
    """배송비 대기: the clock would have refunded a return for which the buyer still owes something."""
    why = Why(HoldReason.RETURN_DELIVERYFEE, _FEE_AWAITED, now + UNPAID_AFTER)
    put_on_hold(claim, why, by=Actor.HUB, now=now)


def lift(claim: Claim, *, by: Actor, now: datetime, who: str = "") -> None:
    """보류 해제: the claim's clock begins anew. Raises ClaimRefused for one that is not held."""
    if claim.hold != Hold.HELD:
        raise refused(Refusal.NOT_HELD)
    claim.hold, claim.released_at = Hold.RELEASED.value, now
    transition(claim=claim, event=_of(_RELEASE, claim), actor=by, now=now, who=who)
    set_deadline(claim, now)
    claim.save(update_fields=["deadline_at"])


def is_held_for_fee(claim: Claim) -> bool:
    """Whether a payment ends the hold of a claim."""
    return claim.hold == Hold.HELD and claim.hold_reason in FOR_A_FEE


def held_by_seller(claim: Claim) -> bool:
    """보류는 한 번: whether a claim's seller has held it, as they may once; what the hub holds for a fee does not count."""
    held = Happened.objects.filter(merchant_id=claim.merchant_id, claim_id=claim.id, event=ReturnEvent.HOLD.value)
    return held.filter(actor__startswith=Actor.MERCHANT.value).exists()


def is_hubs_hold(claim: Claim, history: Iterable[Happened]) -> bool:
    """Whether Checkout itself holds a claim, for a fee that is still to be paid, of which this happened, the oldest first."""
    holders = [one.actor for one in history if one.event == ReturnEvent.HOLD]
    return claim.hold == Hold.HELD and holders[-1:] == [Actor.HUB.value]


def _of(events: Mapping[ClaimKind, ClaimEvent], claim: Claim) -> ClaimEvent:
    try:
        return events[ClaimKind(claim.kind)]
    except KeyError:
        raise refused(Refusal.NOT_NOW, state=claim.state) from None
