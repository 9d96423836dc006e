"""운영: the change of a trading merchant's PG contract."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.chassis.web.actions import action
from minishop.checkout.center.frame.access import operator_of, operators_only
from minishop.checkout.center.merchants.forms import RejectionForm
from minishop.checkout.center.merchants.views import detail, found_merchant
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.labels import contract_name
from minishop.checkout.payments.models import PgContract
from minishop.checkout.payments.services.contracting import approve_contract, reject_contract
from minishop.kernel.machine import IllegalTransition


@operators_only
@action("center-merchant", "merchant_id")
def approval(request: HttpRequest, merchant_id: int, contract_id: int) -> HttpResponse:
    """PG 변경 승인: the merchant's next orders are paid through the new contract."""
    found = found_merchant(merchant_id)
    with scope(found.id):
        contract = _contract(found, contract_id)
        try:
            approve_contract(contract=contract, who=operator_of(request), now=now())
        except IllegalTransition:
            messages.error(request, _("이미 반려했거나 거두어들인 계약입니다."))
        else:
            facts = {"shop": found.shop_name, "contract": contract_name(contract)}
            messages.success(request, _("%(shop)s의 PG 계약을 %(contract)s로 바꾸었습니다.") % facts)
    return redirect("center-merchant", merchant_id=found.id)


@operators_only
@action("center-merchant", "merchant_id")
def rejection(request: HttpRequest, merchant_id: int, contract_id: int) -> HttpResponse:
    """PG 변경 반려, with a reason: the present contract goes on."""
    found, form = found_merchant(merchant_id), RejectionForm(request.POST, prefix="contract")
    if not form.is_valid():
        return detail(request, found, contract_form=form)
    with scope(found.id):
        contract = _contract(found, contract_id)
        try:
            reject_contract(contract=contract, reason=form.cleaned_data["reason"], who=operator_of(request), now=now())
        except IllegalTransition:
            messages.error(request, _("이미 승인했거나 거두어들인 계약입니다."))
        else:
            messages.success(request, _("%(shop)s의 PG 계약 변경을 반려했습니다.") % {"shop": found.shop_name})
    return redirect("center-merchant", merchant_id=found.id)


def _contract(merchant: Merchant, contract_id: int) -> PgContract:
    return get_object_or_404(PgContract, merchant_id=merchant.id, id=contract_id)
