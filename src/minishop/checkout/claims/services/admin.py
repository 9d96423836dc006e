"""관리자 처리: an operator ends lines by the hub's authority, whatever was asked of them (claims 1.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from minishop.checkout.benefits.queries import points_short
from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.admin import AdminEvent
from minishop.checkout.claims.domain.asked import Asked
from minishop.checkout.claims.domain.cancel import CancelEvent
from minishop.checkout.claims.domain.exchanging import ExchangeEvent
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.returning import ReturnEvent
from minishop.checkout.claims.domain.states import SETTLING, ClaimEvent, ClaimKind, ClaimState
from minishop.checkout.claims.domain.wanted import Fault, Fee
from minishop.checkout.claims.errors import refused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services.cancelling import let_go
from minishop.checkout.claims.services.opening import Case, case_of_lines, lock, make, proposed, tell
from minishop.checkout.claims.services.proposing import change_terms, show_anew
from minishop.checkout.claims.services.settling import pay_back
from minishop.checkout.claims.services.transition import transition
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.states import Actor, LineState
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.parcels.services.withdrawing import withdraw_dispatch
from minishop.kernel.won import Won

_OVERRULED = "관리자 처리"
_OVERRULE: dict[ClaimKind, ClaimEvent] = {
    ClaimKind.CANCEL: CancelEvent.OVERRULE,
    ClaimKind.RETURN: ReturnEvent.OVERRULE,
    ClaimKind.EXCHANGE: ExchangeEvent.OVERRULE,
}


@transaction.atomic
def open_admin(
    *,
    merchant: Merchant,
    asked: Sequence[Asked],
    fault: Fault,
    reason: ClaimReason,
    words: str,
    who: str,
    now: datetime,
    fee: Won | None = None,
) -> Claim:
    """관리자 처리 열기, in the merchant's scope: a claim that is open on one of the lines is overruled.

    ``fee``: what the way back costs the buyer, at most as much as by the order's contract, which it is without. Raises ClaimRefused.
    """
    if not words.strip():
        raise refused(Refusal.WORDS_NEEDED)
    case = case_of_lines(
        merchant=merchant,
        asked=asked,
        kind=ClaimKind.ADMIN,
        reason=reason,
        by=Actor.OPERATOR,
        now=now,
        words=words,
        who=who,
        fault=fault,
        lowered={} if fee is None else {Fee.RETURN_FEE: fee},
    )
    _overrule(case, who, now)
    requested = [line for line in case.named if line.state == LineState.DISPATCH_REQUESTED]
    withdraw_dispatch(lines=requested, reason=_OVERRULED, now=now)
    case = replace(case, lines=queries.lines_of_order(case.order))
    claim = make(case, proposed(case), AdminEvent.OPEN, now)
    _keep_for_points(claim, case.order, case.lines, now)
    tell(claim, case.order, case.named, ChangeKind.CLAIM_REQUESTED, now)
    return claim


def _overrule(case: Case, who: str, now: datetime) -> None:
    for claim_id in sorted({line.open_claim for line in case.named if line.open_claim is not None}):
        claim = Claim.objects.get(merchant_id=case.order.merchant_id, id=claim_id)
        event = _OVERRULE.get(ClaimKind(claim.kind))
        if event is None:
            raise refused(Refusal.ALREADY_OPEN)
        if ClaimState(claim.state) in SETTLING:
            raise refused(Refusal.MONEY_UNDER_WAY)
        claim.answer = _OVERRULED
        transition(claim=claim, event=event, actor=Actor.OPERATOR, who=who, reason=_OVERRULED, now=now)
        let_go(claim, case.order, case.lines, now)


@transaction.atomic
def settle_admin(*, claim: Claim, who: str, now: datetime) -> None:
    """처리: the lines end, and their money goes back. In the merchant's scope. Raises ClaimRefused."""
    locked, order, lines = lock(claim)
    transition(claim=locked, event=_admin(locked, AdminEvent.REFUND), actor=Actor.OPERATOR, now=now, who=who)
    _keep_for_points(locked, order, lines, now)
    pay_back(claim=locked, order=order, now=now)


def _keep_for_points(claim: Claim, order: Order, lines: Sequence[OrderLine], now: datetime) -> None:
    """Points that were granted for what ends, and that the buyer has spent, are kept from the money (C38)."""
    whole = queries.proposed(order, replace(claim.wanted, points_short=Won(0)), apart_from=claim)
    short = points_short(order, money=whole.money, points=whole.points)
    if short != claim.wanted.points_short:
        change_terms(claim, replace(claim.wanted, points_short=short))
        show_anew(order=order, claim=claim, lines=lines, now=now)


@transaction.atomic
def reject_admin(*, claim: Claim, words: str, who: str, now: datetime) -> None:
    """기각: nothing comes of it. In the merchant's scope. Raises ClaimRefused."""
    if not words.strip():
        raise refused(Refusal.WORDS_NEEDED)
    locked, order, lines = lock(claim)
    locked.answer = words[:500]
    transition(claim=locked, event=_admin(locked, AdminEvent.REJECT), actor=Actor.OPERATOR, now=now, who=who, reason=words)
    let_go(locked, order, lines, now)


def _admin(claim: Claim, event: AdminEvent) -> AdminEvent:
    if claim.kind != ClaimKind.ADMIN:
        raise refused(Refusal.NOT_NOW, state=claim.state)
    return event
