"""클레임 수집: what the hub reports of claims becomes our record. The same report again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from minishop.mall.claims.models import LineClaim
from minishop.mall.claims.ports import HUB
from minishop.mall.claims.services.cancelling import end_waits
from minishop.mall.orders.domain.claims import ClaimKind
from minishop.mall.orders.domain.collected import CollectedClaim, CollectedLine
from minishop.mall.orders.models import OrderLine
from minishop.mall.orders.services.transition import note, wait_for_return
from minishop.mall.shops.models import Shop

_TOLD = (
    "quantity", "reason", "words", "ended_at", "is_held", "hold_reason", "hold_words", "tells_refund", "refund", "refund_points",
    "refund_note", "fee", "refused_because", "due_at", "way", "collect_carrier", "collect_number", "pickup_name", "pickup_phone",
    "pickup_zipcode", "pickup_address",
)  # fmt: skip


@transaction.atomic
def record_claims(*, shop: Shop, lines: Iterable[CollectedLine], now: datetime) -> None:
    """Takes over the claims of reported lines, which are recorded already; each step stands in the line's history."""
    told = {line.hub_number: line.claims for line in lines if line.claims}
    if not told:
        return
    ours = OrderLine.objects.select_for_update().filter(shop=shop, hub_number__in=told).order_by("order_id", "position", "id")
    known = {(row.line_id, row.number, row.kind): row for row in LineClaim.objects.filter(shop=shop, line__in=list(ours))}
    answered = any(row.answer_sent_at is not None for row in known.values())
    undelivered = HUB.part.undelivered_answers(shop) if answered else set()
    cancels = []
    for line in ours:
        for claim in told[line.hub_number]:
            row = known.get((line.id, claim.number, claim.kind))
            moved = _record(shop, line, claim, row, now, still_answered=row is not None and row.id in undelivered)
            if moved and claim.kind is ClaimKind.CANCEL:
                cancels.append(line)
            if moved and claim.kind is ClaimKind.RETURN and line.return_sent_at is not None:
                wait_for_return(line=line, since=None)
    end_waits(shop, cancels)


def _record(
    shop: Shop, line: OrderLine, claim: CollectedClaim, known: LineClaim | None, now: datetime, *, still_answered: bool
) -> bool:
    """Takes over one claim; says whether it has moved."""
    row = known or LineClaim(
        shop=shop,
        line_id=line.id,
        order_id=line.order_id,
        number=claim.number,
        kind=claim.kind.value,
        asked_at=claim.asked_at or now,
    )
    before = row.state if known else ""
    facts = _facts(claim)
    # A seller's hold counts also once the hub holds the claim after it.
    facts["is_hubs_hold"] = claim.is_hubs_hold and (not row.hold_reason or row.is_hubs_hold)
    if known and (before, {name: getattr(row, name) for name in facts}) == (claim.state, facts):
        return False
    for name, value in facts.items():
        setattr(row, name, value)
    row.state, row.told_at = claim.state.value, now
    # A hold that has come and gone since leaves the claim as it stood.
    if not still_answered and (before != claim.state or row.answer_sent_at is not None):
        row.answer, row.answer_sent_at, row.answer_refused = "", None, ""
    row.save()
    if before != claim.state:
        _note(line, claim, now)
    return before != claim.state


def _facts(claim: CollectedClaim) -> dict[str, Any]:
    return {name: getattr(claim, name) for name in _TOLD}


def _note(line: OrderLine, claim: CollectedClaim, now: datetime) -> None:
    evidence = {"kind": claim.kind.value, "state": claim.state.value, "claim": claim.number}
    note(line=line, event="claim", actor="hub", reason=claim.refused_because or claim.words, evidence=evidence, now=now)
