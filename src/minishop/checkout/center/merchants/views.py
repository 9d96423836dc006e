"""운영: merchants and their applications."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from minishop.chassis.clock import now
from minishop.checkout.center.frame.access import operators_only
from minishop.checkout.center.merchants.forms import RejectionForm
from minishop.checkout.merchants.errors import AlreadyDecided
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.queries import applications_waiting, merchants_decided
from minishop.checkout.merchants.services import approve, reject

PAGE_SIZE = 30


@require_safe
@operators_only
def center(request: HttpRequest) -> HttpResponse:
    """Applications that wait, and merchants."""
    page = Paginator(merchants_decided(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "center/merchants/list.html", {"applications": list(applications_waiting()), "page": page})


@require_safe
@operators_only
def merchant(request: HttpRequest, merchant_id: int) -> HttpResponse:
    """One application or merchant, with what it said of itself and its PG."""
    return render(request, "center/merchants/detail.html", {"merchant": _merchant(merchant_id), "form": RejectionForm()})


@require_POST
@operators_only
def approval(request: HttpRequest, merchant_id: int) -> HttpResponse:
    """승인: the merchant gets its keys."""
    try:
        approved = approve(merchant=_merchant(merchant_id), now=now())
    except AlreadyDecided:
        messages.error(request, _("이미 반려한 신청입니다."))
    else:
        messages.success(request, _("%(shop)s 신청을 승인했습니다.") % {"shop": approved.shop_name})
    return redirect("center")


@require_POST
@operators_only
def rejection(request: HttpRequest, merchant_id: int) -> HttpResponse:
    """반려, with a reason."""
    found, form = _merchant(merchant_id), RejectionForm(request.POST)
    if not form.is_valid():
        return render(request, "center/merchants/detail.html", {"merchant": found, "form": form})
    try:
        reject(merchant=found, reason=form.cleaned_data["reason"], now=now())
    except AlreadyDecided:
        messages.error(request, _("이미 승인한 신청입니다."))
    else:
        messages.success(request, _("%(shop)s 신청을 반려했습니다.") % {"shop": found.shop_name})
    return redirect("center")


def _merchant(merchant_id: int) -> Merchant:
    return get_object_or_404(Merchant, id=merchant_id)
