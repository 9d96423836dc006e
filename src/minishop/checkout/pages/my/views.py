"""MY 페이지: a buyer's own orders at all merchants (R95–R102)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from minishop.chassis.clock import now
from minishop.chassis.tenancy import across_tenants, scope
from minishop.chassis.ui.bills import BillRow
from minishop.chassis.ui.steps import step
from minishop.checkout.benefits.errors import CodeTaken, UnknownCode
from minishop.checkout.benefits.queries import are_granted, points_to_come
from minishop.checkout.benefits.services.couponing import redeem_code
from minishop.checkout.claims.queries import claims_of_orders, goods_in_hand, parts_done
from minishop.checkout.orders.domain.progress import Progress, rank
from minishop.checkout.orders.errors import OrderClosed
from minishop.checkout.orders.labels import PROGRESS
from minishop.checkout.orders.models import Order
from minishop.checkout.orders.queries import (
    counts_by_progress,
    decision_asked_at,
    decision_held_until,
    history,
    not_ended,
    order_amounts,
    orders_of_buyer,
    ranked,
)
from minishop.checkout.pages.claims.rows import refund_row
from minishop.checkout.pages.frame.own import buyer_of, own_order
from minishop.checkout.pages.frame.underway import kept_sheet
from minishop.checkout.pages.my.benefits import CodeForm, points_context
from minishop.checkout.pages.my.period import CHOOSABLE, COUNTED, PeriodForm, listed
from minishop.checkout.pages.my.rows import claim_rows, history_rows, line_rows, order_rows, receipt_rows, stage_rows, standings_of
from minishop.checkout.pages.payment.standing import sheet_to_continue
from minishop.checkout.payments.domain.refunds import RefundCause, RefundState
from minishop.checkout.payments.errors import PaymentUnderway
from minishop.checkout.payments.labels import paid_with, why_unpaid
from minishop.checkout.payments.queries import newest_payment, paid_payment, refunds_of
from minishop.checkout.payments.services.expiry import withdraw_order


@login_required
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """주문확인/배송조회: counters by state, a period, and the orders in it; of one state where a counter was followed.

    What ended unpaid is not among them until it is asked for; what has not ended is, however old, until a period is.
    """
    at = now()
    period = PeriodForm(request.GET or None, today=at)
    chosen = next((stage for stage in CHOOSABLE if stage == request.GET.get("state")), None)
    with across_tenants("a buyer's own orders, whoever sold them"):
        mine = ranked(orders_of_buyer(buyer_of(request)), at, goods_in_hand())
        within = mine.filter(ordered_at__gte=period.begins, ordered_at__lt=period.ends)
        shown = within if period.is_asked else within | not_ended(mine)
        counts = counts_by_progress(shown)
        page = step(shown.filter(rank__in=[rank(progress) for progress in listed(chosen)]), request.GET)
        claims = claims_of_orders(page.rows)
        standings = standings_of(list(page.rows), claims, at)
    context = {
        "period": period,
        "counters": [(stage.value, PROGRESS[stage], counts[stage]) for stage in COUNTED],
        "chosen": chosen.value if chosen else "",
        "chosen_label": PROGRESS[chosen] if chosen else "",
        "kept_sheet": kept_sheet(request),
        "ended_unpaid": 0 if chosen is Progress.UNPAID else counts[Progress.UNPAID_CANCELLED],
        "rows": order_rows(list(page.rows), standings, claims, at),
        "page": page,
    }
    return render(request, "pages/my/orders.html", context)


@login_required
@require_GET
def order(request: HttpRequest, number: str) -> HttpResponse:
    """주문 상세: lines with their parcels, delivery, amounts and history."""
    found, at = own_order(request, number), now()
    with scope(found.merchant_id):
        claims = claims_of_orders([found])
        rows = line_rows(found, claims[found.id], at)
        progress = standings_of([found], claims, at)[found.id]
        (row,) = order_rows([found], {found.id: progress}, claims, at)
        last_try = newest_payment(found) if progress is Progress.UNPAID else None
        context = {
            "order": found,
            "merchant": found.merchant,
            "progress": row["progress"],
            "can_cancel": row["can_cancel"],
            "can_apply": row["can_apply"],
            "held_until": decision_held_until(found.lines.all(), at),
            "asked_at": decision_asked_at(found.lines.all(), at),
            "may_undo": found.decides_at is not None and found.decides_at > at,
            "claims": claim_rows(claims[found.id]),
            "stages": stage_rows(progress),
            "is_unpaid": progress is Progress.UNPAID,
            "last_try": last_try,
            "why": why_unpaid(last_try),
            **_paid(found, has_claims=bool(claims[found.id])),
            "rows": rows,
            "can_finalize": row["can_finalize"],
            "events": history_rows(found, history(found), parts_done(claims[found.id])),
            **_money_back(found),
            "sheet": sheet_to_continue(found),
        }
    return render(request, "pages/my/order.html", context)


def _paid(found: Order, *, has_claims: bool) -> dict[str, Any]:
    """What an order cost, and the means that paid it; none for one that is unpaid or cost no money."""
    payment = paid_payment(found) if found.payment_means else None
    return {"receipt": _receipt(found, has_claims=has_claims), "paid_with": paid_with(payment)}


def _receipt(found: Order, *, has_claims: bool) -> list[BillRow]:
    """What an order cost and brings; only claims give money back, of which it brings nothing."""
    amounts = order_amounts(found)
    points = points_to_come(found) if has_claims else amounts.points_to_earn
    return receipt_rows(amounts, is_paid=found.paid_at is not None, are_granted=are_granted(found), points=points)


def _money_back(order: Order) -> dict[str, Any]:
    """What goes back of an order, and whether somebody asks for an account to send it to."""
    refunds = refunds_of(order)
    return {
        "refunds": [refund_row(refund) for refund in refunds],
        "has_surplus": any(refund.cause == RefundCause.SURPLUS for refund in refunds),
        "asks_account": any(refund.state == RefundState.BY_ACCOUNT and not refund.account for refund in refunds),
    }


@login_required
@require_http_methods(["GET", "POST"])
def withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    """주문 지우기: an order that was not paid goes from the list. A mere look leads to the order."""
    found = own_order(request, number)
    if request.method == "GET":
        return redirect("order", number=found.number)
    with scope(found.merchant_id):
        try:
            withdraw_order(order=found, buyer=buyer_of(request), now=now())
        except PaymentUnderway:
            messages.warning(request, _("결제 결과를 확인하고 있어 지금은 지울 수 없습니다."))
        except OrderClosed:
            messages.info(request, _("이미 결제되었거나 끝난 주문입니다."))
        else:
            messages.success(request, _("결제하지 않은 주문을 지웠습니다."))
            return redirect("my")
    return redirect("order", number=found.number)


@login_required
@require_http_methods(["GET", "POST"])
def points(request: HttpRequest) -> HttpResponse:
    """적립금/쿠폰: how many there are, where they came from, went and will come from, when they end; the coupons, and a code for another."""
    buyer, form = buyer_of(request), CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            redeem_code(buyer=buyer, typed=form.cleaned_data["code"], now=now())
        except UnknownCode:
            form.add_error("code", _("지금 등록할 수 없는 쿠폰 번호입니다. 번호를 다시 확인해 주세요."))
        except CodeTaken:
            form.add_error("code", _("이미 등록된 쿠폰 번호입니다."))
        else:
            messages.success(request, _("쿠폰을 등록했습니다."))
            return redirect("points")
    return render(request, "pages/my/points.html", points_context(buyer, form, now()), status=400 if form.errors else 200)
