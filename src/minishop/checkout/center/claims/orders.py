"""주문 찾기: an order of any merchant with what it cost and its claims, and the claims that are made for seller or buyer: cancel, return, and
what the operator ends by the hub's authority (R133–R138)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from minishop.chassis.clock import now
from minishop.chassis.tenancy import across_tenants, scope
from minishop.chassis.web.actions import action
from minishop.checkout.center.claims.forms import AdminForm, CancelForm, MadeForm, ReturnForm, put_refusal
from minishop.checkout.center.frame.access import operator_of, operators_only
from minishop.checkout.claims import queries
from minishop.checkout.claims.domain.reasons import ClaimReason
from minishop.checkout.claims.domain.states import ClaimKind, ClaimState
from minishop.checkout.claims.domain.wanted import Fault
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.labels import KIND, STATE, actor_text
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.services.admin import open_admin
from minishop.checkout.claims.services.cancelling import cancel_by_seller
from minishop.checkout.claims.services.returning import file_return
from minishop.checkout.orders.domain.states import CARRIED, LIVING, LineState
from minishop.checkout.orders.labels import PROGRESS
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.queries import capabilities_of, decision_held_until, order_amounts, progress_of_line, refused_steps
from minishop.checkout.parcels.domain.dispatching import Refusal
from minishop.checkout.parcels.labels import STOOD_IN_THE_WAY
from minishop.checkout.payments.labels import paid_with
from minishop.checkout.payments.queries import paid_payment


@dataclass(frozen=True, slots=True)
class Making:
    """A claim that is made here: its form, of which lines, and the service."""

    label: Promise
    form: type[MadeForm]
    of: Callable[[OrderLine], bool]
    act: Callable[[Order, Any, str, datetime], Claim]
    is_grave: bool = True


def _common(order: Order, form: MadeForm, who: str, now: datetime) -> dict[str, Any]:
    known = form.cleaned_data
    return {
        "merchant": order.merchant, "asked": form.asked(), "reason": ClaimReason(known["reason"]), "words": known["words"], "who": who, "now": now,
    }  # fmt: skip


def _cancel(order: Order, form: MadeForm, who: str, now: datetime) -> Claim:
    return cancel_by_seller(**_common(order, form, who, now))


def _file(order: Order, form: MadeForm, who: str, now: datetime) -> Claim:
    known = form.cleaned_data
    return file_return(**_common(order, form, who, now), carrier=known["carrier"], number=known["number"])


def _open(order: Order, form: MadeForm, who: str, now: datetime) -> Claim:
    return open_admin(**_common(order, form, who, now), fault=Fault(form.cleaned_data["fault"]))


MAKINGS: Mapping[str, Making] = MappingProxyType(
    {
        "cancel": Making(_("판매 취소"), CancelForm, lambda line: LineState(line.state) in LIVING - CARRIED, _cancel),
        "return": Making(_("반품 접수"), ReturnForm, lambda line: LineState(line.state) in CARRIED, _file),
        "admin": Making(_("관리자 처리"), AdminForm, lambda line: LineState(line.state) in LIVING, _open),
    }
)


@require_safe
@operators_only
def search(request: HttpRequest) -> HttpResponse:
    """Leads to the order of a number, by the order's own number or a line's."""
    number = "".join(request.GET.get("q", "").split())[:16]
    found = _by_number(number) if number else None
    if found is not None:
        return redirect("center-order", merchant_id=found.merchant_id, number=found.number)
    return render(request, "center/claims/search.html", {"word": number})


def _by_number(number: str) -> Order | None:
    """An order of whichever merchant (index ``orders_by_number``)."""
    with across_tenants("an operator looks for an order of any merchant"):
        return Order.objects.filter(number=number).first()


@require_safe
@operators_only
def order(request: HttpRequest, merchant_id: int, number: str) -> HttpResponse:
    """One order: lines, amounts, claims, and the claims that may be made of it."""
    return _page(request, _found(merchant_id, number))


@operators_only
@action("center-order", "merchant_id", "number")
def deed(request: HttpRequest, merchant_id: int, number: str, name: str) -> HttpResponse:
    """Makes one of the claims. A part that the profile does not know is refused with the reason, and nothing is lost."""
    if name not in MAKINGS:
        raise Http404
    found, making = _found(merchant_id, number), MAKINGS[name]
    with scope(merchant_id):
        form = making.form(request.POST, prefix=name, lines=_lines(found, making))
    if form.is_valid():
        try:
            with scope(merchant_id):
                made = making.act(found, form, operator_of(request), now())
        except ClaimRefused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("신청했습니다."))
            return redirect("center-claim", merchant_id=merchant_id, number=made.number)
    return _page(request, found, {name: form}, status=422)


def _lines(found: Order, making: Making) -> list[OrderLine]:
    return [line for line in queries.lines_of_order(found) if line.remaining and making.of(line)]


def _page(request: HttpRequest, found: Order, bound: Mapping[str, forms.Form] | None = None, status: int = 200) -> HttpResponse:
    shown, at = bound or {}, now()
    with scope(found.merchant_id):
        lines = queries.lines_of_order(found)
        makings = [
            {
                "name": name,
                "making": making,
                "form": shown.get(name) or making.form(prefix=name, lines=_lines(found, making)),
                "is_open": name in shown,
            }
            for name, making in MAKINGS.items()
            if _lines(found, making)
        ]
        context = {
            "order": found,
            "paid_with": paid_with(paid_payment(found)),
            "merchant": found.merchant,
            "amounts": order_amounts(found),
            "lines": [(line, PROGRESS[progress_of_line(line, at)]) for line in lines],
            "held_until": decision_held_until(lines, at),
            "refused": [
                {"step": step, "why": STOOD_IN_THE_WAY[Refusal(step.reason)], "actor": actor_text(step.actor)}
                for step in refused_steps(found)
            ],
            "claims": _claims(queries.claims_of_order(found)),
            "makings": makings,
            "is_whole": not capabilities_of(found).partial_cancel,
        }
    return render(request, "center/claims/order.html", context, status=status)


def _claims(found: Sequence[Claim]) -> list[dict[str, Any]]:
    return [
        {"claim": one, "kind": KIND[ClaimKind(one.kind)], "state": STATE[ClaimKind(one.kind), ClaimState(one.state)]}
        for one in reversed(found)
    ]


def _found(merchant_id: int, number: str) -> Order:
    with scope(merchant_id):
        found = Order.objects.select_related("merchant", "buyer").filter(merchant_id=merchant_id, number=number).first()
    if found is None:
        raise Http404
    return found
