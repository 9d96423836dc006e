"""환불과 완료: from the moment that a claim is agreed to, to the one in which its money is certain and all that follows is written down.

Between the two there is only the intent to pay back: a refund that fails leaves nothing to undo. Of one payment one refund is asked for at a
time; the next of the order's claims begins when that is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max

from minishop.checkout.benefits.services.couponing import restore_coupon
from minishop.checkout.benefits.services.finalization import settle_after_claim
from minishop.checkout.benefits.services.restoring import restore_points, take_back_points
from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.admin import AdminEvent
from minishop.checkout.claims.domain.cancel import CancelEvent
from minishop.checkout.claims.domain.exchanging import ExchangeEvent
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.returning import ReturnEvent
from minishop.checkout.claims.domain.states import OPEN, SETTLING, ClaimEvent, ClaimKind, ClaimState
from minishop.checkout.claims.domain.wanted import Fault
from minishop.checkout.claims.errors import refused
from minishop.checkout.claims.models import Claim, ClaimProposal
from minishop.checkout.claims.services.fees import settle_fee
from minishop.checkout.claims.services.holding import is_held_for_fee, lift
from minishop.checkout.claims.services.opening import lock, named_lines, tell
from minishop.checkout.claims.services.proposing import show_anew
from minishop.checkout.claims.services.transition import transition
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.states import LIVING, Actor, LineEvent
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.services.claiming import claim_lines, end_pieces
from minishop.checkout.orders.services.transition import transition as move_lines
from minishop.checkout.payments.domain.abilities import RefundWay
from minishop.checkout.payments.domain.bank_accounts import account_of
from minishop.checkout.payments.domain.ledger import Given
from minishop.checkout.payments.domain.proceeds import Proceeds
from minishop.checkout.payments.domain.refunds import RefundCause, RefundState, RefundTooLarge
from minishop.checkout.payments.models import Refund
from minishop.checkout.payments.queries import has_refund_under_way, paid_payment
from minishop.checkout.payments.services.by_account import name_account
from minishop.checkout.payments.services.claim_fees import return_claim_fees
from minishop.checkout.payments.services.proceeds import Claimed, post_claim
from minishop.checkout.payments.services.refunding import intend_refund, write_down_refused
from minishop.checkout.payments.services.ways import way_for
from minishop.kernel.won import Won, total

_SETTLES: dict[ClaimKind, ClaimEvent] = {
    ClaimKind.CANCEL: CancelEvent.SETTLE,
    ClaimKind.RETURN: ReturnEvent.SETTLE,
    ClaimKind.ADMIN: AdminEvent.SETTLE,
}
_FEE_PAID: dict[ClaimKind, ClaimEvent] = {
    ClaimKind.CANCEL: CancelEvent.FEE_PAID,
    ClaimKind.RETURN: ReturnEvent.FEE_PAID,
    ClaimKind.EXCHANGE: ExchangeEvent.FEE_PAID,
}
_ENDS = {
    ClaimKind.CANCEL: (LineEvent.CANCEL_DONE, Actor.HUB),
    ClaimKind.RETURN: (LineEvent.RETURN_DONE, Actor.HUB),
    ClaimKind.ADMIN: (LineEvent.ADMIN_DONE, Actor.OPERATOR),
}

_TOO_LITTLE_LEFT = "결제한 금액에서 이만큼은 남아 있지 않음"


def require_standing(claim: Claim, now: datetime) -> None:
    """Raises ClaimRefused (TO_BE_AGREED) while a version that is worse for the buyer has neither stood for a day nor been agreed to."""
    if queries.shown(claim).counts_from > now:
        raise refused(Refusal.TO_BE_AGREED)


def pay_back(*, claim: Claim, order: Order, now: datetime) -> None:
    """A claim was agreed to just now: has its money paid back, or settles it at once where there is none. In the open transaction."""
    agreed_before = Claim.objects.filter(merchant_id=order.merchant_id, order_id=order.id).aggregate(last=Max("accepted"))["last"]
    claim.accepted = (agreed_before or 0) + 1
    claim.save(update_fields=["accepted"])
    _begin(claim, order, now)
    show_others_anew(order=order, apart_from=claim, now=now)


def _begin(claim: Claim, order: Order, now: datetime) -> None:
    amount = queries.shown(claim).money
    if not amount:
        _settle(claim, order, queries.lines_of_order(order), now)
        return
    payment = paid_payment(order)
    if payment is None or has_refund_under_way(payment):
        return
    key = f"{claim.number}-{1 + len(queries.refunds_of(claim))}"
    by_account = way_for(payment=payment, amount=amount, now=now) is RefundWay.ACCOUNT
    account = account_of(claim.account)
    try:
        intend_refund(
            payment=payment, amount=amount, cause=RefundCause.CLAIM, now=now, key=key, by_account=by_account, account=account
        )
    except RefundTooLarge:
        # No sum of proposals is above what was paid; where one is all the same, the claim waits for an operator, and nothing else does.
        write_down_refused(payment=payment, amount=amount, cause=RefundCause.CLAIM, key=key, now=now, reason=_TOO_LITTLE_LEFT)
        return
    if by_account:
        _settle(claim, order, queries.lines_of_order(order), now)


def money_settled(*, refund: Refund, now: datetime) -> None:
    """The PG has given back a claim's money, or the hub owes it by account: the claim is done (port of the payments)."""
    claim, order, lines = lock(Claim.objects.get(merchant_id=refund.merchant_id, number=queries.claim_number_of(refund)))
    account = account_of(claim.account)
    if account is not None:
        name_account(refund=refund, account=account)
    _settle(claim, order, lines, now)
    begin_next(order, now)


def money_stuck(*, refund: Refund, now: datetime) -> None:
    """A claim's money goes no way before somebody has looked: the order's next claims do not wait for that (port of the payments)."""
    _claim, order, _lines = lock(Claim.objects.get(merchant_id=refund.merchant_id, number=queries.claim_number_of(refund)))
    begin_next(order, now)


def fee_awaited(*, order: Order, claim_id: int) -> Won:
    """What a claim's buyer has to pay for it to go on (port of the payments)."""
    claim = Claim.objects.get(merchant_id=order.merchant_id, id=claim_id)
    return queries.fee_awaited(claim, order)


def fee_paid(*, order: Order, claim_id: int, now: datetime) -> None:
    """배송비 결제됨: the claim is asked, and the seller told; one that waited for it later goes on (port of the payments)."""
    claim, locked, lines = lock(Claim.objects.get(merchant_id=order.merchant_id, id=claim_id))
    if claim.state != ClaimState.FEE_DUE:
        transition(claim=claim, event=_FEE_PAID[ClaimKind(claim.kind)], actor=Actor.HUB, now=now)
    _go_on(claim, locked, lines, now)


def show_again(*, order: Order, claim: Claim, lines: Sequence[OrderLine], now: datetime) -> None:
    """Computes the proposal of a claim of a locked order again, and shows it where it is another one; a claim that waited for its fee and
    misses nothing any more goes on as if that had been paid."""
    missed = queries.fee_missing(claim, order)
    show_anew(order=order, claim=claim, lines=lines, now=now)
    if missed and not queries.fee_missing(claim, order):
        _go_on(claim, order, lines, now)


def show_others_anew(*, order: Order, apart_from: Claim, now: datetime) -> None:
    """Another claim of the order was agreed to, or given up: what is proposed for the open ones is computed again."""
    lines = queries.lines_of_order(order)
    others = Claim.objects.filter(merchant_id=order.merchant_id, order_id=order.id, state__in=sorted(OPEN - SETTLING))
    for claim_id in list(others.exclude(id=apart_from.id).order_by("id").values_list("id", flat=True)):
        # One that goes on has the ones after it shown anew too, and may have taken them along.
        claim = others.filter(id=claim_id).first()
        if claim is not None:
            claim.order = order
            show_again(order=order, claim=claim, lines=lines, now=now)


def _go_on(claim: Claim, order: Order, lines: Sequence[OrderLine], now: datetime) -> None:
    """The buyer owes nothing for a claim any more, by payment or because it was let go: it is asked, and what was held for that is free."""
    named, was_seen = named_lines(claim, lines), claim.state != ClaimState.FEE_DUE
    if not was_seen:
        transition(claim=claim, event=_event_of_fee(claim, named, now), actor=Actor.HUB, now=now)
    was_held = is_held_for_fee(claim)
    if was_held:
        lift(claim, by=Actor.HUB, now=now)
    if was_held or not was_seen:
        tell(claim, order, named, ChangeKind.CLAIM_CHANGED if was_seen else ChangeKind.CLAIM_REQUESTED, now)
    if claim.state == ClaimState.CANCELING:
        pay_back(claim=claim, order=order, now=now)


def _event_of_fee(claim: Claim, named: Sequence[OrderLine], now: datetime) -> ClaimEvent:
    """A cancel that nobody has to agree to is agreed to as soon as nothing is missing, unless its buyer has yet to agree to less."""
    kind = ClaimKind(claim.kind)
    at_once = kind is ClaimKind.CANCEL and not queries.has_begun(named) and queries.shown(claim).counts_from <= now
    return CancelEvent.FEE_PAID_AT_ONCE if at_once else _FEE_PAID[kind]


def begin_next(order: Order, now: datetime) -> None:
    """The refund that was under way is over: the next of a locked order's claims that were agreed to has its money paid back."""
    waiting = Claim.objects.filter(merchant_id=order.merchant_id, order_id=order.id, state__in=sorted(SETTLING))
    for claim in waiting.order_by("accepted"):
        if not queries.refunds_of(claim):
            _begin(claim, order, now)


def _settle(claim: Claim, order: Order, lines: Sequence[OrderLine], now: datetime) -> None:
    """완료: the one moment in which a claim's money is posted, its pieces end, and everybody is told."""
    kind, named = ClaimKind(claim.kind), named_lines(claim, lines)
    transition(claim=claim, event=_SETTLES[kind], actor=Actor.HUB, now=now)
    pieces = claim.wanted.lines
    gone = end_pieces(named, {line.id: pieces[place] for place, line in enumerate(lines) if place in pieces})
    event, actor = _ENDS[kind]
    move_lines(lines=gone, event=event, actor=actor, now=now, reason=claim.number)
    claim_lines(named, None)
    version = queries.shown(claim)
    _post(claim, order, version, now)
    settle_fee(claim, order, version.to_pay, now)
    if version.fee_payments:
        earlier = queries.settled_before(claim, order)
        return_claim_fees(order=order, number=claim.number, amount=version.fee_payments, earlier=earlier, now=now)
    named = list(OrderLine.objects.filter(merchant_id=order.merchant_id, id__in=[line.id for line in named]).order_by("position"))
    tell(claim, order, named, ChangeKind.CLAIM_COMPLETED, now)


def _post(claim: Claim, order: Order, version: ClaimProposal, now: datetime) -> None:
    restore_points(order=order, claim=claim.number, points=version.points, now=now)
    short = version.points_short
    take_back_points(order=order, claim=claim.number, money=version.money + short, kept=short, now=now)
    post_claim(
        order=order,
        number=claim.number,
        claimed=[Claimed(line_id, Proceeds(Won(money), Won(benefits))) for line_id, money, benefits in version.ended],
        money=version.money,
        given=Given(points=version.points, discounts=version.benefits),
        fee=max(version.fees - version.to_pay, Won(0)),
        now=now,
        kept=short,
        by_account=total(one.rest for one in queries.refunds_of(claim) if one.state == RefundState.BY_ACCOUNT),
    )
    settle_after_claim(order=order, now=now)
    if not _anything_lives(order):
        restore_coupon(order=order, claim=claim.number, by_buyer=claim.fault is Fault.BUYER, now=now)


def _anything_lives(order: Order) -> bool:
    return OrderLine.objects.filter(merchant_id=order.merchant_id, order_id=order.id, state__in=sorted(LIVING)).exists()
