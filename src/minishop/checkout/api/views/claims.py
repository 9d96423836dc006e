"""``/v1/pay-order/mall/product-orders/{id}/claim/…``: what a shop does with claims, one product order a call.

Which claim is meant is said by the line, and what happens to it happens to all its lines. An operation that would change nothing fails with
105306; under an ``Idempotency-Key`` that succeeded before it answers as it did then [OWN].
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from msgspec import UNSET

from minishop.checkout.api import claim_messages as wire
from minishop.checkout.api.claim_words import (
    CANNOT_CANCEL,
    CANNOT_EXCHANGE,
    CLAIM_CODES,
    CLAIM_MESSAGES,
    NOT_ASKED,
    WHOLE_ORDER_ONLY,
)
from minishop.checkout.api.endpoint import body_as, merchant_api
from minishop.checkout.api.gateway import answer, trace_id
from minishop.checkout.api.messages import Answered, DispatchData, Fail
from minishop.checkout.api.refusals import Refusal as Gateway
from minishop.checkout.api.refusals import Refused, not_valid
from minishop.checkout.api.words import ALREADY_SO, BAD_REQUEST, DISPATCH_CODES, MESSAGES, NOT_FOUND
from minishop.checkout.claims.domain.asked import Asked
from minishop.checkout.claims.domain.deadlines import longest_hold
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.proposal import Proposal
from minishop.checkout.claims.domain.reasons import CANCEL_REASONS, RETURN_REASONS, ClaimReason, HoldReason
from minishop.checkout.claims.domain.states import SETTLING, ClaimKind, ClaimState
from minishop.checkout.claims.domain.wanted import Way
from minishop.checkout.claims.errors import ClaimRefused, refused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.queries import capabilities_of, last_claim_of, lines_of_order, open_claim_of, preview
from minishop.checkout.claims.services import answering
from minishop.checkout.claims.services.cancelling import cancel_by_seller
from minishop.checkout.claims.services.exchanging import redispatch
from minishop.checkout.claims.services.once import once
from minishop.checkout.claims.services.refusals import keep_refusal
from minishop.checkout.claims.services.returning import file_return
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.states import Actor
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.parcels.domain.dispatching import DispatchRefused
from minishop.kernel.clock import kst_iso
from minishop.kernel.won import Won

WHO = "api"
_K = ClaimKind


class _Failed(Exception):
    """The operation fails for the line with a code of the wire."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@merchant_api("POST")
def cancel_request(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """취소 요청: the seller cancels (CancelSale)."""
    body = body_as(request, wire.CancelRequest, "cancelRequest")
    reason = _reason(body.cancel_reason, CANCEL_REASONS, "cancelRequest", "cancelReason")
    asked = [Asked(product_order_id, body.cancel_quantity)]
    asked += [Asked(one.product_order_id, one.cancel_quantity) for one in body.together_with]

    def act() -> None:
        cancel_by_seller(merchant=merchant, asked=asked, reason=reason, words=body.cancel_detailed_reason, who=WHO, now=at)

    return _done(request, merchant, at, product_order_id, act, wrong_state=CANNOT_CANCEL)


@merchant_api("POST")
def cancel_approve(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """취소 요청 승인 (ApproveCancelApplication)."""

    def act() -> None:
        answering.approve(claim=_open(merchant, product_order_id, _K.CANCEL, NOT_ASKED), who=WHO, now=at)

    return _done(request, merchant, at, product_order_id, act, wrong_state=NOT_ASKED)


@merchant_api("POST")
def cancel_reject(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """취소 요청 거절 [OWN]: the public API has none, and refuses by sending the goods."""
    body = body_as(request, wire.RejectCancelRequest, "cancelReject")

    def act() -> None:
        claim = _open(merchant, product_order_id, _K.CANCEL, NOT_ASKED)
        answering.refuse(claim=claim, words=body.reject_cancel_reason, who=WHO, now=at)

    return _done(request, merchant, at, product_order_id, act, wrong_state=NOT_ASKED)


@merchant_api("POST")
def return_request(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """반품 요청: the seller files a return of what the buyer sends back (RequestReturn)."""
    body = body_as(request, wire.ReturnRequest, "returnRequest")
    reason = _reason(body.return_reason, RETURN_REASONS, "returnRequest", "returnReason")
    if body.collect_delivery_method != "RETURN_INDIVIDUAL":
        raise not_valid("returnRequest", "collectDeliveryMethod")
    asked = [Asked(product_order_id, body.return_quantity)]
    asked += [Asked(one.product_order_id, one.return_quantity) for one in body.together_with]

    def act() -> None:
        _require_settling(_line(merchant, product_order_id), BAD_REQUEST)
        file_return(
            merchant=merchant, asked=asked, reason=reason, words=body.return_detailed_reason, who=WHO, now=at,
            carrier=body.collect_delivery_company, number=body.collect_tracking_number,
        )  # fmt: skip

    return _done(request, merchant, at, product_order_id, act, wrong_state=CANNOT_CANCEL)


@merchant_api("POST")
def return_approve(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """반품 승인: the money goes back now, whatever of the goods is (ApproveReturnApplication)."""
    return _answer(
        request, merchant, at, product_order_id, _K.RETURN, lambda claim: answering.approve(claim=claim, who=WHO, now=at)
    )


@merchant_api("POST")
def return_reject(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """반품 거부 (RejectReturn)."""
    words = body_as(request, wire.RejectReturnRequest, "returnReject").reject_return_reason
    return _answer(
        request,
        merchant,
        at,
        product_order_id,
        _K.RETURN,
        lambda claim: answering.refuse(claim=claim, words=words, who=WHO, now=at),
    )


@merchant_api("POST")
def return_holdback(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """반품 보류 (WithholdReturn)."""
    body = body_as(request, wire.HoldReturnRequest, "returnHoldback")
    words, fee = body.holdback_return_detail_reason, body.extra_return_fee_amount
    return _answer(
        request, merchant, at, product_order_id, _K.RETURN, _hold(body.holdback_class_type, words, fee, at, "returnHoldback")
    )


@merchant_api("POST")
def return_release(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """반품 보류 해제 (ReleaseReturnHold)."""
    return _answer(
        request, merchant, at, product_order_id, _K.RETURN, lambda claim: answering.release(claim=claim, who=WHO, now=at)
    )


@merchant_api("POST")
def exchange_collected(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """교환 수거 완료 (ApproveCollectedExchange); of one that waits to be accepted, its being accepted too: the public API has no word for that."""

    def act(claim: Claim) -> None:
        if claim.state == ClaimState.ASKED:
            answering.accept(claim=claim, who=WHO, now=at)
        answering.received(claim=claim, who=WHO, now=at)

    return _answer(request, merchant, at, product_order_id, _K.EXCHANGE, act)


@merchant_api("POST")
def exchange_dispatch(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """교환 재배송 (ReDeliveryExchange)."""
    body = body_as(request, wire.DispatchExchangeRequest, "exchangeDispatch")

    def act(claim: Claim) -> None:
        redispatch(
            claim=claim, method=body.re_delivery_method, carrier=body.re_delivery_company, number=body.re_delivery_tracking_number, who=WHO,
            now=at,
        )  # fmt: skip

    return _answer(request, merchant, at, product_order_id, _K.EXCHANGE, act)


@merchant_api("POST")
def exchange_reject(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """교환 거부 (RejectExchange)."""
    words = body_as(request, wire.RejectExchangeRequest, "exchangeReject").reject_exchange_reason
    return _answer(
        request,
        merchant,
        at,
        product_order_id,
        _K.EXCHANGE,
        lambda claim: answering.refuse(claim=claim, words=words, who=WHO, now=at),
    )


@merchant_api("POST")
def exchange_holdback(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """교환 보류 (WithholdExchange)."""
    body = body_as(request, wire.HoldExchangeRequest, "exchangeHoldback")
    words, fee = body.holdback_exchange_detail_reason, body.extra_exchange_fee_amount
    return _answer(
        request, merchant, at, product_order_id, _K.EXCHANGE, _hold(body.holdback_class_type, words, fee, at, "exchangeHoldback")
    )


@merchant_api("POST")
def exchange_release(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """교환 보류 해제 (ReleaseExchangeHold)."""
    return _answer(
        request, merchant, at, product_order_id, _K.EXCHANGE, lambda claim: answering.release(claim=claim, who=WHO, now=at)
    )


@merchant_api("POST")
def proposal(request: HttpRequest, merchant: Merchant, at: datetime) -> HttpResponse:
    """제안 [OWN]: what a cancel or a return by the seller would give back now, row by row (R136). Nothing is written."""
    body = body_as(request, wire.ProposalRequest, "claimProposal")
    kind, reason = _proposed_claim(body)
    asked = [Asked(one.product_order_id, one.quantity) for one in body.product_orders]
    line = (
        OrderLine.objects.filter(merchant_id=merchant.id, number=asked[0].line_number)
        .select_related("order", "order__merchant")
        .first()
    )
    if line is None:
        raise Refused(Gateway(404, NOT_FOUND, MESSAGES[NOT_FOUND]))
    try:
        if kind is _K.RETURN:
            _require_settling(line, BAD_REQUEST)
        found = preview(line.order, kind=kind, asked=asked, reason=reason, now=at, by=Actor.MERCHANT, way=Way.BY_BUYER)
    except ClaimRefused as error:
        code = CLAIM_CODES.get(error.why, CANNOT_CANCEL)
        raise Refused(Gateway(409, code, _words(error.why, code))) from None
    except _Failed as failed:
        raise Refused(Gateway(409, failed.code, _words(None, failed.code))) from None
    return answer(Answered(timestamp=kst_iso(at), trace_id=trace_id(request), data=_proposed(found, lines_of_order(line.order))))


def _proposed_claim(body: wire.ProposalRequest) -> tuple[ClaimKind, ClaimReason]:
    if body.return_reason and body.cancel_reason:
        raise not_valid("claimProposal", "returnReason")
    if body.return_reason:
        return _K.RETURN, _reason(body.return_reason, RETURN_REASONS, "claimProposal", "returnReason")
    return _K.CANCEL, _reason(body.cancel_reason, CANCEL_REASONS, "claimProposal", "cancelReason")


def _proposed(found: Proposal, lines: Sequence[OrderLine]) -> wire.ProposalData:
    rows = [
        wire.ProposedRow(
            kind=row.kind.value,
            why=row.why.value,
            amount=row.amount,
            product_order_id=UNSET if row.place is None else lines[row.place].number,
        )
        for row in found.rows
    ]
    return wire.ProposalData(rows=rows, refund_amount=found.money, refund_point_amount=found.points)


def _hold(reason: str, words: str, fee: int, at: datetime, subject: str) -> Callable[[Claim], None]:
    if reason not in HoldReason.__members__.values():
        raise not_valid(subject, "holdbackClassType")

    def act(claim: Claim) -> None:
        answering.hold(
            claim=claim, reason=HoldReason(reason), words=words, until=longest_hold(at), who=WHO, now=at, extra_fee=Won(fee)
        )

    return act


def _reason(told: str, allowed: Iterable[ClaimReason], subject: str, name: str) -> ClaimReason:
    if told not in {reason.value for reason in allowed}:
        raise not_valid(subject, name)
    return ClaimReason(told)


def _require_settling(line: OrderLine, code: str) -> None:
    """Returns and exchanges of orders of the manual's profile are settled at the hub, and only looked at by the mall (R51, R145)."""
    if not capabilities_of(line.order).settles_claims:
        raise _Failed(code)


def _answer(
    request: HttpRequest, merchant: Merchant, at: datetime, number: str, kind: ClaimKind, act: Callable[[Claim], object]
) -> HttpResponse:
    """An operation on the return or exchange that is open on a line."""
    wrong_state = CANNOT_EXCHANGE if kind is _K.EXCHANGE else BAD_REQUEST

    def settle() -> None:
        _require_settling(_line(merchant, number), wrong_state)
        act(_open(merchant, number, kind, wrong_state))

    return _done(request, merchant, at, number, settle, wrong_state=wrong_state)


def _line(merchant: Merchant, number: str) -> OrderLine:
    line = OrderLine.objects.filter(merchant_id=merchant.id, number=number).select_related("order__merchant").first()
    if line is None:
        raise refused(Refusal.UNKNOWN_LINE, line=number)
    return line


def _open(merchant: Merchant, number: str, kind: ClaimKind, wrong_state: str) -> Claim:
    """The claim of a kind that is open on a line; what has been agreed to or is done stands where it was wanted (105306)."""
    line = _line(merchant, number)
    claim = open_claim_of(line)
    last = claim or last_claim_of(line)
    if last is not None and last.kind == kind and last.state in {*SETTLING, ClaimState.DONE}:
        raise _Failed(ALREADY_SO)
    if claim is None or claim.kind != kind:
        raise _Failed(wrong_state)
    return claim


def _done(
    request: HttpRequest, merchant: Merchant, at: datetime, number: str, act: Callable[[], object], *, wrong_state: str
) -> HttpResponse:
    """The answer of an operation that acts on one line, and acts once under its key."""
    key = request.headers.get("Idempotency-Key", "")
    fails: list[Fail] = []
    try:
        once(merchant=merchant, request=request.path, key=key, act=act, now=at)
    except ClaimRefused as error:
        keep_refusal(error, now=at)
        code = CLAIM_CODES.get(error.why, wrong_state)
        fails = [Fail(product_order_id=number, code=code, message=_words(error.why, code))]
    except DispatchRefused as error:
        fails = [Fail(product_order_id=number, code=DISPATCH_CODES[error.why], message=MESSAGES[DISPATCH_CODES[error.why]])]
    except _Failed as failed:
        fails = [Fail(product_order_id=number, code=failed.code, message=_words(None, failed.code))]
    data = DispatchData(success_product_order_ids=[] if fails else [number], fail_product_order_infos=fails)
    return answer(Answered(timestamp=kst_iso(at), trace_id=trace_id(request), data=data))


def _words(why: Refusal | None, code: str) -> str:
    return WHOLE_ORDER_ONLY if why is Refusal.WHOLE_ORDER_ONLY else CLAIM_MESSAGES.get(code) or MESSAGES[code]
