"""취소·교환·반품: what the seller may cancel and answer, and what is only to be looked at (R132–R145)."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.chassis.spreadsheets import WORKBOOK, workbook
from minishop.chassis.ui.steps import step
from minishop.chassis.web.actions import action
from minishop.kernel.clock import kst_day
from minishop.mall.backoffice.claims.forms import CancelForm, periods, search_of
from minishop.mall.backoffice.claims.history import told
from minishop.mall.backoffice.claims.proposing import is_to_be_shown, order_of, refund_rows
from minishop.mall.backoffice.claims.rows import claim_row, logs, order_rows
from minishop.mall.backoffice.claims.sheet import claim_sheet
from minishop.mall.backoffice.frame.access import acting, shop_page
from minishop.mall.channel.endpoints import profile
from minishop.mall.channel.queries import answers_claims, cancels_parts
from minishop.mall.channel.services.proposals import proposed_refund
from minishop.mall.claims.domain.cancelling import CancelReason
from minishop.mall.claims.domain.refunds import Refund, whole_refund
from minishop.mall.claims.errors import CannotCancel
from minishop.mall.claims.labels import PROBLEMS
from minishop.mall.claims.models import LineClaim
from minishop.mall.claims.queries import cancels, claims_of, claims_on, found_claims, orders_of, totals_of
from minishop.mall.claims.services import cancelling
from minishop.mall.orders.labels import STATES
from minishop.mall.orders.models import Order
from minishop.mall.shops.hosts import ShopRequest
from minishop.mall.shops.models import Shop


@shop_page
def claims(request: ShopRequest) -> HttpResponse:
    """교환·반품 확인: to be read only, since they are settled at Checkout (R139–R145)."""
    form, search = search_of(request.GET, now())
    found = found_claims(request.shop, search)
    page = step(orders_of(request.shop, found), request.GET)
    context = {
        "form": form, "search": search, "periods": periods(now()), "page": page, "totals": totals_of(request.shop, found),
        "types": [("all", _("전체")), ("exchange", _("교환")), ("return", _("반품"))],
        "orders": order_rows(page.rows, claims_on(found, [order.id for order in page.rows])),
        "synced": profile().exchange_sync, "answers": any(answers_claims(order) for order in page.rows),
    }  # fmt: skip
    return render(request, "backoffice/claims/list.html", context)


@shop_page
def excel(request: ShopRequest) -> HttpResponseBase:
    """엑셀: the list as it was searched for (R141, R142)."""
    _form, search = search_of(request.GET, now())
    name = f"claims-{search.first:%Y%m%d}-{search.last:%Y%m%d}.xlsx"
    return _workbook(request.shop, lambda: found_claims(request.shop, search), name)


@shop_page
def cancels_excel(request: ShopRequest) -> HttpResponseBase:
    """엑셀: the cancels that are looked at, those under way or those that are over."""
    is_open = _is_open(request)
    name = f"cancels-{'open' if is_open else 'over'}-{kst_day(now()):%Y%m%d}.xlsx"
    return _workbook(request.shop, lambda: cancels(request.shop, is_open=is_open), name)


def _workbook(shop: Shop, find: Callable[[], QuerySet[LineClaim]], name: str) -> HttpResponseBase:
    """A workbook that is written while it is read."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(workbook(claim_sheet(shop, find)), content_type=WORKBOOK, headers=headers)


def _is_open(request: ShopRequest) -> bool:
    return request.GET.get("shown") != "over"


@shop_page
def cancel_list(request: ShopRequest) -> HttpResponse:
    """취소 관리: what waits for an answer or the hub, and what is over."""
    is_open = _is_open(request)
    found = cancels(request.shop, is_open=is_open)
    page = step(orders_of(request.shop, found), request.GET)
    rows = order_rows(page.rows, claims_on(found, [order.id for order in page.rows]))
    return render(request, "backoffice/claims/cancels.html", {"page": page, "orders": rows, "is_open": is_open})


@shop_page
def cancel_order(request: ShopRequest, number: str) -> HttpResponse:
    """판매 취소: one press has the hub cancel and pay back (R132–R138, Q10, Q11)."""
    order = order_of(request, number)
    form = CancelForm(request.POST if request.method == "POST" else None, [line for line in order.lines.all() if line.remaining])
    problem: object = ""
    only_shown = form.is_valid() and is_to_be_shown(request, form, with_parts=cancels_parts(order))
    if form.is_valid() and not only_shown:
        try:
            cancelling.cancel(
                shop=request.shop, order=order, wanted=form.wanted, reason=form.cleaned_data["reason"], words=form.cleaned_data["words"],
                actor=acting(request), now=now(),
            )  # fmt: skip
        except CannotCancel as error:
            problem = PROBLEMS[str(error.facts["problem"])]
        else:
            messages.success(request, _("취소를 체크아웃에 보냈습니다. 취소와 환불의 결과는 여기에 나타납니다."))
            return redirect("order", request.shop.code, number)
    return render(
        request,
        "backoffice/claims/cancel.html",
        {**_form_context(request.shop, order, form, problem), "only_shown": only_shown},
        status=200 if only_shown or not form.is_bound else 422,
    )


@shop_page
@action("order", "code", "number")
def sold_out(request: ShopRequest, number: str) -> HttpResponse:
    """품절 취소: in one press, from an order that is short of stock."""
    try:
        cancelling.cancel_sold_out(
            shop=request.shop,
            order=order_of(request, number),
            words=_("상품이 품절되어 취소합니다."),
            actor=acting(request),
            now=now(),
        )
    except CannotCancel as error:
        messages.warning(request, str(PROBLEMS[str(error.facts["problem"])]))
    else:
        messages.success(request, _("품절 취소를 체크아웃에 보냈습니다."))
    return redirect("order", request.shop.code, number)


def _refund(shop: Shop, order: Order, form: CancelForm) -> Refund | None:
    """What the hub proposes to give back for what is chosen, or all that is left where nothing less is cancelled; where it cannot be asked,
    what the shop knows of an untouched order. Nothing while what is chosen cannot be."""
    if form.is_bound and not form.is_valid() and cancels_parts(order):
        return None
    is_chosen = form.is_bound and cancels_parts(order)
    wanted = form.wanted if is_chosen else {line.id: line.remaining for line in form.lines}
    pieces = form.pieces if is_chosen else [(line.hub_number, None) for line in form.lines]
    reason = form.chosen_reason if is_chosen else CancelReason.INTENT_CHANGED.value
    found = proposed_refund(shop=shop, pieces=pieces, reason=reason, now=now())
    is_untouched = all(line.remaining == line.quantity == wanted.get(line.id) for line in order.lines.all())
    return found or (whole_refund(paid=order.paid_total, points_used=order.points_used) if is_untouched else None)


def _form_context(shop: Shop, order: Order, form: CancelForm, problem: object) -> dict[str, object]:
    before, after = logs(order, (event for line in order.lines.all() for event in line.events.all()))
    asked = {line.id: line for line in order.lines.all() if line.may_leave_despite_cancel}
    requests = [claim_row(claim, asked[claim.line_id]) for claim in claims_of(shop, order) if claim.line_id in asked]
    refund = _refund(shop, order, form)
    return {
        "order": order, "form": form, "problem": problem, "partial": cancels_parts(order),
        "shown": form.selection if not form.is_bound or form.is_valid() else "",
        "lines": [(line, STATES[line.state], form[f"take-{line.id}"], form[f"pieces-{line.id}"]) for line in form.lines],
        "before": told(before), "after": told(after), "asked": requests[-1:],
        "refund": refund, "refund_rows": refund_rows(refund, order),
    }  # fmt: skip
