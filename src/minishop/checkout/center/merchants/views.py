"""운영: merchants' applications, merchants, and what is stuck."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from minishop.chassis.clock import now
from minishop.chassis.jobs.models import Job
from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.center.access import operators_only
from minishop.checkout.center.attention import failed_jobs, resend_hint, retry_job, stuck_hints
from minishop.checkout.center.forms import RejectionForm
from minishop.checkout.merchants.errors import AlreadyDecided
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.queries import applications_waiting, merchants_decided
from minishop.checkout.merchants.services import approve, reject
from minishop.checkout.payments.queries import payment_by_key, stuck_payments
from minishop.checkout.payments.services.settling import ask_later

PAGE_SIZE = 30


@require_safe
@operators_only
def center(request: HttpRequest) -> HttpResponse:
    """Applications that wait, and merchants."""
    page = Paginator(merchants_decided(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "center/center.html", {"applications": list(applications_waiting()), "page": page})


@require_safe
@operators_only
def merchant(request: HttpRequest, merchant_id: int) -> HttpResponse:
    """One application or merchant, with what it said of itself and its PG."""
    return render(request, "center/merchant.html", {"merchant": _merchant(merchant_id), "form": RejectionForm()})


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
        return render(request, "center/merchant.html", {"merchant": found, "form": form})
    try:
        reject(merchant=found, reason=form.cleaned_data["reason"], now=now())
    except AlreadyDecided:
        messages.error(request, _("이미 승인한 신청입니다."))
    else:
        messages.success(request, _("%(shop)s 신청을 반려했습니다.") % {"shop": found.shop_name})
    return redirect("center")


@require_safe
@operators_only
def attention(request: HttpRequest) -> HttpResponse:
    """확인이 필요한 일: payments without an answer, hints that did not arrive, work that failed; each with its reason."""
    with across_tenants("an operator sees what is stuck at every merchant"):
        stuck = {"payments": list(stuck_payments(now())), "hints": stuck_hints(), "jobs": failed_jobs()}
    return render(request, "center/attention.html", {**stuck, "nothing": not any(stuck.values())})


@require_POST
@operators_only
def payment_question(request: HttpRequest, key: str) -> HttpResponse:
    """승인 결과 다시 확인: asks the PG now."""
    payment = payment_by_key(key)
    if payment is None:
        raise Http404
    at = now()
    with scope(payment.merchant_id), transaction.atomic():
        ask_later(payment=payment, now=at, run_at=at)
    messages.success(request, _("결제 대행사에 다시 확인합니다. 잠시 뒤 새로고침해 주세요."))
    return redirect("attention")


@require_POST
@operators_only
def hint_resending(request: HttpRequest, merchant_id: int, message_id: int) -> HttpResponse:
    """알림 재전송."""
    if not resend_hint(_merchant(merchant_id), message_id, now()):
        raise Http404
    messages.success(request, _("알림을 다시 보냅니다."))
    return redirect("attention")


@require_POST
@operators_only
def job_retrial(request: HttpRequest, job_id: int) -> HttpResponse:
    """실패한 작업 다시 하기."""
    try:
        retry_job(get_object_or_404(Job, id=job_id, state=Job.State.FAILED), now())
    except KeyError:
        messages.error(request, _("이 버전에는 없는 작업이라 다시 할 수 없습니다."))
    else:
        messages.success(request, _("작업을 다시 시작합니다."))
    return redirect("attention")


def _merchant(merchant_id: int) -> Merchant:
    return get_object_or_404(Merchant, id=merchant_id)
