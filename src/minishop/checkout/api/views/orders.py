"""``/v1/pay-order/mall/product-orders/…``: what a shop asks about its orders, and what it does with them."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from minishop.checkout.api import changed
from minishop.checkout.api.endpoint import body_as, merchant_api
from minishop.checkout.api.gateway import answer, trace_id
from minishop.checkout.api.lines import queried_lines
from minishop.checkout.api.messages import (
    Answered,
    ConfirmData,
    ConfirmRequest,
    ConfirmSuccess,
    DispatchData,
    DispatchItem,
    DispatchRequest,
    Fail,
    QueryRequest,
)
from minishop.checkout.api.times import instant
from minishop.checkout.api.words import ACKNOWLEDGE_CODES, DISPATCH_CODES, MESSAGES
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.services.acknowledge import acknowledge_all
from minishop.checkout.parcels.services.dispatch import Wanted, dispatch_all
from minishop.kernel.clock import kst_iso

WHO = "api"


@merchant_api("GET")
def last_changed_statuses(request: HttpRequest, merchant: Merchant, at: datetime) -> HttpResponse:
    """변경 상품주문 내역 조회."""
    return _answered(request, changed.page(merchant, changed.read(request.GET)), at)


@merchant_api("POST")
def query(request: HttpRequest, merchant: Merchant, at: datetime) -> HttpResponse:
    """상품주문 상세 조회."""
    asked = body_as(request, QueryRequest, "productOrders")
    return _answered(request, queried_lines(merchant, asked.product_order_ids, at), at)


@merchant_api("POST")
def confirm(request: HttpRequest, merchant: Merchant, at: datetime) -> HttpResponse:
    """발주확인."""
    asked = body_as(request, ConfirmRequest, "productOrders")
    results = acknowledge_all(merchant=merchant, line_numbers=asked.product_order_ids, now=at)
    done = [
        ConfirmSuccess(product_order_id=result.line_number, is_receiver_address_changed=False)
        for result in results
        if result.refusal is None
    ]
    fails = [_fail(result.line_number, ACKNOWLEDGE_CODES[result.refusal]) for result in results if result.refusal]
    return _answered(request, ConfirmData(success_product_order_infos=done, fail_product_order_infos=fails), at)


@merchant_api("POST")
def dispatch(request: HttpRequest, merchant: Merchant, at: datetime) -> HttpResponse:
    """발송처리."""
    asked = body_as(request, DispatchRequest, "dispatch")
    wanted = [_wanted(item, position, at) for position, item in enumerate(asked.dispatch_product_orders)]
    results = dispatch_all(merchant=merchant, wanted=wanted, who=WHO, now=at)
    done = [result.line_number for result in results if result.refusal is None]
    fails = [_fail(result.line_number, DISPATCH_CODES[result.refusal]) for result in results if result.refusal]
    return _answered(request, DispatchData(success_product_order_ids=done, fail_product_order_infos=fails), at)


def _wanted(item: DispatchItem, position: int, at: datetime) -> Wanted:
    name = f"dispatchProductOrders[{position}].dispatchDate"
    sent_at = instant(item.dispatch_date, subject="dispatch", name=name) if item.dispatch_date else at
    return Wanted(item.product_order_id, item.delivery_method, item.delivery_company_code, item.tracking_number, sent_at)


def _fail(line_number: str, code: str) -> Fail:
    return Fail(product_order_id=line_number, code=code, message=MESSAGES[code])


def _answered(request: HttpRequest, data: object, at: datetime) -> HttpResponse:
    return answer(Answered(timestamp=kst_iso(at), trace_id=trace_id(request), data=data))
