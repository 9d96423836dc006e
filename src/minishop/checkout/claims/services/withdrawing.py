"""철회와 동의: a buyer takes a claim back as long as the seller has neither agreed nor has the goods, or agrees to a changed proposal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.checkout.accounts.models import Account
from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.cancel import CancelEvent
from minishop.checkout.claims.domain.exchanging import ExchangeEvent
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.returning import ReturnEvent
from minishop.checkout.claims.domain.states import ClaimEvent, ClaimKind, ClaimState
from minishop.checkout.claims.errors import refused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services.cancelling import let_go
from minishop.checkout.claims.services.opening import lock
from minishop.checkout.claims.services.transition import transition
from minishop.checkout.orders.domain.states import Actor

_WITHDRAW: dict[ClaimKind, ClaimEvent] = {
    ClaimKind.CANCEL: CancelEvent.WITHDRAW,
    ClaimKind.RETURN: ReturnEvent.WITHDRAW,
    ClaimKind.EXCHANGE: ExchangeEvent.WITHDRAW,
}
_LAPSE: dict[ClaimKind, ClaimEvent] = {
    ClaimKind.CANCEL: CancelEvent.LAPSE,
    ClaimKind.RETURN: ReturnEvent.LAPSE,
    ClaimKind.EXCHANGE: ExchangeEvent.LAPSE,
}


@transaction.atomic
def withdraw(*, claim: Claim, buyer: Account, now: datetime) -> None:
    """철회 by the buyer, in the merchant's scope: everything is as before. Raises ClaimRefused."""
    locked, order, lines = lock(claim)
    if order.buyer_id != buyer.id:
        raise refused(Refusal.NOT_YOURS)
    event = _WITHDRAW.get(ClaimKind(locked.kind))
    if event is None:
        raise refused(Refusal.NOT_NOW, state=locked.state)
    transition(claim=locked, event=event, actor=Actor.BUYER, now=now)
    let_go(locked, order, lines, now)


@transaction.atomic
def lapse(*, claim: Claim, now: datetime) -> None:
    """The fee of a claim was not paid in its time: nothing came of it. In the merchant's scope."""
    locked, order, lines = lock(claim)
    event = _LAPSE.get(ClaimKind(locked.kind))
    is_unpaid = locked.state == ClaimState.FEE_DUE or queries.fee_missing(locked, order) > 0
    if event is not None and locked.state == claim.state and is_unpaid:
        transition(claim=locked, event=event, actor=Actor.HUB, now=now)
        let_go(locked, order, lines, now)


@transaction.atomic
def agree(*, claim: Claim, buyer: Account, now: datetime) -> None:
    """동의: a proposal that became worse counts at once, in the merchant's scope. Raises ClaimRefused."""
    locked, order, _ = lock(claim)
    if order.buyer_id != buyer.id:
        raise refused(Refusal.NOT_YOURS)
    version = queries.shown(locked)
    if version.counts_from > now:
        version.counts_from = now
        version.save(update_fields=["counts_from"])
