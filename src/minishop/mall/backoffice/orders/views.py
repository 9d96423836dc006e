"""주문관리: the order desk (R113–R124)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.chassis.ui.steps import step
from minishop.chassis.web.actions import action
from minishop.mall.backoffice.claims.forms import RefusalForm
from minishop.mall.backoffice.claims.history import told
from minishop.mall.backoffice.entries.labels import Label
from minishop.mall.backoffice.frame.access import acting, shop_page
from minishop.mall.backoffice.frame.alone import one_save_at_a_time
from minishop.mall.backoffice.frame.saves import noted, with_last_save
from minishop.mall.backoffice.orders.claims import claims_context
from minishop.mall.backoffice.orders.forms import MemoForm
from minishop.mall.backoffice.orders.refusals import refusal_of, refusal_query, without_refusal
from minishop.mall.backoffice.orders.rows import order_row
from minishop.mall.backoffice.orders.search import TAB_LABELS, periods, search_of
from minishop.mall.claims.errors import NothingToAnswer
from minishop.mall.claims.services import cancelling
from minishop.mall.orders.errors import BadTracking, NothingToDispatch, WaitsForCancel
from minishop.mall.orders.labels import TRACKING_PROBLEMS, carrier_names
from minishop.mall.orders.models import Order
from minishop.mall.orders.queries import find_order, find_orders, last_carrier
from minishop.mall.orders.services import desk
from minishop.mall.shipping.domain.breakdown import read_rows
from minishop.mall.shipping.labels import row_texts
from minishop.mall.shops.hosts import ShopRequest


@shop_page
def orders(request: ShopRequest) -> HttpResponse:
    """The desk: orders of one tab, with a place for carrier and tracking number in each."""
    form, search = search_of(request.GET)
    found = find_orders(request.shop, search)
    page = step(found.orders, request.GET)
    usual, refusal = last_carrier(request.shop), refusal_of(request.GET)
    context = {
        "form": form, "search": search, "periods": periods(now()), "page": page, "counts": found.counts,
        "count": found.counts[search.tab],
        "tabs": [(tab, label, found.counts[tab]) for tab, label in TAB_LABELS.items()], "has_more": found.has_more,
        "rows": [order_row(order, *refusal.get(order.number, ()), usual=usual) for order in page.rows], "carriers": carrier_names(),
        "back": without_refusal(request.GET),
    }  # fmt: skip
    return render(request, "backoffice/orders/list.html", context)


@shop_page
def order(request: ShopRequest, number: str) -> HttpResponse:
    """주문상세정보 (R125–R131)."""
    return _show(request, _order(request, number))


@shop_page
@action("order", "code", "number")
def dispatch(request: ShopRequest, number: str) -> HttpResponse:
    """송장입력 and 재전송: the number goes to the hub, and the order waits for its check (R46–R49).

    Sent from the desk (``back``: what it was asked for) it leads back there, with what was refused beside its field.
    """
    found = _order(request, number)
    back = (
        f"{reverse('orders', args=[request.shop.code])}?{QueryDict(request.POST['back']).urlencode()}"
        if "back" in request.POST
        else None
    )
    entered = {"carrier": request.POST.get("carrier", ""), "number": request.POST.get("number", "")}
    try:
        desk.dispatch_order(
            shop=request.shop, order=found, carrier=entered["carrier"], number=entered["number"], actor=acting(request),
            refuses_cancel="despite" in request.POST, now=now(),
        )  # fmt: skip
    except BadTracking as error:
        problem = str(error.facts["problem"])
        if back is None:
            return _show(request, found, entered, TRACKING_PROBLEMS[problem])
        return redirect(f"{back}&{refusal_query(number, problem, entered)}#order-{number}")
    except WaitsForCancel:
        messages.warning(request, _("취소 요청에 먼저 답해 주세요. 취소가 끝날 때까지 보낼 수 없습니다."))
    except NothingToDispatch:
        messages.warning(request, _("지금은 송장번호를 넣을 수 없는 주문입니다."))
    else:
        told = _("송장번호를 보냈습니다. 확인되면 배송중으로 바뀝니다.")
        messages.success(request, told if back is None else f"{number} – {told}")
    return redirect(back or reverse("order", args=[request.shop.code, number]))


@shop_page
@action("order", "code", "number")
def hold(request: ShopRequest, number: str) -> HttpResponse:
    """배송보류 and 보류해제."""
    found = _order(request, number)
    if request.POST.get("release"):
        desk.release(shop=request.shop, order=found, actor=acting(request), now=now())
    else:
        desk.hold(shop=request.shop, order=found, actor=acting(request), reason=request.POST.get("reason", "")[:500], now=now())
    return redirect("order", request.shop.code, number)


@shop_page
@action("order", "code", "number")
def memo(request: ShopRequest, number: str) -> HttpResponse:
    """메모."""
    with one_save_at_a_time(request):
        found = _order(request, number)
        form = MemoForm(request.POST, initial={"memo": found.memo})
        if is_saved := form.is_valid():
            desk.write_memo(shop=request.shop, order=found, memo=form.cleaned_data["memo"])
            noted(request, f"memo {number}")
    if not is_saved:
        with_last_save(request, form, f"memo {number}")
        return _show(request, found, memo_form=form)
    messages.success(request, _("메모를 저장했습니다."))
    return redirect("order", request.shop.code, number)


@shop_page
@action("order", "code", "number")
def answer_cancel(request: ShopRequest, number: str) -> HttpResponse:
    """취소 요청 승인, or 거절 in words."""
    found, refuses = _order(request, number), "refuse" in request.POST
    form = RefusalForm(request.POST)
    if refuses and not form.is_valid():
        return _show(request, found, refusal_form=form)
    refusal = form.cleaned_data["words"] if refuses else None
    try:
        cancelling.answer_cancel(shop=request.shop, order=found, refusal=refusal, actor=acting(request), now=now())
    except NothingToAnswer:
        messages.warning(request, _("답할 취소 요청이 없습니다. 이미 처리되었거나 구매자가 철회했습니다."))
    else:
        messages.success(
            request, _("거절을 체크아웃에 보냈습니다.") if refuses else _("승인을 체크아웃에 보냈습니다. 환불은 체크아웃이 합니다.")
        )
    return redirect("order", request.shop.code, number)


def _order(request: ShopRequest, number: str) -> Order:
    found = find_order(request.shop, number)
    if found is None:
        raise Http404
    return found


def _show(
    request: ShopRequest,
    found: Order,
    entered: dict[str, str] | None = None,
    problem: Label = "",
    memo_form: MemoForm | None = None,
    refusal_form: RefusalForm | None = None,
) -> HttpResponse:
    row = order_row(found, entered, problem, usual=last_carrier(request.shop))
    history = sorted((event for line in found.lines.all() for event in line.events.all()), key=lambda event: event.at)
    context = {
        "row": row,
        "order": found,
        "memo_form": memo_form or MemoForm(initial={"memo": found.memo}),
        "carriers": carrier_names(),
        "history": told(history),
        "fee_rows": row_texts(read_rows(found.fee_breakdown)),
        **claims_context(request.shop, found),
        "refusal_form": refusal_form or RefusalForm(),
    }
    is_refused = bool(problem) or refusal_form is not None
    status = 422 if is_refused else memo_form.refusal_status if memo_form else 200
    return render(request, "backoffice/orders/detail.html", context, status=status)
