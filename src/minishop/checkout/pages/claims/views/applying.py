"""교환·반품 신청: what, why with photos, and how the goods come back; the receipt stands beside it, and what is to be paid is said before the
press (R102, R143, E19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from minishop.chassis.clock import now
from minishop.chassis.kept_forms.files import chosen_files, keep_files
from minishop.chassis.postal.steps import address_step
from minishop.chassis.tenancy import scope
from minishop.chassis.ui.templatetags.ui import moment
from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState
from minishop.checkout.claims.domain.wanted import Way
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services.exchanging import ask_exchange
from minishop.checkout.claims.services.photos import kept
from minishop.checkout.claims.services.returning import ask_return
from minishop.checkout.orders.domain.finalization import kept_until
from minishop.checkout.orders.domain.states import CARRIED, LineState
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.pages.claims.answers import FEE_FIRST, beside_receipt, refuse_form
from minishop.checkout.pages.claims.forms import ApplicationForm
from minishop.checkout.pages.claims.previews import Preview, preview, shown_of
from minishop.checkout.pages.frame.own import buyer_of, own_order
from minishop.kernel.clock import kst_day


@login_required
@require_http_methods(["GET", "POST"])
def application(request: HttpRequest, number: str) -> HttpResponse:
    """교환·반품 신청: the form with its receipt, and the deed; ``apply`` only computes anew."""
    order, at = own_order(request, number), now()
    with scope(order.merchant_id):
        lines = queries.lines_of_order(order)
        step = address_step(
            request,
            template="pages/claims/address.html",
            form_page=lambda: _page(request, order, lines, _form(order, lines), at),
        )
        return step or _answer(request, order, lines, at)


def _answer(request: HttpRequest, order: Order, lines: Sequence[OrderLine], at: datetime) -> HttpResponse:
    if request.method == "GET":
        return _page(request, order, lines, _form(order, lines, initial=_asked_for(request)), at)
    form = _form(order, lines, data=request.POST, files=chosen_files(request))
    if form.is_valid() and "apply" not in request.POST:
        return _ask(request, order, form, at)
    if "apply" in request.POST:
        form.errors.pop("words", None)
    return _page(request, order, lines, form, at, status=422 if form.errors else 200)


def _form(order: Order, lines: Sequence[OrderLine], **given: Any) -> ApplicationForm:
    given["initial"] = {
        "pickup_name": order.recipient_name,
        "pickup_phone": order.recipient_phone,
        "zipcode": order.zipcode,
        "address1": order.address1,
        "address2": order.address2,
        **given.get("initial", {}),
    }
    # What was sent twice names lines that its first press has claimed.
    sent = [
        line for line in lines if LineState(line.state) in CARRIED and line.remaining and ("data" in given or not line.open_claim)
    ]
    return ApplicationForm(lines=sent, is_whole=False, **given)


def _asked_for(request: HttpRequest) -> dict[str, str]:
    kind = request.GET.get("kind", "")
    return {"kind": kind} if kind in (ClaimKind.RETURN, ClaimKind.EXCHANGE) else {}


def _ask(request: HttpRequest, order: Order, form: ApplicationForm, at: datetime) -> HttpResponse:
    try:
        with kept(order, [upload.read() for upload in form.cleaned_data["photos"]]) as photos:
            claim = _made(request, order, form, photos, at)
    except ClaimRefused as refused:
        standing = refuse_form(request, order, form, refused)
        return standing or _page(request, order, queries.lines_of_order(order), form, at, status=422)
    if claim.state == ClaimState.FEE_DUE:
        messages.info(request, FEE_FIRST)
    else:
        said = _("신청했습니다. %(until)s까지 판매자가 답하지 않으면 저절로 받아들여집니다.")
        messages.success(request, said % {"until": moment(claim.deadline_at)})
    return redirect("claim", number=claim.number)


def _made(request: HttpRequest, order: Order, form: ApplicationForm, photos: Sequence[str], at: datetime) -> Claim:
    known = form.cleaned_data
    facts: dict[str, Any] = {
        "order": order,
        "buyer": buyer_of(request),
        "asked": form.asked(),
        "reason": ClaimReason(known["reason"]),
        "words": known["words"],
        "way": Way(known["way"]),
        "pickup": form.pickup(),
        "photos": photos,
        "now": at,
        "shown": shown_of(request.POST.get("shown", "")),
    }
    if known["kind"] == ClaimKind.EXCHANGE:
        return ask_exchange(**facts)
    return ask_return(**facts, carrier=known["carrier"], number=known["number"])


def _page(
    request: HttpRequest, order: Order, lines: Sequence[OrderLine], form: ApplicationForm, at: datetime, status: int = 200
) -> HttpResponse:
    kind = ClaimKind(form.chosen("kind"))
    found = _preview(order, lines, form, kind, at)
    context = {
        **beside_receipt(form, found.refusal),
        "order": order,
        "merchant": order.merchant,
        "form": form,
        "preview": found,
        "is_exchange": kind is ClaimKind.EXCHANGE,
        "until": _until(lines),
        "kept": keep_files(request, but=form.bad_files) if form.is_bound else None,
    }
    return render(request, "pages/claims/application.html", context, status=status)


def _preview(order: Order, lines: Sequence[OrderLine], form: ApplicationForm, kind: ClaimKind, at: datetime) -> Preview:
    way = Way(form.chosen("way"))
    zipcode = form.chosen("zipcode") if way is Way.COURIER else ""
    reason = ClaimReason(form.chosen("reason"))
    return preview(order, lines, kind=kind, asked=form.asked(), reason=reason, now=at, way=way, zipcode=zipcode)


def _until(lines: Sequence[OrderLine]) -> date | None:
    """The last day on which a change of mind may be said of all that arrived; None while nothing has."""
    arrived = [line.delivered_at for line in lines if line.delivered_at]
    return kst_day(kept_until(min(arrived))) - timedelta(days=1) if arrived else None
