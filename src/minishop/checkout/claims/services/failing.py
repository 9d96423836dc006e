"""취소 실패: an operator gives up a cancel whose money nobody can give back, and everything is as before (claims 1.2, 7.2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.cancel import CancelEvent
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.states import ClaimKind
from minishop.checkout.claims.errors import refused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services.cancelling import let_go
from minishop.checkout.claims.services.opening import lock
from minishop.checkout.claims.services.settling import begin_next, show_others_anew
from minishop.checkout.claims.services.transition import transition
from minishop.checkout.orders.domain.states import Actor
from minishop.checkout.payments.errors import GatewaySilent
from minishop.checkout.payments.models import Refund
from minishop.checkout.payments.services.by_account import give_up, given_back_there, unknown_there
from minishop.kernel.won import Won


def fail_cancel(*, claim: Claim, words: str, who: str, now: datetime) -> None:
    """취소 실패 by an operator, in the merchant's scope: lines, points, coupon and stock are as before, and the buyer reads why.

    Raises ClaimRefused: WORDS_NEEDED; MONEY_UNDER_WAY as long as the PG has not refused the refund for good, or it goes another way; PART_WENT_BACK
    where a part of it was found there, MONEY_WENT_BACK where as much has gone back at the PG without our knowing, and PG_SILENT where it does not
    say; OTHERS_HANG_ON_IT where a later claim was agreed to whose amounts would be others without it (L7, L14); NOT_NOW.
    """
    if not words.strip():
        raise refused(Refusal.WORDS_NEEDED)
    refund = queries.refused_refund(claim)
    try:
        there = given_back_there(refund) if refund else None
    except GatewaySilent:
        raise refused(Refusal.PG_SILENT) from None
    _fail(claim, there, words, who, now)


@transaction.atomic
def _fail(claim: Claim, there: Won | None, words: str, who: str, now: datetime) -> None:
    locked, order, lines = lock(claim)
    if locked.kind != ClaimKind.CANCEL:
        raise refused(Refusal.NOT_NOW, state=locked.state)
    refund = queries.refused_refund(locked)
    if refund is None and locked.ended_at is None:
        raise refused(Refusal.MONEY_UNDER_WAY)
    if refund is not None:
        _require_none_there(refund, there)
        if queries.others_hang_on(locked, order):
            raise refused(Refusal.OTHERS_HANG_ON_IT)
    locked.answer, locked.accepted = words[:500], None
    transition(claim=locked, event=CancelEvent.FAIL, actor=Actor.OPERATOR, now=now, who=who, reason=words)
    if refund is not None:
        give_up(refund=refund, now=now)
    let_go(locked, order, lines, now)
    show_others_anew(order=order, apart_from=locked, now=now)
    begin_next(order, now)


def _require_none_there(refund: Refund, there: Won | None) -> None:
    if refund.found_there:
        raise refused(Refusal.PART_WENT_BACK)
    if unknown_there(refund, there) >= refund.amount:
        raise refused(Refusal.MONEY_WENT_BACK)
