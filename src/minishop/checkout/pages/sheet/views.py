"""주문서: showing a registered order, and the press on pay (R84–R94)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.checkout.accounts.models import Account
from minishop.checkout.accounts.session import account_of
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.queries import merchant_by_public_id
from minishop.checkout.orders.errors import MerchantClosed, NotYourOrder, OrderClosed, SheetGone, ShopSilent
from minishop.checkout.orders.labels import SHIPPING, UNSELLABLE
from minishop.checkout.orders.models import Order, OrderSheet
from minishop.checkout.orders.queries import last_order_of, open_sheet, order_of_sheet, sheet_amounts
from minishop.checkout.orders.services.availability import lines_not_for_sale
from minishop.checkout.pages.payment.standing import address_of_sheet, where_now
from minishop.checkout.pages.sheet.forms import SheetForm, starting_values
from minishop.checkout.payments.domain.states import PaymentState
from minishop.checkout.payments.errors import GatewaySilent
from minishop.checkout.payments.labels import CLOSED, MEANS
from minishop.checkout.payments.queries import newest_payment, points_of
from minishop.checkout.payments.services.contracts import means_of, why_closed
from minishop.checkout.payments.services.paying import Addresses, start_payment


@dataclass(frozen=True, slots=True)
class Visit:
    """A buyer before a sheet."""

    request: HttpRequest
    merchant: Merchant
    sheet: OrderSheet
    buyer: Account
    order: Order | None
    at: datetime


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest) -> HttpResponse:
    """주문/결제. The address is that of the shop's redirect; a total other than the registered one is no sheet."""
    at = now()
    merchant = merchant_by_public_id(request.GET.get("SHOP_ID", ""))
    if merchant is None:
        return _gone(request)
    with scope(merchant.id):
        try:
            found = open_sheet(
                merchant, key=request.GET.get("ORDER_ID", ""), claimed_total=request.GET.get("TOTAL_PRICE", ""), now=at
            )
        except SheetGone:
            return _gone(request)
        buyer = account_of(request)
        if buyer is None:
            return redirect_to_login(request.get_full_path())
        visit = Visit(request, merchant, found, buyer, order_of_sheet(found), at)
        if visit.order is not None and visit.order.buyer_id != visit.buyer.id:
            return _gone(request)
        return _elsewhere(visit) or (_pay(visit) if request.method == "POST" else _show(visit))


def _elsewhere(visit: Visit) -> HttpResponse | None:
    """Where a sheet leads whose order no longer waits for a press on pay."""
    address = where_now(visit.order) if visit.order else ""
    return redirect(address) if address else None


def _show(visit: Visit) -> HttpResponse:
    form = SheetForm(initial=starting_values(visit.buyer, last_order_of(visit.buyer)), means=_means(visit))
    return _refusal_of_shop(visit) or _render(visit, form)


def _pay(visit: Visit) -> HttpResponse:
    form = SheetForm(visit.request.POST, means=_means(visit))
    if why_closed(visit.merchant) or not form.is_valid():
        return _render(visit, form)
    refused = _refusal_of_shop(visit)
    if refused is not None:
        return refused
    try:
        payment = start_payment(
            merchant=visit.merchant,
            sheet=visit.sheet,
            buyer=visit.buyer,
            details=form.details(),
            addresses=_addresses(),
            now=visit.at,
        )
    except (MerchantClosed, GatewaySilent):
        form.add_error(None, _("결제 대행사에 연결하지 못했습니다. 입력하신 내용은 그대로 있으니 잠시 뒤 다시 눌러 주세요."))
        return _render(visit, form, status=503)
    except NotYourOrder:
        return _gone(visit.request)
    except OrderClosed as closed:
        return redirect("order", number=str(closed.facts["order"]))
    return redirect(payment.pg_url if payment.state == PaymentState.OPENED else reverse("payment", args=[payment.key]))


def _refusal_of_shop(visit: Visit) -> HttpResponse | None:
    """구매불가 상품안내, or that the shop does not answer; None when everything can be bought."""
    context = {
        "visit": visit,
        "merchant": visit.merchant,
        "sheet": visit.sheet,
        "address": address_of_sheet(visit.merchant, visit.sheet),
    }
    try:
        judged = lines_not_for_sale(merchant=visit.merchant, sheet=visit.sheet)
    except ShopSilent:
        return render(visit.request, "pages/sheet/shop_silent.html", context, status=503)
    if not judged:
        return None
    rows = [{"line": one.line, "reason": UNSELLABLE[one.reason]} for one in judged]
    return render(visit.request, "pages/sheet/not_for_sale.html", {**context, "rows": rows}, status=409)


def _render(visit: Visit, form: SheetForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "merchant": visit.merchant,
        "sheet": visit.sheet,
        "lines": list(visit.sheet.lines.all()),
        "shipping": SHIPPING[visit.sheet.shipping_type],
        "amounts": sheet_amounts(visit.merchant, visit.sheet),
        "rate": f"{visit.merchant.points_basis_points / 100:g}",
        "points": points_of(visit.buyer),
        "form": form,
        "closed": CLOSED.get(why_closed(visit.merchant), ""),
        "last_try": newest_payment(visit.order) if visit.order else None,
    }
    return render(visit.request, "pages/sheet/sheet.html", context, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/sheet/gone.html", status=404)


def _means(visit: Visit) -> list[tuple[str, Any]]:
    return [(means.value, MEANS[means]) for means in means_of(visit.merchant)]


def _addresses() -> Addresses:
    base = settings.CHECKOUT.url
    names = ("payment-return", "payment-cancel", "payment-notify")
    return Addresses(*(f"{base}{reverse(name)}" for name in names))
