"""취소: by the buyer, at once as long as nobody has acknowledged the lines, and else as a request; by the seller; and what goods that leave do.

In the manual's profile orders are cancelled whole (R53, R54, Q11).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from minishop.checkout.accounts.models import Account
from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.asked import Asked, Shown
from minishop.checkout.claims.domain.cancel import CancelEvent, CancelState
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.proposal import Proposal
from minishop.checkout.claims.domain.reasons import CANCEL_REASONS, ClaimReason
from minishop.checkout.claims.domain.states import OPEN, ClaimKind, ClaimState
from minishop.checkout.claims.errors import refused
from minishop.checkout.claims.models import Claim, ClaimEvent
from minishop.checkout.claims.services.fees import require_paid, settle_fee
from minishop.checkout.claims.services.opening import (
    Case,
    case_of_lines,
    lock,
    make,
    named_lines,
    own_case,
    proposed,
    tell,
    tell_if_seen,
)
from minishop.checkout.claims.services.settling import pay_back, require_standing
from minishop.checkout.claims.services.transition import transition as step
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.states import Actor, LineState
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.services.claiming import claim_lines
from minishop.checkout.parcels.services.withdrawing import withdraw_dispatch

_GOODS_LEFT = "이미 발송"
_SEEN = sorted(OPEN - {ClaimState.FEE_DUE})


@transaction.atomic
def ask_cancel(
    *,
    order: Order,
    buyer: Account,
    asked: Sequence[Asked],
    reason: ClaimReason,
    words: str,
    now: datetime,
    shown: Shown | None = None,
) -> Claim:
    """취소 신청 by the buyer, in the merchant's scope; where more is kept than comes back, they pay that first. Raises ClaimRefused."""
    case = own_case(order=order, buyer=buyer, asked=asked, kind=ClaimKind.CANCEL, reason=reason, now=now, words=words)
    proposal = proposed(case, shown)
    event = CancelEvent.ASK if queries.has_begun(case.named) else CancelEvent.ASK_AT_ONCE
    return _made(case, proposal, CancelEvent.APPLY if proposal.to_pay else event, now)


@transaction.atomic
def cancel_by_seller(
    *, merchant: Merchant, asked: Sequence[Asked], reason: ClaimReason, words: str, who: str, now: datetime
) -> Claim:
    """판매 취소 by the seller, with a reason of the list and free words (R134), in the merchant's scope. Raises ClaimRefused."""
    if reason not in CANCEL_REASONS:
        raise refused(Refusal.REASON_NOT_ALLOWED)
    case = case_of_lines(
        merchant=merchant, asked=asked, kind=ClaimKind.CANCEL, reason=reason, by=Actor.MERCHANT, now=now, words=words, who=who
    )
    return _made(case, proposed(case), CancelEvent.ASK_BY_SELLER, now)


def _made(case: Case, proposal: Proposal, event: CancelEvent, now: datetime) -> Claim:
    claim = make(case, proposal, event, now)
    tell_if_seen(claim, case.order, case.named, now)
    if claim.state == CancelState.CANCELING:
        _cancel(claim, case.order, case.named, now)
    return claim


@transaction.atomic
def approve_cancel(*, claim: Claim, now: datetime, who: str = "", by: Actor = Actor.MERCHANT) -> None:
    """취소 승인 by the seller, or by the hub when nobody has answered in time. Raises ClaimRefused."""
    locked, order, lines = lock(claim)
    step(claim=locked, event=CancelEvent.APPROVE, actor=by, now=now, who=who)
    require_standing(locked, now)
    require_paid(locked, order)
    named = named_lines(locked, lines)
    tell(locked, order, named, ChangeKind.CLAIM_REQUESTED, now)
    _cancel(locked, order, named, now)


def _cancel(claim: Claim, order: Order, named: Sequence[OrderLine], now: datetime) -> None:
    withdraw_dispatch(lines=[line for line in named if line.state == LineState.DISPATCH_REQUESTED], reason=claim.number, now=now)
    pay_back(claim=claim, order=order, now=now)


@transaction.atomic
def refuse_cancel(*, claim: Claim, words: str, now: datetime, who: str = "") -> None:
    """취소 거절 by the seller, who has to say why. Raises ClaimRefused."""
    if not words.strip():
        raise refused(Refusal.WORDS_NEEDED)
    locked, order, lines = lock(claim)
    locked.answer = words[:500]
    step(claim=locked, event=CancelEvent.REFUSE, actor=Actor.MERCHANT, now=now, who=who, reason=words)
    let_go(locked, order, lines, now)


def let_go(claim: Claim, order: Order, lines: Sequence[OrderLine], now: datetime) -> None:
    """A claim is over and nothing came of it: its lines are as before, its own fee goes back, but for what is kept of it, and the
    merchant is told."""
    named = named_lines(claim, lines)
    claim_lines(named, None)
    settle_fee(claim, order, claim.fee_kept, now)
    if _was_seen(claim):
        tell(claim, order, named, ChangeKind.CLAIM_REJECTED, now)


def _was_seen(claim: Claim) -> bool:
    """What waited for its fee was the buyer's alone."""
    return ClaimEvent.objects.filter(merchant_id=claim.merchant_id, claim_id=claim.id, to_state__in=_SEEN).exists()


def stopped_from_leaving(*, lines: Sequence[OrderLine]) -> frozenset[int]:
    """Of lines of one order whose row is locked, those that a cancel has been agreed to for, or that an operator looks at: they are not
    dispatched (L27; port of the parcels)."""
    claimed = {line.open_claim: line for line in lines if line.open_claim is not None}
    found = Claim.objects.filter(merchant_id__in={line.merchant_id for line in lines}, id__in=list(claimed))
    asked = {
        claim.id for claim in found if claim.kind == ClaimKind.CANCEL and claim.state in (CancelState.ASKED, CancelState.FEE_DUE)
    }
    return frozenset(line.id for line in lines if line.open_claim is not None and line.open_claim not in asked)


def goods_left(*, lines: Sequence[OrderLine], now: datetime) -> None:
    """이미 발송: lines of one order have left with a carrier, so that a cancel that was only asked for is refused (port of the parcels)."""
    for claim_id in sorted({line.open_claim for line in lines if line.open_claim is not None}):
        claim = Claim.objects.get(merchant_id=lines[0].merchant_id, id=claim_id)
        if claim.kind == ClaimKind.CANCEL:
            order = Order.objects.select_related("merchant").get(merchant_id=claim.merchant_id, id=claim.order_id)
            claim.answer = _GOODS_LEFT
            event = CancelEvent.GOODS_LEFT if claim.state == CancelState.ASKED else CancelEvent.LAPSE
            step(claim=claim, event=event, actor=Actor.HUB, now=now, reason=_GOODS_LEFT)
            let_go(claim, order, queries.lines_of_order(order), now)
