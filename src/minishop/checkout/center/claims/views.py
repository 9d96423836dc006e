"""취소·반품·교환: the claims of all merchants, by what they wait for, and one with what may be done about it (R133–R138, R143)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from minishop.chassis.clock import now
from minishop.chassis.tenancy import across_tenants, scope
from minishop.chassis.ui.steps import step
from minishop.chassis.web.actions import action
from minishop.checkout.center.claims.deeds import DEEDS, Deed, possible
from minishop.checkout.center.claims.forms import put_refusal
from minishop.checkout.center.claims.queues import queue
from minishop.checkout.center.claims.rows import claim_facts, claim_row
from minishop.checkout.center.frame.access import operator_of, operators_only
from minishop.checkout.claims.domain.queues import Queue
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.pictures import read_photo
from minishop.checkout.claims.queries import with_lines
from minishop.checkout.claims.services.refusals import keep_refusal
from minishop.checkout.parcels.domain.dispatching import DispatchRefused

TABS = {
    Queue.TO_ANSWER: _("답할 것"),
    Queue.TRAVELLING: _("회수·재발송 중"),
    Queue.HELD: _("보류"),
    Queue.UNPAID: _("배송비 미납"),
    Queue.STALLED: _("오래 멈춤"),
    Queue.SETTLING: _("환불 중"),
    Queue.OF_OPERATOR: _("관리자 처리"),
    Queue.ENDED: _("끝남"),
}


@require_safe
@operators_only
def claims(request: HttpRequest) -> HttpResponse:
    """The queue, what is to be answered soonest first (index ``claims_by_deadline``); a deadline that passes answers by itself."""
    chosen = next((tab for tab in Queue if tab == request.GET.get("tab")), Queue.TO_ANSWER)
    with across_tenants("an operator sees the claims of every merchant"):
        page = step(queue(chosen, now()), request.GET)
        rows = [claim_row(claim) for claim in page.rows]
    tabs = [(tab.value, label, tab is chosen) for tab, label in TABS.items()]
    return render(request, "center/claims/list.html", {"tabs": tabs, "rows": rows, "page": page})


@require_safe
@operators_only
def claim(request: HttpRequest, merchant_id: int, number: str) -> HttpResponse:
    """One claim: what the buyer says, both receipts, and what may be done."""
    return _page(request, found_claim(merchant_id, number))


@operators_only
@action("center-claim", "merchant_id", "number")
def deed(request: HttpRequest, merchant_id: int, number: str, name: str) -> HttpResponse:
    """Does one of the deeds. What is refused is said beside its field, and nothing has changed."""
    if name not in DEEDS:
        raise Http404
    found, chosen = found_claim(merchant_id, number), DEEDS[name]
    form = chosen.form(request.POST, request.FILES, prefix=name)
    if not form.is_valid() or not _done(request, found, chosen, form):
        return _page(request, found_claim(merchant_id, number), {name: form}, status=422)
    messages.success(request, str(chosen.done))
    return redirect("center-claim", merchant_id=merchant_id, number=number)


def _done(request: HttpRequest, found: Claim, chosen: Deed, form: forms.Form) -> bool:
    try:
        with scope(found.merchant_id):
            chosen.act(found, form, operator_of(request), now())
    except ClaimRefused as refused:
        keep_refusal(refused, now=now())
        put_refusal(form, refused)
        return False
    except DispatchRefused:
        form.add_error("number", _("이 택배사의 송장번호가 아닙니다."))
        return False
    return True


def _page(request: HttpRequest, found: Claim, bound: dict[str, forms.Form] | None = None, status: int = 200) -> HttpResponse:
    with scope(found.merchant_id):
        names = possible(found)
        shown = bound or {}
        deeds: list[dict[str, Any]] = [
            {
                "deed": DEEDS[name],
                "form": shown.get(name) or DEEDS[name].form(prefix=name),
                "is_open": name in shown,
                "url": reverse("center-claim-deed", args=[found.merchant_id, found.number, name]),
            }
            for name in dict.fromkeys([*names, *shown])
        ]
        context = {
            **claim_facts(found, now()),
            "order": found.order,
            "merchant": found.order.merchant,
            "presses": [one for one in deeds if not one["form"].fields],
            "forms": [one for one in deeds if one["form"].fields],
        }
    return render(request, "center/claims/claim.html", context, status=status)


@require_safe
@operators_only
def photo(request: HttpRequest, merchant_id: int, number: str, name: str) -> HttpResponse:
    """A photo of a claim; nobody keeps it."""
    found = found_claim(merchant_id, number)
    try:
        if name not in found.photos:
            raise FileNotFoundError(name)
        content = read_photo(found.order, name)
    except FileNotFoundError:
        raise Http404 from None
    headers = {"Cache-Control": "private, no-store", "Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, headers=headers)


def found_claim(merchant_id: int, number: str) -> Claim:
    """The claim of an address with its order and lines, or 404."""
    with scope(merchant_id):
        found = Claim.objects.filter(merchant_id=merchant_id, number=number).select_related("order", "order__merchant")
        claim = with_lines(found).first()
    if claim is None:
        raise Http404
    return claim
