"""The PG's pages for its operator: contracts, payments, requests, the next answer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from minishop.chassis.clock import now
from minishop.chassis.web.actions import action
from minishop.kernel.machine import IllegalTransition
from minishop.sandbox.pages.forms import MisbehaviourForm, PgAnswerForm, PgCancelAnswerForm, RejectionForm, TermsForm
from minishop.sandbox.pg.domain.answers import Answer, CancelAnswer, Outage
from minishop.sandbox.pg.domain.states import ContractEvent, ContractState, PaymentState
from minishop.sandbox.pg.domain.terms import Method
from minishop.sandbox.pg.errors import AlreadyCancelled, NotFound
from minishop.sandbox.pg.labels import BADGES, CONTRACT, METHODS, PAYMENT
from minishop.sandbox.pg.models import Contract
from minishop.sandbox.pg.queries import contracts as all_contracts
from minishop.sandbox.pg.queries import sessions
from minishop.sandbox.pg.services import (
    CANCEL_CHANNEL,
    CHANNEL,
    MOOD_CHANNEL,
    OUTAGE_CHANNEL,
    Terms,
    cancel_by_hand,
    decide_contract,
)
from minishop.sandbox.requests.queries import requests_to, sendings
from minishop.sandbox.switches.queries import chosen_answer
from minishop.sandbox.switches.services import choose

PER_PAGE = 20


@require_GET
def contracts(request: HttpRequest) -> HttpResponse:
    """The applications, those that wait first, and the switch of the next answer."""
    return _contracts(request)


def _contracts(
    request: HttpRequest, refused: Mapping[int, RejectionForm] = MappingProxyType({}), status: int = 200
) -> HttpResponse:
    page = Paginator(all_contracts(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        (
            row,
            CONTRACT[ContractState(row.state)],
            BADGES[row.state],
            _granted(row),
            refused.get(row.pk, RejectionForm()),
            _terms(row.pk),
        )
        for row in page
    ]
    return render(request, "sandbox/pg/contracts.html", {"page": page, "rows": rows, "tab": "contracts"}, status=status)


def _terms(contract_id: int, told: QueryDict | None = None) -> TermsForm:
    return TermsForm(told, auto_id=f"terms-{contract_id}-%s")


def _granted(contract: Contract) -> tuple[list[Promise], list[Promise]]:
    """The contract's means by name, and those of which a part can be given back."""
    return [METHODS[Method(one)] for one in contract.methods], [METHODS[Method(one)] for one in contract.in_parts]


@action("pg")
def approval(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Approves an application with the means that are ticked."""
    form = _terms(contract_id, request.POST)
    if not form.is_valid():
        return _contracts(request, status=422)
    return _decide(request, contract_id, ContractEvent.APPROVE, terms=form.terms())


@action("pg")
def rejection(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Rejects an application; the reason is required."""
    form = RejectionForm(request.POST, auto_id=f"rejection-{contract_id}-%s")
    if not form.is_valid():
        return _contracts(request, {contract_id: form}, status=422)
    return _decide(request, contract_id, ContractEvent.REJECT, form.cleaned_data["reason"])


def _decide(
    request: HttpRequest, contract_id: int, event: ContractEvent, reason: str = "", terms: Terms | None = None
) -> HttpResponse:
    try:
        decide_contract(contract_id=contract_id, event=event, reason=reason, terms=terms, now=now())
    except NotFound:
        raise Http404 from None
    except IllegalTransition:
        messages.warning(request, _("이미 결정된 신청입니다."))
    else:
        messages.success(request, _("결정했습니다. 신청한 상점이 곧 알게 됩니다."))
    return redirect("pg")


@require_GET
def payments(request: HttpRequest) -> HttpResponse:
    """The sessions, with what became of each, and the switch of the next answer."""
    return _payments(request)


def _payments(request: HttpRequest, status: int = 200, **refused: Form) -> HttpResponse:
    forms: dict[str, Form] = {
        "form": PgAnswerForm(initial={"answer": chosen_answer(CHANNEL) or Answer.APPROVE.value}),
        "cancel_form": PgCancelAnswerForm(
            initial={"answer": chosen_answer(CANCEL_CHANNEL) or CancelAnswer.APPROVE.value}, auto_id="id_cancel_%s"
        ),
        "misbehaviour": MisbehaviourForm(
            initial={"outage": chosen_answer(OUTAGE_CHANNEL) or Outage.NONE.value, "percent": chosen_answer(MOOD_CHANNEL) or 0}
        ),
    }
    page = Paginator(sessions(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        (
            row,
            METHODS[Method(row.method)],
            [(tried, PAYMENT[PaymentState(tried.state)], BADGES[tried.state]) for tried in row.payments.all()],
        )
        for row in page
    ]
    shown = {"page": page, "rows": rows, "tab": "payments", **forms, **refused}
    return render(request, "sandbox/pg/payments.html", shown, status=status)


@action("pg-payments")
def next_answer(request: HttpRequest) -> HttpResponse:
    """Chooses how the next confirm is answered."""
    form = PgAnswerForm(request.POST)
    if not form.is_valid():
        return _payments(request, status=422, form=form)
    choose(channel=CHANNEL, answer=form.cleaned_data["answer"], now=now())
    messages.success(request, _("다음 승인 요청 하나에 그렇게 응답합니다."))
    return redirect("pg-payments")


@action("pg-payments")
def next_cancel_answer(request: HttpRequest) -> HttpResponse:
    """Chooses how the next cancel is answered."""
    form = PgCancelAnswerForm(request.POST, auto_id="id_cancel_%s")
    if not form.is_valid():
        return _payments(request, status=422, cancel_form=form)
    choose(channel=CANCEL_CHANNEL, answer=form.cleaned_data["answer"], now=now())
    messages.success(request, _("다음 취소 요청 하나에 그렇게 응답합니다."))
    return redirect("pg-payments")


@action("pg-payments")
def misbehaviour(request: HttpRequest) -> HttpResponse:
    """Chooses what is out of order, and how often the rest is answered badly, until the next choice."""
    form = MisbehaviourForm(request.POST)
    if not form.is_valid():
        return _payments(request, status=422, misbehaviour=form)
    choose(channel=OUTAGE_CHANNEL, answer=form.cleaned_data["outage"], now=now())
    choose(channel=MOOD_CHANNEL, answer=str(form.cleaned_data["percent"]), now=now())
    messages.success(request, _("다시 바꿀 때까지 그렇게 응답합니다."))
    return redirect("pg-payments")


@action("pg-payments")
def cancellation(request: HttpRequest, payment_key: str) -> HttpResponse:
    """Cancels a payment in the PG's own console, without its merchant."""
    try:
        cancel_by_hand(payment_key=payment_key, now=now())
    except NotFound:
        raise Http404 from None
    except AlreadyCancelled:
        messages.warning(request, _("이미 취소했거나 승인되지 않은 결제입니다."))
    else:
        messages.success(request, _("결제를 취소했습니다."))
    return redirect("pg-payments")


@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """What the PG was asked, and what it sent by itself."""
    page = Paginator(requests_to("pg"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "sandbox/pg/requests.html", {"page": page, "sendings": sendings()[:PER_PAGE], "tab": "requests"})
