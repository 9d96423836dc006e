"""주문 취소: what would come back is shown before the press; an order that was not paid goes at once (R53, R54, R137)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.chassis.ui.templatetags.ui import moment
from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.labels import REFUSAL
from minishop.checkout.claims.services.cancelling import ask_cancel
from minishop.checkout.orders.domain.contract import contract_of
from minishop.checkout.orders.domain.states import LIVING, LineState
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.queries import capabilities_of
from minishop.checkout.pages.claims.answers import FEE_FIRST, beside_receipt, lead_to_open, refuse_form
from minishop.checkout.pages.claims.forms import CancelForm
from minishop.checkout.pages.claims.previews import Preview, preview, shown_of
from minishop.checkout.pages.frame.own import buyer_of, own_order


@login_required
@require_http_methods(["GET", "POST"])
def cancellation(request: HttpRequest, number: str) -> HttpResponse:
    """취소 신청: the question with its receipt, and the deed; ``apply`` only computes anew."""
    order, at = own_order(request, number), now()
    if order.paid_at is None:
        return redirect("order", number=order.number)
    with scope(order.merchant_id):
        lines = queries.lines_of_order(order)
        is_whole = not capabilities_of(order).partial_cancel
        if request.method == "GET" and (elsewhere := _elsewhere(request, order, lines, is_whole=is_whole)):
            return elsewhere
        form = CancelForm(request.POST or None, lines=_offered(request, lines), is_whole=is_whole)
        if request.method == "POST" and "apply" not in request.POST and form.is_valid():
            return _ask(request, order, lines, form, at)
        if "apply" in request.POST:
            form.is_valid()
        return _page(request, order, lines, form, at, status=422 if form.is_bound and form.errors else 200)


def _elsewhere(request: HttpRequest, order: Order, lines: Sequence[OrderLine], *, is_whole: bool) -> HttpResponse | None:
    """Where a look leads that finds nothing to cancel: to the claim that is open, or back to the order; None where something is offered."""
    offered, living = _offered(request, lines), _living(lines)
    if offered and not (is_whole and len(offered) < len(living)):
        return None
    standing = lead_to_open(request, order)
    if standing is None:
        messages.info(request, str(REFUSAL[Refusal.ENDED]))
    return standing or redirect("order", number=order.number)


def _offered(request: HttpRequest, lines: Sequence[OrderLine]) -> list[OrderLine]:
    """What may be chosen: what no claim has named. What was sent twice names lines that its first press has claimed."""
    return [line for line in _living(lines) if request.method == "POST" or line.open_claim is None]


def _living(lines: Sequence[OrderLine]) -> list[OrderLine]:
    return [line for line in lines if LineState(line.state) in LIVING and line.remaining]


def _ask(request: HttpRequest, order: Order, lines: Sequence[OrderLine], form: CancelForm, at: datetime) -> HttpResponse:
    try:
        claim = ask_cancel(
            order=order,
            buyer=buyer_of(request),
            asked=form.asked(),
            reason=ClaimReason(form.cleaned_data["reason"]),
            words=form.cleaned_data["words"],
            now=at,
            shown=shown_of(request.POST.get("shown", "")),
        )
    except ClaimRefused as refused:
        standing = refuse_form(request, order, form, refused)
        return standing or _page(request, order, queries.lines_of_order(order), form, at, status=422)
    if claim.state == ClaimState.FEE_DUE:
        messages.info(request, FEE_FIRST)
    elif claim.state == ClaimState.ASKED:
        messages.success(
            request,
            _("취소를 신청했습니다. %(until)s까지 판매자가 답하지 않으면 저절로 취소됩니다.")
            % {"until": moment(claim.deadline_at)},
        )
    else:
        messages.success(request, _("주문을 취소했습니다."))
    return redirect("claim", number=claim.number)


def _page(
    request: HttpRequest, order: Order, lines: Sequence[OrderLine], form: CancelForm, at: datetime, status: int = 200
) -> HttpResponse:
    found = _preview(order, lines, form, at)
    context = {
        **beside_receipt(form, found.refusal),
        "order": order,
        "merchant": order.merchant,
        "form": form,
        "preview": found,
        "hours": contract_of(order.contract).claims.cancel_hours,
        "at_once": all(line.acknowledged_at is None and line.state == LineState.PAID for line in _living(lines)),
        "is_sent": any(line.dispatched_at is not None for line in _living(lines)),
    }
    return render(request, "pages/claims/cancellation.html", context, status=status)


def _preview(order: Order, lines: Sequence[OrderLine], form: CancelForm, at: datetime) -> Preview:
    reason = ClaimReason(form.chosen("reason"))
    return preview(order, lines, kind=ClaimKind.CANCEL, asked=form.asked(), reason=reason, now=at)
