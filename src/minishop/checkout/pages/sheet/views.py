"""주문서: showing a registered order, and the press on pay (R84–R94)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minishop.chassis.clock import now
from minishop.chassis.postal.steps import address_step
from minishop.chassis.tenancy import scope
from minishop.chassis.ui.templatetags.ui import won
from minishop.checkout.accounts.models import Account
from minishop.checkout.accounts.session import account_of
from minishop.checkout.holds.errors import GoodsRefused, HoldUnderway, TooManyHolds
from minishop.checkout.holds.queries import may_be_kept
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.queries import merchant_by_public_id
from minishop.checkout.orders.domain.life import is_fresh, may_be_renewed
from minishop.checkout.orders.domain.offers import Refusal
from minishop.checkout.orders.errors import MerchantClosed, NotYourOrder, OrderClosed, SheetGone, ShopSilent
from minishop.checkout.orders.labels import SHIPPING
from minishop.checkout.orders.models import Order, OrderSheet
from minishop.checkout.orders.queries import find_sheet, last_order_of, lines_on, order_of_sheet, sheet_contract
from minishop.checkout.orders.services.availability import confirm_sheet
from minishop.checkout.pages.frame.refused import refused_rows
from minishop.checkout.pages.frame.underway import forget_sheet, keep_sheet, kept_sheet
from minishop.checkout.pages.payment.standing import address_of_sheet, addresses, where_now
from minishop.checkout.pages.sheet.benefits import Chosen, chosen_on
from minishop.checkout.pages.sheet.forms import SheetForm, starting_values, typed
from minishop.checkout.payments.domain.abilities import Means
from minishop.checkout.payments.domain.states import GONE, PaymentState
from minishop.checkout.payments.errors import AmountChanged, CouponGone, GatewaySilent, PointsShort
from minishop.checkout.payments.labels import CLOSED, MEANS, why_unpaid
from minishop.checkout.payments.queries import is_over, newest_payment
from minishop.checkout.payments.services.paying import start_payment, withdraw_attempts

AGAIN, APPLY = "again", "apply"


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
            found = find_sheet(merchant, key=request.GET.get("ORDER_ID", ""), claimed_total=request.GET.get("TOTAL_PRICE", ""))
        except SheetGone:
            return _gone(request)
        buyer = account_of(request)
        if buyer is None:
            to_login = redirect_to_login(request.get_full_path())
            keep_sheet(request, to_login)
            return to_login
        visit = Visit(request, merchant, found, buyer, order_of_sheet(found), at)
        if visit.order is not None and visit.order.buyer_id != visit.buyer.id:
            return _gone(request)
        response = _elsewhere(visit) or _answer(visit)
        forget_sheet(request, response)
        return response


def _elsewhere(visit: Visit) -> HttpResponse | None:
    """Where a sheet leads whose order no longer waits for a press on pay."""
    address = where_now(visit.order) if visit.order else ""
    return redirect(address) if address else None


def _answer(visit: Visit) -> HttpResponse:
    if AGAIN in visit.request.POST:
        return _ask_again(visit)
    if is_over(visit.sheet, visit.order, visit.at):
        return _over(visit)
    if APPLY in visit.request.POST:
        return _apply(visit)
    step = address_step(visit.request, template="pages/sheet/address.html", form_page=lambda: _show(visit))
    return step or (_pay(visit) if visit.request.method == "POST" else _show(visit))


def _show(visit: Visit) -> HttpResponse:
    """The sheet, asked about at its shop unless it was registered just now, or it may keep the goods: it would say that they are gone.

    Silence does not close it: pay asks again.
    """
    if is_fresh(registered_at=visit.sheet.registered_at, now=visit.at) or (visit.order and may_be_kept(visit.order)):
        return _begin(visit)
    try:
        return _refusal_of_shop(visit) or _begin(visit)
    except ShopSilent:
        return _begin(visit, unconfirmed=True)


def _ask_again(visit: Visit) -> HttpResponse:
    """다시 확인하기: a sheet that is over, or that its shop refused, goes on when the shop now sells it all."""
    if not may_be_renewed(registered_at=visit.sheet.registered_at, now=visit.at):
        return _over(visit)
    try:
        return _refusal_of_shop(visit) or _begin(visit, typed(visit.request.POST))
    except ShopSilent:
        return render(visit.request, "pages/sheet/shop_silent.html", _context(visit), status=503)


def _over(visit: Visit) -> HttpResponse:
    renewable = may_be_renewed(registered_at=visit.sheet.registered_at, now=visit.at)
    return render(visit.request, "pages/sheet/over.html", {**_context(visit), "renewable": renewable}, status=410)


def _apply(visit: Visit) -> HttpResponse:
    """적용: the same sheet with the amounts of what was chosen, and all that was typed."""
    chosen = _chosen(visit)
    form = SheetForm(visit.request.POST, **_offers(visit, chosen))
    if "points" in form.errors:
        for name in form.errors.keys() - {"points"}:  # what is still to be filled in is no mistake yet
            form.errors.pop(name)
        return _render(visit, form, chosen)
    consents = {name: name in visit.request.POST for name in ("consent_provision", "consent_terms")}
    return _begin(visit, {**typed(visit.request.POST), **consents})


def _begin(visit: Visit, known: Mapping[str, Any] | None = None, *, unconfirmed: bool = False) -> HttpResponse:
    """The sheet with nothing wrong in it, filled with what is known."""
    chosen = _chosen(visit)
    initial = {**starting_values(visit.buyer, last_order_of(visit.buyer)), **(known or {}), **chosen.initial()}
    return _render(visit, SheetForm(initial=initial, **_offers(visit, chosen)), chosen, unconfirmed=unconfirmed)


def _chosen(visit: Visit) -> Chosen:
    return chosen_on(visit.merchant, visit.sheet, visit.buyer, visit.order, visit.request.POST, visit.at)


def _offers(visit: Visit, chosen: Chosen) -> dict[str, Any]:
    means = [(one.value, MEANS[one]) for one in chosen.taken.means]
    return {"means": means, "coupons": chosen.coupon_choices(), "is_free": not chosen.amounts.pay_total}


def _pay(visit: Visit) -> HttpResponse:
    chosen = _chosen(visit)
    form = SheetForm(visit.request.POST, **_offers(visit, chosen))
    if chosen.taken.closed or not form.is_valid():
        return _render(visit, form, chosen)
    if chosen.has_changed:
        return _changed(visit)
    try:
        # A shop that keeps holds is asked by the hold itself.
        refused = None if visit.merchant.hold_url else _refusal_of_shop(visit)
    except ShopSilent:
        return _silent(visit, form, chosen)
    if refused is not None:
        withdraw_attempts(sheet=visit.sheet, now=visit.at)
        return refused
    return _start(visit, form, chosen)


def _changed(visit: Visit) -> HttpResponse:
    """The charge is the one that was shown: another is shown first. A field that was chosen otherwise stands as it counts now."""
    chosen = _chosen(visit)
    fresh = SheetForm({**visit.request.POST.dict(), **chosen.initial()}, **_offers(visit, chosen))
    fresh.add_error(
        None, _("결제 금액이 %(now)s으로 바뀌었습니다. 금액을 확인하고 다시 눌러 주세요.") % {"now": won(chosen.amounts.pay_total)}
    )
    return _render(visit, fresh, chosen, status=409)


def _silent(visit: Visit, form: SheetForm, chosen: Chosen) -> HttpResponse:
    form.add_error(None, _("쇼핑몰이 재고를 확인해 주지 않아 결제를 시작하지 않았습니다. 입력하신 내용은 그대로입니다."))
    return _render(visit, form, chosen, status=503)


def _start(visit: Visit, form: SheetForm, chosen: Chosen) -> HttpResponse:
    try:
        payment = start_payment(
            merchant=visit.merchant,
            sheet=visit.sheet,
            buyer=visit.buyer,
            details=form.details(),
            addresses=addresses(),
            choice=replace(chosen.choice, means=Means(form.cleaned_data["means"] or Means.CARD)),
            now=visit.at,
        )
    except (MerchantClosed, GatewaySilent):
        form.add_error(None, _("결제 대행사에 연결하지 못했습니다. 입력하신 내용은 그대로 있으니 잠시 뒤 다시 눌러 주세요."))
        return _render(visit, form, chosen, status=503)
    except ShopSilent:
        return _silent(visit, form, chosen)
    except GoodsRefused as refused:
        return _not_for_sale(visit, refused.refusals)
    except TooManyHolds:
        form.add_error(None, _("결제 중인 주문이 너무 많습니다. 먼저 끝내거나 잠시 뒤에 다시 해 주세요."))
        return _render(visit, form, chosen, status=409)
    except (AmountChanged, PointsShort, CouponGone):
        return _changed(visit)
    except (HoldUnderway, NotYourOrder, OrderClosed) as elsewhere:
        return _led_away(visit, elsewhere)
    if payment is None:
        return redirect(where_now(_placed(visit)))
    return redirect(payment.pg_url if payment.state == PaymentState.OPENED else reverse("payment", args=[payment.key]))


def _led_away(visit: Visit, why: HoldUnderway | NotYourOrder | OrderClosed) -> HttpResponse:
    match why:
        case HoldUnderway():
            key = str(why.facts["key"])
            return redirect("payment-opening", key=key) if key else redirect(visit.request.get_full_path())
        case OrderClosed():
            return redirect("order", number=str(why.facts["order"]))
        case _:
            return _gone(visit.request)


def _placed(visit: Visit) -> Order:
    order = order_of_sheet(visit.sheet)
    assert order is not None
    return order


def _refusal_of_shop(visit: Visit) -> HttpResponse | None:
    """구매불가 상품안내; None when everything can be bought. Raises ShopSilent."""
    refusals = confirm_sheet(merchant=visit.merchant, sheet=visit.sheet, now=visit.at)
    return _not_for_sale(visit, refusals) if refusals else None


def _not_for_sale(visit: Visit, refusals: Sequence[Refusal]) -> HttpResponse:
    rows = refused_rows(lines_on(visit.sheet), refusals)
    return render(visit.request, "pages/sheet/not_for_sale.html", {**_context(visit), "rows": rows}, status=409)


def _context(visit: Visit) -> dict[str, Any]:
    """What the pages in a sheet's place stand on: how to ask again without losing what was typed, and the way back."""
    return {
        "merchant": visit.merchant,
        "sheet": visit.sheet,
        "address": address_of_sheet(visit.merchant, visit.sheet),
        "again": AGAIN,
        "typed": typed(visit.request.POST),
    }


def _render(visit: Visit, form: SheetForm, chosen: Chosen, status: int = 200, *, unconfirmed: bool = False) -> HttpResponse:
    last_try = newest_payment(visit.order) if visit.order else None
    context: dict[str, Any] = {
        "merchant": visit.merchant,
        "sheet": visit.sheet,
        "lines": lines_on(visit.sheet),
        "shipping": SHIPPING[visit.sheet.shipping_type],
        "amounts": chosen.amounts,
        "chosen": chosen,
        "here": visit.request.get_full_path(),
        "contract": sheet_contract(visit.merchant, visit.sheet),
        "rate": f"{visit.merchant.points_basis_points / 100:g}",
        "form": form,
        "closed": CLOSED.get(chosen.taken.closed, ""),
        "unconfirmed": unconfirmed,
        "gone": GONE,
        "last_try": last_try,
        "why": why_unpaid(last_try),
    }
    return render(visit.request, "pages/sheet/sheet.html", context, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    response = render(request, "pages/sheet/gone.html", status=404)
    if kept_sheet(request) == request.get_full_path():
        forget_sheet(request, response)  # else every login would lead here
    return response
