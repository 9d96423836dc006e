"""The operators' centre: applications, partners, crawls. Nothing that is stuck is silent here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minishop.chassis.clock import now
from minishop.chassis.http import host_of
from minishop.chassis.jobs.jumps import clock_jumps, forget_jumps
from minishop.chassis.jobs.pages import say_tried
from minishop.chassis.jobs.strangers import parked_among
from minishop.chassis.jobs.upkeep import try_now
from minishop.chassis.logins.queries import guessed_at
from minishop.chassis.tenancy import scope
from minishop.chassis.ui.steps import MOST_COUNTED, as_counted
from minishop.chassis.web.actions import action
from minishop.kernel.clock import utc_now
from minishop.kernel.machine import IllegalTransition
from minishop.shopping.center.board import board
from minishop.shopping.center.forms import RejectionForm
from minishop.shopping.clicks.queries import clicks_since
from minishop.shopping.crawl import queries as crawls_read
from minishop.shopping.crawl.services.schedule import accept_loss, admit, crawl_soon
from minishop.shopping.index.queries import document_counts
from minishop.shopping.partners.domain.states import CRAWLED
from minishop.shopping.partners.models import Partner
from minishop.shopping.partners.services import reject

_RUNS_SHOWN = 20
_CLICK_DAYS = timedelta(days=7)


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """현황: what waits, what fails, who is listed."""
    found = {"board": board(request.GET, now()), "guessed_at": guessed_at(), "clock_jumps": clock_jumps()}
    return render(request, "center/overview.html", {**found, "clock_seen_url": reverse("clock-seen")})


@login_required
@action("center")
def clock_seen(request: HttpRequest) -> HttpResponse:
    """An operator has seen that the machine's clock jumped."""
    forget_jumps(request.POST.get("upto", ""))
    return redirect("center")


@login_required
@require_safe
def application(request: HttpRequest, partner_id: int) -> HttpResponse:
    """신청서 한 건, with the decision to be made."""
    partner = _partner(partner_id)
    return _application_page(request, partner, RejectionForm())


@login_required
@action("center-application", "partner_id")
def approval(request: HttpRequest, partner_id: int) -> HttpResponse:
    """승인."""
    partner = _partner(partner_id)
    try:
        admit(partner=partner, now=now())
    except IllegalTransition:
        messages.warning(request, _("이미 처리된 신청입니다."))
        return redirect("center-application", partner.id)
    messages.success(request, _("%(shop)s 입점을 승인했습니다. 곧 첫 수집을 시작합니다.") % {"shop": partner.shop_name})
    return redirect("center-partner", partner.id)


@login_required
@action("center-application", "partner_id")
def rejection(request: HttpRequest, partner_id: int) -> HttpResponse:
    """반려, with its reason."""
    partner, form = _partner(partner_id), RejectionForm(request.POST)
    if not form.is_valid():
        return _application_page(request, partner, form, status=422)
    try:
        reject(partner=partner, reason=form.cleaned_data["reason"], now=now())
    except IllegalTransition:
        messages.warning(request, _("이미 처리된 신청입니다."))
        return redirect("center-application", partner.id)
    messages.success(request, _("%(shop)s 신청을 반려했습니다.") % {"shop": partner.shop_name})
    return redirect("center")


@login_required
@require_safe
def partner(request: HttpRequest, partner_id: int) -> HttpResponse:
    """입점 상점 한 곳: its keys, its crawl state, its last crawls."""
    found = _partner(partner_id)
    if found.state not in CRAWLED:
        return redirect("center-application", found.id)
    with scope(found.id):
        context: dict[str, Any] = {
            "partner": found,
            "schedule": crawls_read.schedule_of(found),
            "runs": list(crawls_read.runs_of(found)[:_RUNS_SHOWN]),
            "now": now(),
            "parked": parked_among([found.feed_url, found.summary_url], utc_now()),
            "trial_url": reverse("center-trial", args=[found.id]),
        }
    context["clicks"] = as_counted(clicks_since(now() - _CLICK_DAYS, [found.id], at_most=MOST_COUNTED)[found.id])
    return render(request, "center/partner.html", {**context, "documents": document_counts([found.id]).get(found.id, 0)})


@login_required
@action("center-partner", "partner_id")
def crawls(request: HttpRequest, partner_id: int) -> HttpResponse:
    """지금 수집."""
    found = _partner(partner_id)
    if found.state not in CRAWLED or not crawl_soon(partner=found, now=now()):
        raise Http404
    messages.success(request, _("수집을 요청했습니다. 몇 초 뒤 새로 고치면 결과가 보입니다."))
    return redirect("center-partner", found.id)


@login_required
@action("center-partner", "partner_id")
def loss(request: HttpRequest, partner_id: int) -> HttpResponse:
    """삭제 반영: the shop really has so few products."""
    found, run = _partner(partner_id), request.POST.get("run", "")
    if run.isascii() and run.isdigit() and accept_loss(partner=found, run_id=min(int(run), 2**63 - 1), now=now()):
        messages.success(request, _("곧 다시 수집해 빠진 상품을 지웁니다."))
    else:
        messages.warning(request, _("이미 처리되었거나, 그 뒤에 새로 수집했습니다. 지금 상태를 확인해 주세요."))
    return redirect("center-partner", found.id)


@login_required
@action("center-partner", "partner_id")
def trial(request: HttpRequest, partner_id: int) -> HttpResponse:
    """지금 다시 시도: an address of the partner's feeds is called at once."""
    found = _partner(partner_id)
    host = request.POST.get("host", "")
    theirs = {host_of(found.feed_url), host_of(found.summary_url)}
    if host not in theirs:
        raise Http404
    say_tried(request, was_parked=try_now(host, true_now=utc_now()))
    return redirect("center-partner", found.id)


@login_required
@require_safe
def crawl_run(request: HttpRequest, partner_id: int, run_id: int) -> HttpResponse:
    """수집 한 번: its counts and its faults line by line."""
    found = _partner(partner_id)
    with scope(found.id):
        run = crawls_read.runs_of(found).filter(id=min(run_id, 2**63 - 1)).first()
        if run is None:
            raise Http404
        page = Paginator(crawls_read.errors_of(run), 50).get_page(request.GET.get("page"))
        page.object_list = list(page.object_list)
    return render(request, "center/crawl.html", {"partner": found, "run": run, "page": page})


def _partner(partner_id: int) -> Partner:
    return get_object_or_404(Partner, id=min(partner_id, 2**63 - 1))


def _application_page(request: HttpRequest, partner: Partner, form: RejectionForm, status: int = 200) -> HttpResponse:
    return render(request, "center/application.html", {"partner": partner, "form": form}, status=status)
