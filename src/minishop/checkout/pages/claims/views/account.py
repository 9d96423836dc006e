"""환불 계좌: where a buyer wants what of an order the PG does not give back (R136, claims 7.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.models import Claim
from minishop.checkout.claims.queries import claim_number_of
from minishop.checkout.claims.services.accounts import name_refund_account, owed_or_to_be
from minishop.checkout.orders.models import Order
from minishop.checkout.pages.claims.forms import AccountForm
from minishop.checkout.pages.frame.own import buyer_of, own_order
from minishop.checkout.payments.domain.bank_accounts import account_of
from minishop.checkout.payments.models import Refund


@sensitive_post_parameters("account_number", "account_holder")
@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, number: str) -> HttpResponse:
    """환불 계좌 입력. An order of which nothing goes to an account leads back to itself."""
    order, at = own_order(request, number), now()
    form = AccountForm(request.POST or None)
    with scope(order.merchant_id):
        owed, waiting = owed_or_to_be(order, at)
        if not owed and not waiting:
            messages.info(request, _("지금은 계좌로 돌려드릴 돈이 없습니다."))
            return redirect("order", number=order.number)
        if request.method == "POST" and form.is_valid():
            _name(request, order, form, at)
            return _back(order, owed, waiting)
        context = {"order": order, "merchant": order.merchant, "form": form, "known": _known(owed, waiting)}
    return render(request, "pages/claims/account.html", context, status=422 if form.errors else 200)


def _name(request: HttpRequest, order: Order, form: AccountForm, at: datetime) -> None:
    try:
        name_refund_account(order=order, buyer=buyer_of(request), account=form.account, now=at)
    except ClaimRefused:
        messages.info(request, _("지금은 계좌로 돌려드릴 돈이 없습니다."))
    else:
        messages.success(request, _("받을 계좌를 적었습니다. 보낸 뒤에는 지웁니다."))


def _back(order: Order, owed: Sequence[Refund], waiting: Sequence[Claim]) -> HttpResponse:
    """To the claim that it is about, or to the order where it is about none."""
    numbers = [*(claim.number for claim in waiting), *(claim_number_of(refund) for refund in owed)]
    found = next((number for number in numbers if number), "")
    return redirect("claim", number=found) if found else redirect("order", number=order.number)


def _known(owed: Sequence[Refund], waiting: Sequence[Claim]) -> str:
    """The account that was named before, but for most of its number; empty where none was."""
    found = map(account_of, [*(refund.account for refund in owed), *(claim.account for claim in waiting)])
    return next((one.masked for one in found if one is not None), "")
