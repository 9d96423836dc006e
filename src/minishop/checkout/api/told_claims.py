"""Claims with all that the wire says of them, gathered for many lines at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import F, Q

from minishop.checkout.claims.domain.returning import ReturnEvent
from minishop.checkout.claims.domain.states import OPEN, SETTLING, ClaimState
from minishop.checkout.claims.models import Claim, ClaimEvent, ClaimLine, ClaimProposal, ClaimRow
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.states import Actor
from minishop.checkout.payments.domain.refunds import RefundState
from minishop.checkout.payments.models import Refund
from minishop.kernel.won import Won

# What waits for its fee, or never got beyond that, is the buyer's alone.
_SEEN = sorted(OPEN - {ClaimState.FEE_DUE})


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with its lines, in the order of the order's; ``money`` and ``points`` by the version that was shown last, and what it keeps by the
    kind of row. ``is_paid_apart``: the buyer paid what it keeps by itself. ``held_by``: who held it last. ``is_stuck``: the PG refused the
    refund, so that people have to look.
    """

    claim: Claim
    lines: Sequence[ClaimLine]
    money: Won = Won(0)
    points: Won = Won(0)
    kept: Mapping[str, int] = field(default_factory=dict)
    is_paid_apart: bool = False
    ended_by: Actor = Actor.HUB
    held_by: Actor = Actor.HUB
    is_stuck: bool = False


def told_claims(merchant: Merchant, line_ids: Iterable[int]) -> list[Told]:
    """The claims on some lines that the merchant may know of, the oldest first, in the merchant's scope."""
    ids = list(ClaimLine.objects.filter(merchant_id=merchant.id, line_id__in=list(line_ids)).values_list("claim_id", flat=True))
    if not ids:
        return []
    events = ClaimEvent.objects.filter(merchant_id=merchant.id, claim_id__in=ids).order_by("at", "id")
    steps = list(events.values_list("claim_id", "event", "to_state", "actor"))
    seen = {claim_id for claim_id, _, state, _ in steps if state in _SEEN}
    claims = Claim.objects.filter(merchant_id=merchant.id, id__in=seen).exclude(state=ClaimState.FEE_DUE)
    by_claim = _lines(merchant, seen)
    versions, kept = _versions(merchant, seen), _kept(merchant, seen)
    last = {claim_id: actor for claim_id, _, _, actor in steps}
    holders = {claim_id: actor for claim_id, event, _, actor in steps if event == ReturnEvent.HOLD}
    stuck = _stuck(merchant, [claim for claim in claims if claim.state in SETTLING])
    return [
        Told(
            claim,
            by_claim[claim.id],
            money=versions[claim.id].money,
            points=versions[claim.id].points,
            kept=kept.get(claim.id, {}),
            is_paid_apart=bool(versions[claim.id].to_pay),
            ended_by=_who(last[claim.id]),
            held_by=_who(holders.get(claim.id, "")),
            is_stuck=claim.number in stuck,
        )
        for claim in claims.order_by("asked_at", "id")
    ]


def _who(actor: str) -> Actor:
    return Actor(actor.partition(":")[0] or Actor.HUB)


def _lines(merchant: Merchant, claims: Iterable[int]) -> dict[int, list[ClaimLine]]:
    found: dict[int, list[ClaimLine]] = {}
    lines = ClaimLine.objects.filter(merchant_id=merchant.id, claim_id__in=list(claims)).select_related("line")
    for line in lines.order_by("line__position", "id"):
        found.setdefault(line.claim_id, []).append(line)
    return found


def _versions(merchant: Merchant, claims: Iterable[int]) -> dict[int, ClaimProposal]:
    found = ClaimProposal.objects.filter(merchant_id=merchant.id, claim_id__in=list(claims), version=F("claim__version"))
    return {version.claim_id: version for version in found}


def _kept(merchant: Merchant, claims: Iterable[int]) -> dict[int, dict[str, int]]:
    """What is kept, by claim and kind of row."""
    found: dict[int, dict[str, int]] = {}
    rows = ClaimRow.objects.filter(merchant_id=merchant.id, claim_id__in=list(claims), version=F("claim__version"), amount__lt=0)
    for claim_id, kind, amount in rows.values_list("claim_id", "kind", "amount"):
        of_claim = found.setdefault(claim_id, {})
        of_claim[kind] = of_claim.get(kind, 0) - int(amount)
    return found


def _stuck(merchant: Merchant, settling: Sequence[Claim]) -> frozenset[str]:
    """The numbers of those claims whose refund the PG has refused; a refund's key begins with the claim's number."""
    if not settling:
        return frozenset()
    of_claims = Q()
    for claim in settling:
        of_claims |= Q(key__startswith=f"{claim.number}-")
    refused = Refund.objects.filter(of_claims, merchant_id=merchant.id, state=RefundState.REFUSED)
    return frozenset(key.partition("-")[0] for key in refused.values_list("key", flat=True))
