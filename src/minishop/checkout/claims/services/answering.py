"""판매자의 답: what a merchant does with a return or an exchange, and the hub where nobody has answered in time. In the merchant's scope.

While a claim is held it is neither refunded nor refused. All raise ClaimRefused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.deadlines import SEND_BACK_WITHIN, longest_hold
from minishop.checkout.claims.domain.exchanging import ExchangeEvent
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.reasons import FOR_AN_EXTRA_FEE, ClaimReason, HoldReason
from minishop.checkout.claims.domain.returning import ReturnEvent
from minishop.checkout.claims.domain.states import OPEN, SETTLING, ClaimEvent, ClaimKind, ClaimState, Hold
from minishop.checkout.claims.domain.wanted import Fault, Fee
from minishop.checkout.claims.errors import refused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services.cancelling import approve_cancel, let_go, refuse_cancel
from minishop.checkout.claims.services.fees import require_paid
from minishop.checkout.claims.services.holding import Why, held_by_seller, hold_for_fee, lift, put_on_hold
from minishop.checkout.claims.services.opening import lock, named_lines, tell
from minishop.checkout.claims.services.proposing import change_terms
from minishop.checkout.claims.services.settling import pay_back, require_standing, show_again
from minishop.checkout.claims.services.transition import transition
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.finalization import kept_until
from minishop.checkout.orders.domain.states import Actor
from minishop.checkout.orders.models import Order
from minishop.checkout.orders.services.claiming import hold_decision
from minishop.checkout.payments.services.pickups import bill_pickup
from minishop.kernel.won import Won

_ACCEPT: Mapping[ClaimKind, ClaimEvent] = {ClaimKind.RETURN: ReturnEvent.ACCEPT, ClaimKind.EXCHANGE: ExchangeEvent.ACCEPT}
_RECEIVE: Mapping[ClaimKind, ClaimEvent] = {ClaimKind.RETURN: ReturnEvent.RECEIVE, ClaimKind.EXCHANGE: ExchangeEvent.RECEIVE}
_REFUSE: Mapping[ClaimKind, ClaimEvent] = {ClaimKind.RETURN: ReturnEvent.REFUSE, ClaimKind.EXCHANGE: ExchangeEvent.REFUSE}


def approve(*, claim: Claim, who: str, now: datetime) -> None:
    """승인: a cancel that was asked for, or the refund of a return whatever of its goods is back."""
    match ClaimKind(claim.kind):
        case ClaimKind.CANCEL:
            approve_cancel(claim=claim, who=who, now=now)
        case ClaimKind.RETURN:
            refund(claim=claim, who=who, now=now)
        case _:
            raise refused(Refusal.NOT_NOW, state=claim.state)


def refuse(*, claim: Claim, words: str, who: str, now: datetime, keep: Won = Won(0)) -> None:
    """거절, with words. ``keep``: what of the fee of an exchange whose goods came back is kept, as they travel twice (3.3)."""
    if claim.kind == ClaimKind.CANCEL:
        refuse_cancel(claim=claim, words=words, who=who, now=now)
    else:
        _refuse_goods(claim, words, who, keep, now)


@transaction.atomic
def accept(*, claim: Claim, now: datetime, who: str = "", by: Actor = Actor.MERCHANT) -> None:
    """접수: the goods are fetched, or may be sent."""
    locked, order, lines = lock(claim)
    transition(claim=locked, event=_of(_ACCEPT, locked), actor=by, now=now, who=who)
    tell(locked, order, named_lines(locked, lines), ChangeKind.CLAIM_CHANGED, now)


@transaction.atomic
def received(*, claim: Claim, now: datetime, who: str = "", by: Actor = Actor.MERCHANT) -> None:
    """수거 완료: the goods are with the seller, who looks at them."""
    locked, order, lines = lock(claim)
    locked.collected_at = now
    transition(claim=locked, event=_of(_RECEIVE, locked), actor=by, now=now, who=who)
    _bill_pickup(locked, order, now)
    tell(locked, order, named_lines(locked, lines), ChangeKind.COLLECT_DONE, now)


@transaction.atomic
def refund(*, claim: Claim, now: datetime, who: str = "", by: Actor = Actor.MERCHANT) -> None:
    """환불: the return is agreed to, and its money goes back."""
    locked, order, lines = lock(claim)
    _require_not_held(locked)
    require_standing(locked, now)
    require_paid(locked, order)
    before = ClaimState(locked.state)
    transition(claim=locked, event=_of({ClaimKind.RETURN: ReturnEvent.REFUND}, locked), actor=by, now=now, who=who)
    if before is ClaimState.COLLECTING:
        _bill_pickup(locked, order, now)
    if before is not ClaimState.COLLECTED:
        tell(locked, order, named_lines(locked, lines), ChangeKind.COLLECT_DONE, now)
    pay_back(claim=locked, order=order, now=now)


def _bill_pickup(claim: Claim, order: Order, now: datetime) -> None:
    """The hub's courier has fetched the goods, or was on the way."""
    bill_pickup(order=order, number=claim.number, amount=queries.pickup_of(claim), now=now)


@transaction.atomic
def _refuse_goods(claim: Claim, words: str, who: str, keep: Won, now: datetime) -> None:
    if not words.strip():
        raise refused(Refusal.WORDS_NEEDED)
    locked, order, lines = lock(claim)
    _require_not_held(locked)
    was_back = locked.state == ClaimState.COLLECTED
    if keep > queries.fee_may_be_kept(locked, order):
        raise refused(Refusal.KEEPS_TOO_MUCH)
    locked.answer, locked.fee_kept = words[:500], keep
    transition(claim=locked, event=_of(_REFUSE, locked), actor=Actor.MERCHANT, now=now, who=who, reason=words)
    if was_back:
        # The goods travel again, at the seller's cost, and the buyer has as long as after the first delivery.
        hold_decision(named_lines(locked, lines), kept_until(now + SEND_BACK_WITHIN), now)
    let_go(locked, order, lines, now)


@transaction.atomic
def sent_back(*, claim: Claim, carrier: str, number: str, now: datetime) -> None:
    """반송: the number under which goods of a return or an exchange that was refused after collection go back to the buyer."""
    locked, _, _ = lock(claim)
    if locked.state != ClaimState.REFUSED or locked.collected_at is None:
        raise refused(Refusal.NOT_NOW, state=locked.state)
    if not number.strip():
        raise refused(Refusal.NUMBER_NEEDED)
    locked.sent_back_carrier, locked.sent_back_number, locked.sent_back_at = carrier[:30], number.strip()[:100], now
    locked.save(update_fields=["sent_back_carrier", "sent_back_number", "sent_back_at"])


@transaction.atomic
def hold(
    *,
    claim: Claim,
    reason: HoldReason,
    words: str,
    until: datetime,
    who: str,
    now: datetime,
    extra_fee: Won = Won(0),
) -> None:
    """보류: neither refunded nor refused until a day, once; with an extra fee a new proposal is shown (C30, C48)."""
    locked, order, lines = lock(claim)
    _require_may_hold(locked, words, until, now)
    if extra_fee:
        change_terms(locked, replace(locked.wanted, extra_fee=extra_fee))
        show_again(order=order, claim=locked, lines=lines, now=now)
    elif reason in FOR_AN_EXTRA_FEE:
        raise refused(Refusal.EXTRA_FEE_NEEDED)
    put_on_hold(locked, Why(reason, words, until), by=Actor.MERCHANT, who=who, now=now)
    tell(locked, order, named_lines(locked, lines), ChangeKind.CLAIM_CHANGED, now)


def _require_may_hold(claim: Claim, words: str, until: datetime, now: datetime) -> None:
    if held_by_seller(claim):
        raise refused(Refusal.HELD_BEFORE)
    _require_not_held(claim)
    if not words.strip():
        raise refused(Refusal.WORDS_NEEDED)
    if not now < until <= longest_hold(now):
        raise refused(Refusal.HOLD_TOO_LONG)


@transaction.atomic
def release(*, claim: Claim, now: datetime, who: str = "", by: Actor = Actor.MERCHANT) -> None:
    """보류 해제."""
    locked, order, lines = lock(claim)
    lift(locked, by=by, who=who, now=now)
    tell(locked, order, named_lines(locked, lines), ChangeKind.CLAIM_CHANGED, now)


@transaction.atomic
def await_fee(*, claim: Claim, now: datetime) -> None:
    """배송비 대기: a collected return whose buyer still owes something is held by the hub instead of being refunded by time."""
    locked, order, lines = lock(claim)
    if queries.fee_missing(locked, order):
        hold_for_fee(locked, now)
        tell(locked, order, named_lines(locked, lines), ChangeKind.CLAIM_CHANGED, now)


@transaction.atomic
def judge(*, claim: Claim, fault: Fault, words: str, photos: Sequence[str], who: str, now: datetime) -> None:
    """귀책 판단: whose fault it is, as the seller sees it. Turning it to the buyer needs words, and photos of what is broken; the new
    proposal is shown, and is posted once it has stood for a day or the buyer has agreed."""
    locked, order, lines = lock(claim)
    if ClaimState(locked.state) not in (ClaimState.ASKED, ClaimState.COLLECTING, ClaimState.COLLECTED):
        raise refused(Refusal.NOT_NOW, state=locked.state)
    if fault is Fault.BUYER and not words.strip():
        raise refused(Refusal.WORDS_NEEDED)
    if fault is Fault.BUYER and locked.reason in (ClaimReason.BROKEN, ClaimReason.BROKEN_AND_BAD) and not photos:
        raise refused(Refusal.PHOTOS_NEEDED)
    locked.answer, locked.photos = words[:500], [*locked.photos, *photos]
    locked.save(update_fields=["answer", "photos"])
    change_terms(locked, replace(locked.wanted, fault=fault))
    show_again(order=order, claim=locked, lines=lines, now=now)


@transaction.atomic
def lower(*, claim: Claim, fees: Mapping[Fee, Won], now: datetime, waived: bool = False) -> None:
    """비용 낮춤 by the seller: fees of an open claim that shall be less than by the contract, never more; ``waived``: what the buyer would
    have to pay besides is not asked for. The new proposal counts at once."""
    locked, order, lines = lock(claim)
    if ClaimState(locked.state) not in OPEN - SETTLING:
        raise refused(Refusal.NOT_NOW, state=locked.state)
    wanted = locked.wanted
    change_terms(locked, replace(wanted, lowered={**wanted.lowered, **fees}, waived=waived or wanted.waived))
    show_again(order=order, claim=locked, lines=lines, now=now)


def _require_not_held(claim: Claim) -> None:
    if claim.hold == Hold.HELD:
        raise refused(Refusal.HELD)


def _of(events: Mapping[ClaimKind, ClaimEvent], claim: Claim) -> ClaimEvent:
    try:
        return events[ClaimKind(claim.kind)]
    except KeyError:
        raise refused(Refusal.NOT_NOW, state=claim.state) from None
