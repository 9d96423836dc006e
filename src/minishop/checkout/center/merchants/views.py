"""운영: merchants and their applications."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minishop.chassis.clock import now
from minishop.chassis.finding import Found
from minishop.chassis.http import host_of
from minishop.chassis.jobs import upkeep
from minishop.chassis.jobs.pages import say_tried
from minishop.chassis.jobs.strangers import parked_among
from minishop.chassis.tenancy import across_tenants, scope
from minishop.chassis.ui.steps import PAGE, counted, step
from minishop.chassis.web.actions import action
from minishop.checkout.center.frame.access import operators_only
from minishop.checkout.center.merchants.forms import HoldPolicyForm, RejectionForm
from minishop.checkout.merchants.domain.holding import HoldPolicy
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.queries import applications_waiting, find_merchants, merchants_decided
from minishop.checkout.merchants.services import approve, choose_hold_policy, leave_host, reject
from minishop.checkout.payments.domain.contracts import ContractEvent
from minishop.checkout.payments.labels import CONTRACT_EVENT
from minishop.checkout.payments.queries import (
    contract_history,
    contracts_waiting,
    live_contract,
    waiting_contract,
    with_live_contract,
)
from minishop.kernel.clock import utc_now
from minishop.kernel.machine import IllegalTransition

PAGE_SIZE = 30


@require_safe
@operators_only
def center(request: HttpRequest) -> HttpResponse:
    """Applications that wait, and merchants: all, or those that a word finds."""
    word = request.GET.get("q", "").strip()
    found_by_word = find_merchants(word) if word else Found(Merchant.objects.all())
    waiting, decided = applications_waiting(found_by_word.rows), merchants_decided(found_by_word.rows)
    with across_tenants("an operator sees every merchant's PG contracts"):
        found = {
            "word": word,
            "has_more": found_by_word.has_more,
            "page": step(with_live_contract(decided), request.GET),
            "waiting": step(waiting, request.GET, name="waiting-"),
            "waiting_count": counted(waiting),
            "contracts": list(contracts_waiting()[:PAGE]),
            "contracts_count": counted(contracts_waiting()),
        }
        return render(request, "center/merchants/list.html", found)


@require_safe
@operators_only
def merchant(request: HttpRequest, merchant_id: int) -> HttpResponse:
    """One application or merchant, with what it said of itself and its PG."""
    return detail(request, found_merchant(merchant_id))


@operators_only
@action("center-merchant", "merchant_id")
def approval(request: HttpRequest, merchant_id: int) -> HttpResponse:
    """승인: the merchant gets its keys."""
    try:
        approved = approve(merchant=found_merchant(merchant_id), now=now())
    except IllegalTransition:
        messages.error(request, _("이미 반려한 신청입니다."))
    else:
        messages.success(request, _("%(shop)s 신청을 승인했습니다.") % {"shop": approved.shop_name})
    return redirect("center")


@operators_only
@action("center-merchant", "merchant_id")
def rejection(request: HttpRequest, merchant_id: int) -> HttpResponse:
    """반려, with a reason."""
    found, form = found_merchant(merchant_id), RejectionForm(request.POST)
    if not form.is_valid():
        return detail(request, found, form=form)
    try:
        reject(merchant=found, reason=form.cleaned_data["reason"], now=now())
    except IllegalTransition:
        messages.error(request, _("이미 승인한 신청입니다."))
    else:
        messages.success(request, _("%(shop)s 신청을 반려했습니다.") % {"shop": found.shop_name})
    return redirect("center")


@operators_only
@action("center-merchant", "merchant_id")
def leaving(request: HttpRequest, merchant_id: int) -> HttpResponse:
    """호스팅사 연결 해제: the merchant goes on trading, seen by its host no more."""
    found = found_merchant(merchant_id)
    with scope(found.id):
        leave_host(merchant=found)
    messages.success(request, _("%(shop)s의 호스팅사 연결을 해제했습니다.") % {"shop": found.shop_name})
    return redirect("center-merchant", merchant_id=found.id)


@operators_only
@action("center-merchant", "merchant_id")
def hold_policy(request: HttpRequest, merchant_id: int) -> HttpResponse:
    """재고 확인이 없을 때: from the next press on pay on."""
    found, form = found_merchant(merchant_id), HoldPolicyForm(request.POST, prefix="hold")
    if not form.is_valid():
        return detail(request, found, hold_form=form)
    choose_hold_policy(merchant=found, policy=HoldPolicy(form.cleaned_data["policy"]))
    messages.success(request, _("%(shop)s의 재고 확인 방법을 바꾸었습니다.") % {"shop": found.shop_name})
    return redirect("center-merchant", merchant_id=found.id)


@operators_only
@action("center-merchant", "merchant_id")
def trial(request: HttpRequest, merchant_id: int) -> HttpResponse:
    """지금 다시 시도: the address of the merchant's hints is called at once."""
    found = found_merchant(merchant_id)
    say_tried(request, was_parked=upkeep.try_now(host_of(found.hint_url), true_now=utc_now()))
    return redirect("center-merchant", merchant_id=found.id)


def detail(request: HttpRequest, found: Merchant, **forms: Form) -> HttpResponse:
    """A merchant's page, with forms that were refused in the place of empty ones."""
    with scope(found.id):
        history = [(event, CONTRACT_EVENT[ContractEvent(event.event)]) for event in contract_history(found)[:PAGE_SIZE]]
        contracts = {"live": live_contract(found), "waiting": waiting_contract(found), "history": history}
        parked = {"parked": parked_among([found.hint_url], utc_now()), "trial_url": reverse("center-trial", args=[found.id])}
        policy = HoldPolicyForm(prefix="hold", initial={"policy": found.hold_policy})
        empty = {"form": RejectionForm(), "contract_form": RejectionForm(prefix="contract"), "hold_form": policy}
        shown = {**empty, **forms}
        return render(request, "center/merchants/detail.html", {"merchant": found, **contracts, **parked, **shown})


def found_merchant(merchant_id: int) -> Merchant:
    """The merchant of an address, or 404."""
    return get_object_or_404(Merchant.objects.select_related("host"), id=merchant_id)
