"""확인이 필요한 일: what is stuck in the hub, each with its reason and what clears it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from minishop.chassis.clock import now
from minishop.chassis.jobs.jumps import clock_jumps, forget_jumps
from minishop.chassis.jobs.upkeep import trouble
from minishop.chassis.logins.queries import guessed_at
from minishop.chassis.tenancy import across_tenants, scope
from minishop.chassis.web.actions import action
from minishop.checkout.center.attention.forms import TransferForm
from minishop.checkout.center.attention.stuck import resend_hint, stuck_hints
from minishop.checkout.center.claims.queues import late_queues
from minishop.checkout.center.frame.access import operators_only
from minishop.checkout.claims.domain.queues import Queue
from minishop.checkout.claims.queries import claim_number_of
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.domain.bank_accounts import account_of
from minishop.checkout.payments.domain.comparison import DifferenceKind
from minishop.checkout.payments.domain.refunds import RefundState, RefundTooLarge
from minishop.checkout.payments.errors import GatewaySilent, MoneyMovedThere, NothingMovedThere, RefundUnderWay, TransferIncomplete
from minishop.checkout.payments.labels import DIFFERENCE, REFUND
from minishop.checkout.payments.models import PgDifference, Refund
from minishop.checkout.payments.queries import open_differences, open_refunds, payment_by_key, refund_by_key, stuck_payments
from minishop.checkout.payments.services.by_account import confirm_transfer, take_other_way, write_down_part
from minishop.checkout.payments.services.comparisons import compare_later
from minishop.checkout.payments.services.refunding import retry_refund
from minishop.checkout.payments.services.settling import ask_now
from minishop.kernel.clock import utc_now
from minishop.kernel.machine import IllegalTransition
from minishop.kernel.won import Won

SHOWN = 100
_SILENT = gettext_lazy("결제 대행사가 답하지 않아, 이미 돌려주었는지 알 수 없습니다. 잠시 뒤 다시 눌러 주세요.")
_TAKEN_MEANWHILE = gettext_lazy("그 사이 다른 환불이 이 결제의 남은 돈을 가져가, 이만큼은 남아 있지 않습니다.")
_LATE = {
    Queue.UNPAID: (
        gettext_lazy("배송비를 내지 않은 신청"),
        gettext_lazy("배송비를 기다리며 14일 넘게 보류 중인 반품·교환이 있습니다."),
    ),
    Queue.STALLED: (
        gettext_lazy("오래 멈춘 신청"),
        gettext_lazy("판매자가 받았다거나 다시 보냈다고 알리지 않은 지 14일이 넘은 반품·교환이 있습니다."),
    ),
}


@require_safe
@operators_only
def attention(request: HttpRequest) -> HttpResponse:
    """확인이 필요한 일: payments and refunds without an answer, hints that did not arrive, work that failed; each with its reason."""
    return _page(request)


def _page(request: HttpRequest, key: str = "", refused: TransferForm | None = None) -> HttpResponse:
    """The page; with the form of a refund's transfer that was ``refused``, as it was typed."""
    with across_tenants("an operator sees what is stuck at every merchant"):
        stuck: dict[str, Any] = {"payments": list(stuck_payments(now())), "hints": stuck_hints(), "guessed_at": guessed_at()}
        refunds = open_refunds(now())[:SHOWN]
        stuck["refunds"] = [_refund_row(refund, refused if refund.key == key else None) for refund in refunds]
        differences = open_differences()[:SHOWN]
        stuck["differences"] = [(one, DIFFERENCE[DifferenceKind(one.kind)]) for one in differences]
        stuck["late_claims"] = [(chosen.value, *_LATE[chosen]) for chosen in late_queues(now())]
        stuck["clock_jumps"] = clock_jumps()
        stuck["trouble"] = trouble(true_now=utc_now())
    context = {**stuck, "nothing": not any(stuck.values()), "clock_seen_url": reverse("clock-seen")}
    return render(request, "center/attention/list.html", context, status=422 if refused else 200)


def _refund_row(refund: Refund, refused: TransferForm | None) -> dict[str, Any]:
    """A refund, its state, the claim that it is of, and where to transfer it where it is owed by account."""
    account, owed = account_of(refund.account), refund.state == RefundState.BY_ACCOUNT
    form = (refused or TransferForm(refund.key)) if owed and account else None
    facts = {"refund": refund, "state": REFUND[RefundState(refund.state)], "owed": owed, "account": account, "form": form}
    return facts | {"claim": claim_number_of(refund)}


@operators_only
@action("attention")
def clock_seen(request: HttpRequest) -> HttpResponse:
    """An operator has seen that the machine's clock jumped."""
    forget_jumps(request.POST.get("upto", ""))
    return redirect("attention")


@operators_only
@action("attention")
def payment_question(request: HttpRequest, key: str) -> HttpResponse:
    """승인 결과 다시 확인: asks the PG now."""
    payment = payment_by_key(key)
    if payment is None:
        raise Http404
    at = now()
    with scope(payment.merchant_id), transaction.atomic():
        ask_now(payment=payment, now=at)
    messages.success(request, _("결제 대행사에 다시 확인합니다. 잠시 뒤 새로고침해 주세요."))
    return redirect("attention")


@operators_only
@action("attention")
def refund_retrial(request: HttpRequest, key: str) -> HttpResponse:
    """환불 다시 요청: asks the PG again, also after it refused."""
    refund = _found(key)
    try:
        with scope(refund.merchant_id):
            retry_refund(refund=refund, now=now())
    except RefundTooLarge:
        messages.warning(request, str(_TAKEN_MEANWHILE))
    else:
        messages.success(request, _("결제 대행사에 환불을 다시 요청합니다. 잠시 뒤 새로고침해 주세요."))
    return redirect("attention")


@operators_only
@action("attention")
def refund_by_account(request: HttpRequest, key: str) -> HttpResponse:
    """계좌로 환불: what the PG has refused for good is owed to the buyer instead."""
    refund = _found(key)
    try:
        with scope(refund.merchant_id):
            take_other_way(refund=refund, now=now())
    except GatewaySilent:
        messages.warning(request, str(_SILENT))
    except RefundTooLarge:
        messages.warning(request, str(_TAKEN_MEANWHILE))
    except MoneyMovedThere:
        messages.warning(
            request, _("결제 대행사에서 이미 돌려준 돈이 있어 계좌로 또 돌려줄 수 없습니다. PG의 내역을 확인해 주세요.")
        )
    else:
        messages.success(request, _("구매자의 계좌로 환불합니다. 이체한 뒤에 번호와 날짜를 적어 주세요."))
    return redirect("attention")


@operators_only
@action("attention")
def refund_part(request: HttpRequest, key: str) -> HttpResponse:
    """돌아간 만큼 적기: what went back at the PG without our knowing is a part of the refund, and the rest is asked for."""
    refund = _found(key)
    try:
        with scope(refund.merchant_id):
            written = write_down_part(refund=refund, now=now())
    except GatewaySilent:
        messages.warning(request, str(_SILENT))
    except RefundTooLarge:
        messages.warning(request, str(_TAKEN_MEANWHILE))
    except RefundUnderWay:
        messages.warning(
            request,
            _(
                "이 결제의 다른 환불이 진행 중이라, 돌아간 돈이 어느 환불의 것인지 아직 알 수 없습니다. 그 환불이 끝난 뒤 다시 눌러 주세요."
            ),
        )
    except NothingMovedThere:
        messages.warning(request, _("결제 대행사에서 우리가 모르게 돌아간 돈이 없습니다. 바뀐 것은 없습니다."))
    except MoneyMovedThere:
        messages.warning(request, _("결제 대행사에서 이 환불보다 많은 돈이 돌아갔습니다. PG의 내역을 확인해 주세요."))
    else:
        messages.success(request, _written_down(written.found_there - refund.found_there, written.rest))
    return redirect("attention")


def _written_down(part: Won, rest: Won) -> str:
    """What a press has written down; all of the rest needs no part, since asking again finds it."""
    if not part:
        return _("나머지 %(rest)s원이 모두 이미 돌아가 있습니다. 환불을 다시 요청해 확인합니다.") % {"rest": rest.grouped()}
    facts = {"found": part.grouped(), "rest": rest.grouped()}
    return _("돌아간 %(found)s원을 적고, 나머지 %(rest)s원의 환불을 다시 요청합니다.") % facts


@operators_only
@action("attention")
def refund_transfer(request: HttpRequest, key: str) -> HttpResponse:
    """이체 확인: the money was transferred to the buyer's account, which is forgotten."""
    refund, form = _found(key), TransferForm(key, request.POST)
    if not form.is_valid():
        return _page(request, key, form)
    try:
        with scope(refund.merchant_id):
            confirm_transfer(refund=refund, number=form.cleaned_data["number"], on=form.cleaned_data["on"], now=now())
    except TransferIncomplete as error:
        form.refuse(str(error.facts["why"]))
        return _page(request, key, form)
    except IllegalTransition:
        messages.warning(request, _("계좌로 돌려줄 환불이 아닙니다. 바뀐 것은 없습니다."))
    else:
        messages.success(request, _("환불을 마쳤습니다. 계좌는 지웠습니다."))
    return redirect("attention")


def _found(key: str) -> Refund:
    """Raises Http404 for a key that names none."""
    refund = refund_by_key(key)
    if refund is None:
        raise Http404
    return refund


@operators_only
@action("attention")
def difference_comparison(request: HttpRequest, merchant_id: int, difference_id: int) -> HttpResponse:
    """다시 비교: holds the difference's day against the PG now."""
    with scope(merchant_id), transaction.atomic():
        found = get_object_or_404(PgDifference, merchant_id=merchant_id, id=difference_id)
        compare_later(merchant_id=merchant_id, contract_id=found.contract_id, day=found.day, now=now())
    messages.success(request, _("그날을 결제 대행사와 다시 비교합니다. 잠시 뒤 새로고침해 주세요."))
    return redirect("attention")


@operators_only
@action("attention")
def hint_resending(request: HttpRequest, merchant_id: int, message_id: int) -> HttpResponse:
    """알림 재전송."""
    if not resend_hint(get_object_or_404(Merchant, id=merchant_id), message_id, now()):
        raise Http404
    messages.success(request, _("알림을 다시 보냅니다."))
    return redirect("attention")
