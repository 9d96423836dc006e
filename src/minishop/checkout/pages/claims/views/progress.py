"""취소/교환/반품: a buyer's claims and how far each is, and what the buyer may still do with it (R96, R102)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_safe

from minishop.chassis.clock import now
from minishop.chassis.tenancy import across_tenants, scope
from minishop.chassis.ui.steps import step
from minishop.chassis.web.actions import action
from minishop.checkout.claims import queries
from minishop.checkout.claims.bills import Fee, fee_of
from minishop.checkout.claims.domain.reasons import HoldReason
from minishop.checkout.claims.domain.states import ClaimState, Hold
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.labels import REFUSAL, event_text, hold_text
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.pictures import read_photo
from minishop.checkout.claims.services.exchanging import arrived, turn_into_return
from minishop.checkout.claims.services.holding import is_hubs_hold
from minishop.checkout.claims.services.refusals import keep_refusal
from minishop.checkout.claims.services.ways import way_of_claim
from minishop.checkout.claims.services.withdrawing import agree, withdraw
from minishop.checkout.orders.domain.states import Actor
from minishop.checkout.pages.claims import rows
from minishop.checkout.pages.frame.own import buyer_of, claim_page
from minishop.checkout.payments.domain.states import LAPSED, PaymentState
from minishop.checkout.payments.labels import FEE, MEANS
from minishop.checkout.payments.queries import claim_fee_attempts
from minishop.checkout.payments.services.contracts import means_of
from minishop.kernel.won import Won


@login_required
@require_GET
def claims(request: HttpRequest) -> HttpResponse:
    """All claims of the buyer, the newest first (index ``orders_of_buyer``)."""
    with across_tenants("a buyer's own claims, whoever sold the goods"):
        page = step(queries.claims_of_buyer(buyer_of(request)), request.GET)
        found = [rows.claim_row(claim) for claim in page.rows]
    return render(request, "pages/claims/list.html", {"rows": found, "page": page})


@claim_page
@require_safe
def claim(request: HttpRequest, found: Claim) -> HttpResponse:
    """One claim: its steps with dates, what is paid back and why, what happened, and what may be done."""
    at = now()
    with scope(found.merchant_id):
        ways = rows.buyers_ways(found)
        way = way_of_claim(found, at)
        version, history = queries.shown(found), queries.history_of(found)
        fee, how = _fee(found)
        context = {
            **rows.claim_row(found),
            "order": found.order,
            "merchant": found.order.merchant,
            "steps": rows.step_rows(found),
            "lines": rows.line_rows(found),
            "bill": rows.bill(found, way, fee),
            "events": [(event, event_text(event.event, event.actor)) for event in history],
            "journeys": rows.journeys(found),
            "is_held": found.hold == Hold.HELD,
            "is_hubs_hold": is_hubs_hold(found, history),
            "hold_reason": hold_text(HoldReason(found.hold_reason), is_due=bool(fee.missing)) if found.hold_reason else "",
            "to_be_agreed": found.ended_at is None and version.counts_from > at,
            **how,
            "fee_due": Won(0) if fee.paid else fee.missing,
            "fee_missing": fee.missing,
            "waits_for_fee": found.state == ClaimState.FEE_DUE,
            **rows.money_back(found, way),
            "can_withdraw": rows.WITHDRAW in ways,
            "can_turn": rows.TURN in ways,
            "can_arrive": rows.ARRIVE in ways,
        }
    return render(request, "pages/claims/claim.html", context)


def _fee(found: Claim) -> tuple[Fee, dict[str, Any]]:
    """What of a claim's fee was paid and is to be, how it may be paid, and what became of the last try."""
    attempts = list(claim_fee_attempts(found.order, found.id))
    paid = next((attempt for attempt in attempts if attempt.state == PaymentState.PAID), None)
    last = attempts[-1] if attempts else None
    return fee_of(paid, queries.fee_missing(found, found.order)), {
        "means": [(means.value, MEANS[means]) for means in means_of(found.order.merchant)],
        "fee_news": FEE.get(PaymentState(last.state), "") if last else "",
        "fee_reason": last.reason if last and last.state == PaymentState.DECLINED and last.reason != LAPSED else "",
    }


@claim_page
@require_safe
def photo(request: HttpRequest, found: Claim, name: str) -> HttpResponse:
    """A photo of the buyer's own claim."""
    return photo_of(found, name)


def photo_of(found: Claim, name: str) -> HttpResponse:
    """A photo of a claim, for those who may see it; nobody keeps it."""
    try:
        if name not in found.photos:
            raise FileNotFoundError(name)
        content = read_photo(found.order, name)
    except FileNotFoundError:
        raise Http404 from None
    headers = {"Cache-Control": "private, no-store", "Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, headers=headers)


@claim_page
@action("claim", "number")
def withdrawal(request: HttpRequest, found: Claim) -> HttpResponse:
    """철회."""
    return _do(request, found, lambda at: withdraw(claim=found, buyer=buyer_of(request), now=at), _("신청을 철회했습니다."))


@claim_page
@action("claim", "number")
def agreement(request: HttpRequest, found: Claim) -> HttpResponse:
    """동의: an amount that became smaller counts at once."""
    return _do(request, found, lambda at: agree(claim=found, buyer=buyer_of(request), now=at), _("바뀐 금액에 동의했습니다."))


@claim_page
@action("claim", "number")
def arrival(request: HttpRequest, found: Claim) -> HttpResponse:
    """교환품 받음."""
    done = _("교환이 완료되었습니다.")
    return _do(request, found, lambda at: arrived(claim=found, by=Actor.BUYER, buyer=buyer_of(request), now=at), done)


@claim_page
@action("claim", "number")
def turning(request: HttpRequest, found: Claim) -> HttpResponse:
    """반품으로 바꾸기: leads to the return that the exchange became."""
    return _do(
        request,
        found,
        lambda at: turn_into_return(claim=found, buyer=buyer_of(request), now=at),
        _("반품으로 바꾸었습니다."),
    )


def _do(request: HttpRequest, found: Claim, deed: Callable[[datetime], Claim | None], done: Promise) -> HttpResponse:
    with scope(found.merchant_id):
        try:
            made = deed(now())
        except ClaimRefused as refused:
            keep_refusal(refused, now=now())
            messages.info(request, str(REFUSAL[refused.why]))
        else:
            messages.success(request, str(done))
            found = made or found
    return redirect("claim", number=found.number)
