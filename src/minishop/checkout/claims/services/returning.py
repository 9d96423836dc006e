"""반품: by the buyer, with where the goods are fetched, or filed by the seller for goods that the buyer sends (R139, R52)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from minishop.checkout.accounts.models import Account
from minishop.checkout.claims.domain.asked import Asked, Pickup, Shown
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.proposal import Proposal
from minishop.checkout.claims.domain.reasons import RETURN_REASONS, ClaimReason
from minishop.checkout.claims.domain.returning import ReturnEvent
from minishop.checkout.claims.domain.states import ClaimKind
from minishop.checkout.claims.domain.wanted import Way
from minishop.checkout.claims.errors import refused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services.opening import Case, case_of_lines, make, own_case, proposed, tell_if_seen
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.states import Actor
from minishop.checkout.orders.models import Order


@transaction.atomic
def ask_return(
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
    carrier: str = "",
    number: str = "",
    shown: Shown | None = None,
) -> Claim:
    """반품 신청 by the buyer, in the merchant's scope; ``pickup`` for a courier, ``carrier`` and ``number`` of what was sent already.

    Where more is kept than comes back, the buyer pays that first. Raises ClaimRefused.
    """
    goods = coming_back(way, pickup, photos, carrier, number)
    case = own_case(order=order, buyer=buyer, asked=asked, kind=ClaimKind.RETURN, reason=reason, now=now, words=words, **goods)
    proposal = proposed(case, shown)
    return _made(case, proposal, ReturnEvent.APPLY if proposal.to_pay else ReturnEvent.ASK, now)


def coming_back(way: Way, pickup: Pickup | None, photos: Sequence[str], carrier: str = "", number: str = "") -> dict[str, Any]:
    """What a case of a buyer's keeps of goods that come back. Raises ClaimRefused where a courier is to come and nobody says where."""
    facts = _journey(way, pickup, carrier, number) | {"photos": list(photos)}
    return {"way": way, "pickup": pickup.zipcode if pickup else "", "facts": facts}


def _journey(way: Way, pickup: Pickup | None, carrier: str, number: str) -> dict[str, Any]:
    sent = {"collect_carrier": carrier[:30], "collect_number": number.strip()[:100]}
    if way is Way.BY_BUYER:
        return sent
    if pickup is None:
        raise refused(Refusal.PICKUP_NEEDED)
    return sent | {
        "pickup_name": pickup.name,
        "pickup_phone": pickup.phone,
        "pickup_zipcode": pickup.zipcode,
        "pickup_address1": pickup.address1,
        "pickup_address2": pickup.address2,
    }


@transaction.atomic
def file_return(
    *,
    merchant: Merchant,
    asked: Sequence[Asked],
    reason: ClaimReason,
    words: str,
    who: str,
    now: datetime,
    carrier: str = "",
    number: str = "",
) -> Claim:
    """반품 접수 by the seller for goods that the buyer sends back, in the merchant's scope. Raises ClaimRefused."""
    if reason not in RETURN_REASONS:
        raise refused(Refusal.REASON_NOT_ALLOWED)
    case = case_of_lines(
        merchant=merchant,
        asked=asked,
        kind=ClaimKind.RETURN,
        reason=reason,
        by=Actor.MERCHANT,
        now=now,
        words=words,
        who=who,
        way=Way.BY_BUYER,
        facts=_journey(Way.BY_BUYER, None, carrier, number),
    )
    return _made(case, proposed(case), ReturnEvent.FILE, now)


def _made(case: Case, proposal: Proposal, event: ReturnEvent, now: datetime) -> Claim:
    claim = make(case, proposal, event, now)
    tell_if_seen(claim, case.order, case.named, now)
    return claim
