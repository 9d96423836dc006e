"""클레임 신청: makes a claim on lines of an order that the caller has locked, with the first version of its proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from minishop.checkout.accounts.models import Account
from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.asked import Asked, Shown
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.proposal import Proposal
from minishop.checkout.claims.domain.reasons import FAULT, ClaimReason
from minishop.checkout.claims.domain.states import ClaimEvent, ClaimKind, ClaimState
from minishop.checkout.claims.domain.wanted import Fault, Fee, Wanted, Way, facts_of
from minishop.checkout.claims.errors import refused
from minishop.checkout.claims.models import Claim, ClaimLine
from minishop.checkout.claims.services.proposing import show
from minishop.checkout.claims.services.transition import begin
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.states import Actor
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.queries import line_by_number
from minishop.checkout.orders.services.changes import OfClaim, record_changes
from minishop.checkout.orders.services.claiming import claim_lines
from minishop.checkout.orders.services.locking import lock_lines_of_order
from minishop.checkout.orders.services.numbers import new_numbers
from minishop.kernel.won import Won


@dataclass(frozen=True, slots=True)
class Case:
    """A claim that is about to be made: an order whose row is locked, all its lines by their places, and the pieces that are named."""

    order: Order
    lines: list[OrderLine]
    pieces: Mapping[int, int]
    kind: ClaimKind
    reason: ClaimReason
    by: Actor
    words: str = ""
    who: str = ""
    fault: Fault | None = None
    way: Way = Way.COURIER
    pickup: str = ""
    lowered: Mapping[Fee, Won] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def named(self) -> list[OrderLine]:
        """The lines of which pieces are named."""
        return [self.lines[place] for place in sorted(self.pieces)]

    @property
    def wanted(self) -> Wanted:
        """The claim as its proposal needs it. Whoever makes one for the buyer asks them for nothing beyond what is withheld."""
        fault = self.fault or FAULT[self.reason]
        wanted = queries.wanted(self.kind, self.lines, self.pieces, fault, way=self.way, pickup=self.pickup)
        return replace(wanted, lowered=self.lowered, waived=self.by is not Actor.BUYER)


def own_case(
    *, order: Order, buyer: Account, asked: Sequence[Asked], kind: ClaimKind, reason: ClaimReason, now: datetime, **more: Any
) -> Case:
    """A buyer's case. Locks the order; raises ClaimRefused."""
    if order.buyer_id != buyer.id:
        raise refused(Refusal.NOT_YOURS)
    lines = lock_lines_of_order(order.merchant, order.id)
    return _checked(Case(order, lines, queries.pieces_of(lines, asked), kind, reason, Actor.BUYER, **more), now)


def case_of_lines(
    *,
    merchant: Merchant,
    asked: Sequence[Asked],
    kind: ClaimKind,
    reason: ClaimReason,
    by: Actor,
    now: datetime,
    **more: Any,
) -> Case:
    """A merchant's or an operator's case, of the order that the first line named belongs to. Locks it; raises ClaimRefused."""
    line = line_by_number(merchant, asked[0].line_number) if asked else None
    if line is None:
        raise refused(Refusal.UNKNOWN_LINE)
    order = Order.objects.select_related("merchant", "buyer").get(merchant_id=merchant.id, id=line.order_id)
    lines = lock_lines_of_order(merchant, order.id)
    return _checked(Case(order, lines, queries.pieces_of(lines, asked), kind, reason, by, **more), now)


def _checked(case: Case, now: datetime) -> Case:
    queries.check(case.order, case.kind, case.by, case.wanted.fault, case.lines, case.pieces, now)
    return case


def proposed(case: Case, shown: Shown | None = None) -> Proposal:
    """What the case comes to. Raises ClaimRefused (PROPOSAL_CHANGED) where the applicant was shown something else."""
    proposal = queries.proposed(case.order, case.wanted)
    if shown is not None and shown != Shown(proposal.money, proposal.points, proposal.to_pay):
        raise refused(Refusal.PROPOSAL_CHANGED)
    return proposal


def make(case: Case, proposal: Proposal, event: ClaimEvent, now: datetime) -> Claim:
    """The claim, open on its lines, with its proposal; nobody has been told."""
    claim = Claim(
        merchant_id=case.order.merchant_id,
        number=new_numbers(Claim, 1, now=now)[0],
        order_id=case.order.id,
        kind=case.kind.value,
        reason=case.reason.value,
        words=case.words[:500],
        asked_by=case.by.value,
        asked_at=now,
        terms=facts_of(case.wanted),
        **case.facts,
    )
    claim.order = case.order
    begin(claim=claim, event=event, actor=case.by, now=now, who=case.who, reason=case.reason.value)
    ClaimLine.objects.bulk_create(
        ClaimLine(merchant_id=claim.merchant_id, claim_id=claim.id, line_id=case.lines[place].id, quantity=quantity)
        for place, quantity in sorted(case.pieces.items())
    )
    claim_lines(case.named, claim.id)
    show(claim=claim, proposal=proposal, lines=case.lines, now=now)
    claim.save(update_fields=["version"])
    return claim


def tell(claim: Claim, order: Order, lines: Sequence[OrderLine], kind: ChangeKind, now: datetime) -> None:
    """Tells the merchant's feed of a step of a claim; last in its transaction."""
    of_claim = OfClaim(id=claim.id, kind=claim.kind, state=claim.state)
    record_changes(merchant=order.merchant, lines=lines, kind=kind, now=now, claim=of_claim)


def tell_if_seen(claim: Claim, order: Order, lines: Sequence[OrderLine], now: datetime) -> None:
    """Tells it of a new claim, unless that is the buyer's alone until its fee is paid."""
    if claim.state != ClaimState.FEE_DUE:
        tell(claim, order, lines, ChangeKind.CLAIM_REQUESTED, now)


def lock(claim: Claim) -> tuple[Claim, Order, list[OrderLine]]:
    """Locks a claim's order; the claim and the order as they are then, and all lines of the order by their places."""
    order = Order.objects.select_for_update(of=("self",)).select_related("merchant", "buyer")
    locked = order.get(merchant_id=claim.merchant_id, id=claim.order_id)
    fresh = Claim.objects.get(merchant_id=claim.merchant_id, id=claim.id)
    fresh.order = locked
    return fresh, locked, queries.lines_of_order(locked)


def named_lines(claim: Claim, lines: Sequence[OrderLine]) -> list[OrderLine]:
    """Those of an order's lines that a claim names."""
    places = claim.wanted.lines
    return [line for place, line in enumerate(lines) if place in places]
