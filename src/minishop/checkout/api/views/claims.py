"""``/v1/pay-order/mall/product-orders/{id}/claim/…``: what a shop does with claims, one product order a call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from minishop.checkout.api import claim_messages as wire
from minishop.checkout.api.claim_words import (
    CANNOT_CANCEL,
    NOT_ASKED,
)
from minishop.checkout.api.claiming import line_of, on_claim, on_line, open_claim, reason_of, require_before, require_settling
from minishop.checkout.api.endpoint import body_as, merchant_api
from minishop.checkout.api.refusals import not_valid
from minishop.checkout.api.words import BAD_REQUEST
from minishop.checkout.claims.domain.asked import Asked
from minishop.checkout.claims.domain.deadlines import longest_hold
from minishop.checkout.claims.domain.reasons import CANCEL_REASONS, RETURN_REASONS, HoldReason
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services import answering, deciding
from minishop.checkout.claims.services.cancelling import cancel_by_seller
from minishop.checkout.claims.services.exchanging import redispatch
from minishop.checkout.claims.services.returning import file_return
from minishop.checkout.merchants.models import Merchant
from minishop.kernel.won import Won

WHO = "api"
_K = ClaimKind


@merchant_api("POST")
def cancel_request(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """취소 요청: the seller cancels (CancelSale)."""
    body = body_as(request, wire.CancelRequest, "cancelRequest")
    reason = reason_of(body.cancel_reason, CANCEL_REASONS, "cancelRequest", "cancelReason")
    asked = [Asked(product_order_id, body.cancel_quantity)]
    asked += [Asked(one.product_order_id, one.cancel_quantity) for one in body.together_with]

    def act() -> None:
        cancel_by_seller(merchant=merchant, asked=asked, reason=reason, words=body.cancel_detailed_reason, who=WHO, now=at)

    return on_line(request, merchant, at, product_order_id, act, wrong_state=CANNOT_CANCEL)


@merchant_api("POST")
def cancel_approve(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """취소 요청 승인 (ApproveCancelApplication)."""

    def act() -> None:
        answering.approve(claim=open_claim(merchant, product_order_id, _K.CANCEL, NOT_ASKED), who=WHO, now=at)

    return on_line(request, merchant, at, product_order_id, act, wrong_state=NOT_ASKED)


@merchant_api("POST")
def cancel_reject(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """취소 요청 거절 [OWN]: the public API has none, and refuses by sending the goods."""
    body = body_as(request, wire.RejectCancelRequest, "cancelReject")

    def act() -> None:
        claim = open_claim(merchant, product_order_id, _K.CANCEL, NOT_ASKED)
        answering.refuse(claim=claim, words=body.reject_cancel_reason, who=WHO, now=at)

    return on_line(request, merchant, at, product_order_id, act, wrong_state=NOT_ASKED)


@merchant_api("POST")
def return_request(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """반품 요청: the seller files a return of what the buyer sends back (RequestReturn)."""
    body = body_as(request, wire.ReturnRequest, "returnRequest")
    reason = reason_of(body.return_reason, RETURN_REASONS, "returnRequest", "returnReason")
    if body.collect_delivery_method != "RETURN_INDIVIDUAL":
        raise not_valid("returnRequest", "collectDeliveryMethod")
    asked = [Asked(product_order_id, body.return_quantity)]
    asked += [Asked(one.product_order_id, one.return_quantity) for one in body.together_with]

    def act() -> None:
        require_settling(line_of(merchant, product_order_id), BAD_REQUEST)
        file_return(
            merchant=merchant, asked=asked, reason=reason, words=body.return_detailed_reason, who=WHO, now=at,
            carrier=body.collect_delivery_company, number=body.collect_tracking_number,
        )  # fmt: skip

    return on_line(request, merchant, at, product_order_id, act, wrong_state=CANNOT_CANCEL)


@merchant_api("POST")
def return_accept(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """반품 접수 [OWN]: the goods may come back; the public API has no word for it, and leaves it to the clock."""
    return on_claim(request, merchant, at, product_order_id, _K.RETURN, _accept(at))


@merchant_api("POST")
def exchange_accept(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """교환 접수 [OWN], as of a return."""
    return on_claim(request, merchant, at, product_order_id, _K.EXCHANGE, _accept(at))


def _accept(at: datetime) -> Callable[[Claim], None]:
    def act(claim: Claim) -> None:
        require_before(claim, ClaimState.ASKED)
        answering.accept(claim=claim, who=WHO, now=at)

    return act


@merchant_api("POST")
def return_collected(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """반품 수거 완료 [OWN]: the goods are back, and looked at before anything goes back to the buyer."""

    def act(claim: Claim) -> None:
        require_before(claim, ClaimState.ASKED, ClaimState.COLLECTING)
        answering.received(claim=claim, who=WHO, now=at)

    return on_claim(request, merchant, at, product_order_id, _K.RETURN, act)


@merchant_api("POST")
def return_approve(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """반품 승인: the money goes back now, whatever of the goods is (ApproveReturnApplication)."""
    return on_claim(
        request, merchant, at, product_order_id, _K.RETURN, lambda claim: answering.approve(claim=claim, who=WHO, now=at)
    )


@merchant_api("POST")
def return_reject(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """반품 거부 (RejectReturn)."""
    words = body_as(request, wire.RejectReturnRequest, "returnReject").reject_return_reason
    return on_claim(
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
    return on_claim(
        request, merchant, at, product_order_id, _K.RETURN, _hold(body.holdback_class_type, words, fee, at, "returnHoldback")
    )


@merchant_api("POST")
def return_release(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """반품 보류 해제 (ReleaseReturnHold)."""
    return on_claim(
        request, merchant, at, product_order_id, _K.RETURN, lambda claim: answering.release(claim=claim, who=WHO, now=at)
    )


@merchant_api("POST")
def exchange_collected(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """교환 수거 완료 (ApproveCollectedExchange); of one that waits to be accepted, its being accepted too: the public API has no word for that."""

    def act(claim: Claim) -> None:
        if claim.state == ClaimState.ASKED:
            answering.accept(claim=claim, who=WHO, now=at)
        answering.received(claim=claim, who=WHO, now=at)

    return on_claim(request, merchant, at, product_order_id, _K.EXCHANGE, act)


@merchant_api("POST")
def exchange_dispatch(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """교환 재배송 (ReDeliveryExchange)."""
    body = body_as(request, wire.DispatchExchangeRequest, "exchangeDispatch")

    def act(claim: Claim) -> None:
        redispatch(
            claim=claim, method=body.re_delivery_method, carrier=body.re_delivery_company, number=body.re_delivery_tracking_number, who=WHO,
            now=at,
        )  # fmt: skip

    return on_claim(request, merchant, at, product_order_id, _K.EXCHANGE, act)


@merchant_api("POST")
def exchange_reject(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """교환 거부 (RejectExchange)."""
    words = body_as(request, wire.RejectExchangeRequest, "exchangeReject").reject_exchange_reason
    return on_claim(
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
    return on_claim(
        request, merchant, at, product_order_id, _K.EXCHANGE, _hold(body.holdback_class_type, words, fee, at, "exchangeHoldback")
    )


@merchant_api("POST")
def exchange_release(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """교환 보류 해제 (ReleaseExchangeHold)."""
    return on_claim(
        request, merchant, at, product_order_id, _K.EXCHANGE, lambda claim: answering.release(claim=claim, who=WHO, now=at)
    )


@merchant_api("POST")
def decision_request(request: HttpRequest, merchant: Merchant, at: datetime, product_order_id: str) -> HttpResponse:
    """구매확정 요청 [OWN]: the buyer who has put off the decision is asked for it (PURCHASE_DECISION_REQUEST); no public operation is known."""

    def act() -> None:
        deciding.request_decision(merchant=merchant, line_number=product_order_id, now=at)

    return on_line(request, merchant, at, product_order_id, act, wrong_state=BAD_REQUEST)


def _hold(reason: str, words: str, fee: int, at: datetime, subject: str) -> Callable[[Claim], None]:
    if reason not in HoldReason.__members__.values():
        raise not_valid(subject, "holdbackClassType")

    def act(claim: Claim) -> None:
        answering.hold(
            claim=claim, reason=HoldReason(reason), words=words, until=longest_hold(at), who=WHO, now=at, extra_fee=Won(fee)
        )

    return act
