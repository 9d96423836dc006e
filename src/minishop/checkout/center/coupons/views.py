"""운영: coupons of the hub and of merchants, their codes, and instant discounts of a merchant."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.chassis.ui.steps import step
from minishop.chassis.web.actions import action
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.domain.coupons import CodeUse, CouponKind
from minishop.checkout.benefits.errors import CodeTaken
from minishop.checkout.benefits.labels import CODE_USE, KIND, condition_text, value_text, where_text
from minishop.checkout.benefits.models import Coupon
from minishop.checkout.benefits.queries import all_coupons, coming_offers, newest_codes
from minishop.checkout.benefits.services.couponing import give_coupon, issue_coupon, make_codes, offer_instantly
from minishop.checkout.center.coupons.forms import CodesForm, CouponForm, GivingForm, InstantForm
from minishop.checkout.center.frame.access import operator_of, operators_only
from minishop.checkout.merchants.models import Merchant


@require_http_methods(["GET", "POST"])
@operators_only
def coupons(request: HttpRequest) -> HttpResponse:
    """쿠폰: every one that was issued, the newest first, and the form of another."""
    form = CouponForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        coupon = issue_coupon(facts=form.facts(), by=operator_of(request), now=now())
        messages.success(request, _("쿠폰을 만들었습니다."))
        return redirect("center-coupon", coupon_id=coupon.id)
    page = step(all_coupons(), request.GET)
    context = {"form": form, "page": page, "rows": [_row(coupon) for coupon in page.rows]}
    return render(request, "center/coupons/list.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD"])
@operators_only
def coupon(request: HttpRequest, coupon_id: int) -> HttpResponse:
    """One coupon with its newest codes."""
    return _coupon(request, get_object_or_404(Coupon, id=coupon_id), CodesForm(), GivingForm())


@operators_only
@action("center-coupon", "coupon_id")
def codes(request: HttpRequest, coupon_id: int) -> HttpResponse:
    """쿠폰 번호 발급: the codes are listed on the coupon's page."""
    found, form = get_object_or_404(Coupon, id=coupon_id), CodesForm(request.POST)
    if not form.is_valid() or found.code_use == CodeUse.NONE:
        return _coupon(request, found, form, GivingForm())
    made = make_codes(coupon=found, how_many=form.cleaned_data["how_many"])
    messages.success(request, _("쿠폰 번호 %(many)s개를 만들었습니다.") % {"many": len(made)})
    return redirect("center-coupon", coupon_id=coupon_id)


@operators_only
@action("center-coupon", "coupon_id")
def giving(request: HttpRequest, coupon_id: int) -> HttpResponse:
    """쿠폰 주기: to one buyer."""
    found, form = get_object_or_404(Coupon, id=coupon_id), GivingForm(request.POST)
    buyer = Account.objects.filter(login__iexact=form.cleaned_data["login"]).first() if form.is_valid() else None
    if buyer is None:
        form.add_error("login", _("그런 회원이 없습니다."))
        return _coupon(request, found, CodesForm(), form)
    try:
        give_coupon(coupon=found, buyer=buyer, now=now())
    except CodeTaken:
        messages.warning(request, _("이 회원은 받을 수 있는 만큼 이미 받았습니다."))
    else:
        messages.success(request, _("%(login)s님에게 쿠폰을 주었습니다.") % {"login": buyer.login})
    return redirect("center-coupon", coupon_id=coupon_id)


@require_http_methods(["GET", "POST"])
@operators_only
def discounts(request: HttpRequest, merchant_id: int) -> HttpResponse:
    """즉시할인: those of a merchant that are on or will be, and the form of another."""
    merchant, form = get_object_or_404(Merchant, id=merchant_id), InstantForm(request.POST or None)
    with scope(merchant.id):
        if request.method == "POST" and form.is_valid():
            facts = {**form.terms(), "product_id": form.cleaned_data["product_id"]}
            offer_instantly(merchant=merchant, facts=facts, by=operator_of(request))
            messages.success(request, _("즉시할인을 만들었습니다."))
            return redirect("center-discounts", merchant_id=merchant.id)
        context = {"merchant": merchant, "form": form, "rows": coming_offers(merchant, now())}
    return render(request, "center/coupons/discounts.html", context, status=400 if form.errors else 200)


def _coupon(request: HttpRequest, found: Coupon, form: CodesForm, gift: GivingForm) -> HttpResponse:
    context = {"coupon": found, "row": _row(found), "codes": newest_codes(found), "codes_form": form, "giving_form": gift}
    return render(request, "center/coupons/coupon.html", context, status=400 if form.errors or gift.errors else 200)


def _row(coupon: Coupon) -> dict[str, object]:
    return {
        "id": coupon.id,
        "name": coupon.name,
        "kind": KIND[CouponKind(coupon.kind)],
        "value": value_text(coupon),
        "condition": condition_text(coupon),
        "where": where_text(coupon),
        "code_use": CODE_USE[CodeUse(coupon.code_use)],
        "borne": f"{coupon.hub_share / 100:g}%",
        "begins_at": coupon.begins_at,
        "ends_at": coupon.ends_at,
    }
