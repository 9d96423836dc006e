"""클레임 수집: what the hub reports of claims becomes our record, in a fixed number of statements. The same report again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from minishop.chassis import sets
from minishop.mall.claims.models import LineClaim
from minishop.mall.claims.ports import HUB
from minishop.mall.claims.services.cancelling import end_waits, lines_named
from minishop.mall.orders.domain.claims import ClaimKind
from minishop.mall.orders.domain.collected import CollectedClaim, CollectedLine
from minishop.mall.orders.models import OrderLine
from minishop.mall.orders.services.transition import Steps, steps
from minishop.mall.shops.models import Shop

_TOLD = (
    "quantity", "reason", "words", "ended_at", "is_held", "hold_reason", "hold_words", "tells_refund", "refund", "refund_points",
    "refund_note", "fee", "refused_because", "due_at", "way", "collect_carrier", "collect_number", "pickup_name", "pickup_phone",
    "pickup_zipcode", "pickup_address",
)  # fmt: skip


_OURS = ("answer", "answer_sent_at", "answer_refused")


@transaction.atomic
def record_claims(*, shop: Shop, lines: Iterable[CollectedLine], now: datetime) -> None:
    """Takes over the claims of reported lines, which are recorded already; each step stands in the line's history."""
    told = {line.hub_number: line.claims for line in lines if line.claims}
    if not told:
        return
    ours = list(lines_named(shop, told))
    known = {(row.line_id, row.number, row.kind): row for row in LineClaim.objects.filter(shop=shop, line__in=ours)}
    answered = any(row.answer_sent_at is not None for row in known.values())
    undelivered = HUB.part.undelivered_answers(shop) if answered else set()
    new, changed, cancels = list[LineClaim](), list[LineClaim](), list[OrderLine]()
    with steps(now) as taken:
        for line, claim in [(one, claim) for one in ours for claim in told[one.hub_number]]:
            row = known.get((line.id, claim.number, claim.kind))
            before, facts = row.state if row else "", _facts(claim, row)
            if row is not None and (before, {name: getattr(row, name) for name in facts}) == (claim.state, facts):
                continue
            if row is None:
                row = _begun(line, claim, now)
                new.append(row)
            else:
                changed.append(row)
            _take_over(row, claim, facts, now, still_answered=row.id in undelivered)
            if before != claim.state:
                _follow(line, claim, taken)
                cancels += [line] if claim.kind is ClaimKind.CANCEL else []
        end_waits(shop, cancels, taken)
    sets.insert(new)
    sets.update(changed, ("state", "told_at", "is_hubs_hold", *_TOLD, *_OURS))


def _begun(line: OrderLine, claim: CollectedClaim, now: datetime) -> LineClaim:
    asked_at = claim.asked_at or now
    return LineClaim(
        shop_id=line.shop_id, line_id=line.id, order_id=line.order_id, number=claim.number, kind=claim.kind.value, asked_at=asked_at
    )  # fmt: skip


def _facts(claim: CollectedClaim, known: LineClaim | None) -> dict[str, Any]:
    """What is told of a claim. A seller's hold counts also once the hub holds the claim after it."""
    is_sellers = known is not None and known.hold_reason and not known.is_hubs_hold
    return {**{name: getattr(claim, name) for name in _TOLD}, "is_hubs_hold": claim.is_hubs_hold and not is_sellers}


def _take_over(row: LineClaim, claim: CollectedClaim, facts: dict[str, Any], now: datetime, *, still_answered: bool) -> None:
    has_moved = row.state != claim.state
    for name, value in facts.items():
        setattr(row, name, value)
    row.state, row.told_at = claim.state.value, now
    # A hold that has come and gone since leaves the claim as it stood.
    if not still_answered and (has_moved or row.answer_sent_at is not None):
        row.answer, row.answer_sent_at, row.answer_refused = "", None, ""


def _follow(line: OrderLine, claim: CollectedClaim, taken: Steps) -> None:
    """A claim's step in the history of its line; a return that the hub tells of is waited for no more."""
    evidence = {"kind": claim.kind.value, "state": claim.state.value, "claim": claim.number}
    taken.note(line, "claim", actor="hub", reason=claim.refused_because or claim.words, evidence=evidence)
    if claim.kind is ClaimKind.RETURN and line.return_sent_at is not None:
        taken.wait_for_return(line, since=None)
