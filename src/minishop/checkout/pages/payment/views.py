"""결제창에서 돌아오는 길: return, cancel, the PG's notice, and the page that waits for its answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.checkout.claims.queries import claim_number
from minishop.checkout.holds.errors import GoodsRefused
from minishop.checkout.holds.queries import is_being_asked, is_held, refusals_of_order
from minishop.checkout.orders.domain.offers import Refusal
from minishop.checkout.orders.errors import ShopSilent
from minishop.checkout.orders.queries import lines_of
from minishop.checkout.pages.frame.refused import refused_rows
from minishop.checkout.pages.payment.standing import address_of_sheet, where_now
from minishop.checkout.payments.domain.states import GONE, PaymentState, is_pg_key
from minishop.checkout.payments.models import Payment
from minishop.checkout.payments.queries import payment_by_key
from minishop.checkout.payments.services.paying import abandon_payment
from minishop.checkout.payments.services.settling import ask_later, take_return


@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """The buyer pressed pay at the PG. Whoever carries the attempt's key may bring it back, logged in or not, any number of times."""
    payment = _payment(request.GET.get("orderKey", ""))
    pg_key = request.GET.get("paymentKey", "")
    if not is_pg_key(pg_key):
        raise Http404
    with scope(payment.merchant_id):
        try:
            known = take_return(payment=payment, pg_payment_key=pg_key, now=now())
        except GoodsRefused as refused:
            return _gone(request, payment, refused.refusals)
        except ShopSilent:
            return render(request, "pages/payment/shop_silent.html", _context(payment, request), status=503)
        if (known.state, known.reason) == (PaymentState.DECLINED, GONE):
            return _gone(request, payment, refusals_of_order(payment.order))
        return redirect(_after(payment))


def _gone(request: HttpRequest, payment: Payment, refusals: Sequence[Refusal]) -> HttpResponse:
    """The goods sold out while the buyer was paying; reading it again says the same."""
    rows = refused_rows(lines_of(payment.order), refusals)
    return render(request, "pages/payment/goods_gone.html", {**_context(payment, request), "rows": rows}, status=409)


def _context(payment: Payment, request: HttpRequest) -> dict[str, Any]:
    sheet = payment.order.sheet
    return {
        "merchant": payment.merchant,
        "sheet": sheet,
        "sheet_address": address_of_sheet(payment.merchant, sheet),
        "again": request.get_full_path(),
    }


@login_required
@require_GET
def opening(request: HttpRequest, key: str) -> HttpResponse:
    """처리 중입니다: while another press asks the shop; looks again by itself after a second, then leads to the window or back to the sheet."""
    payment = _own(request, key)
    with scope(payment.merchant_id):
        if payment.state == PaymentState.OPENED and is_being_asked(payment.order):
            return render(request, "pages/payment/opening.html", {"payment": payment, "merchant": payment.merchant})
        if payment.state == PaymentState.OPENED and payment.pg_url and is_held(payment.order, now()):
            return redirect(payment.pg_url)
        return redirect(_after(payment))


@require_GET
def cancel(request: HttpRequest) -> HttpResponse:
    """The buyer left the PG's window: back to the sheet."""
    payment = _payment(request.GET.get("orderKey", ""))
    with scope(payment.merchant_id):
        abandon_payment(payment=payment, now=now())
        return redirect(_after(payment))


@csrf_exempt
@require_POST
def notify(request: HttpRequest) -> HttpResponse:
    """The PG says that something happened. Nobody signs it, so it is only a reason to ask."""
    try:
        told = json.loads(request.body)
        key = told["orderKey"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return JsonResponse({"code": "INVALID"}, status=400)
    payment = payment_by_key(key) if isinstance(key, str) else None
    if payment is None:
        return JsonResponse({"code": "NOT_FOUND"}, status=404)
    at = now()
    with scope(payment.merchant_id), transaction.atomic():
        ask_later(payment=payment, now=at, run_at=at)
    return JsonResponse({"ok": True})


@login_required
@require_GET
def waiting(request: HttpRequest, key: str) -> HttpResponse:
    """결제 확인 중: reloads itself until the PG's answer is known, then leads on."""
    payment = _own(request, key)
    with scope(payment.merchant_id):
        address = _after(payment)
        if address != request.path:
            return redirect(address)
        return render(
            request, "pages/payment/waiting.html", {"payment": payment, "order": payment.order, "merchant": payment.merchant}
        )


def _payment(key: str) -> Payment:
    payment = payment_by_key(key)
    if payment is None:
        raise Http404
    return payment


def _own(request: HttpRequest, key: str) -> Payment:
    payment = _payment(key)
    if payment.order.buyer_id != request.user.pk:
        raise Http404
    return payment


def _after(payment: Payment) -> str:
    """Where the buyer goes now; in the merchant's scope. A claim's own page tells what became of its fee."""
    if payment.claim_id is not None:
        return reverse("claim", args=[claim_number(payment.order, payment.claim_id)])
    return where_now(payment.order) or address_of_sheet(payment.merchant, payment.order.sheet)
