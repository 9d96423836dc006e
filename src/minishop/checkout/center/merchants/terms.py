"""규격, 클레임 기한과 요율: what of an order may be claimed, how long a merchant may take to answer, what a pickup costs it, and what hub and PG
take; of orders to come."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from minishop.checkout.center.frame.access import operators_only
from minishop.checkout.center.merchants.views import found_merchant
from minishop.checkout.merchants.domain.claim_terms import BOUNDS, ClaimTerms
from minishop.checkout.merchants.domain.profiles import Profile
from minishop.checkout.merchants.labels import PROFILE
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.services import Rates, choose_terms
from minishop.kernel.won import Won


def _whole(name: str, label: Any, help_text: Any = "") -> forms.IntegerField:
    low, high = BOUNDS[name]
    return forms.IntegerField(label=label, min_value=low, max_value=high, help_text=help_text)


def _rate(label: Any, most: int) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=most, max_digits=4, decimal_places=2)


class TermsForm(forms.Form):
    """Within the hub's bounds; rates in percent."""

    profile = forms.ChoiceField(
        label=gettext_lazy("체크아웃 규격"), widget=forms.RadioSelect, choices=[(one.value, PROFILE[one]) for one in Profile]
    )
    cancel_hours = _whole(
        "cancel_hours", gettext_lazy("취소 요청에 답할 시간"), gettext_lazy("12~72시간. 지나면 저절로 승인됩니다.")
    )
    accept_days = _whole("accept_days", gettext_lazy("반품·교환 요청에 답할 날"), gettext_lazy("1~5일. 지나면 저절로 접수됩니다."))
    look_days = _whole("look_days", gettext_lazy("돌아온 물건을 확인할 날"), gettext_lazy("1~5일. 지나면 저절로 환불됩니다."))
    pickup_fee = _whole(
        "pickup_fee",
        gettext_lazy("회수 한 건의 배송비"),
        gettext_lazy("체크아웃 지정 택배로 수거할 때 판매자가 내는 금액. 판매자가 직접 수거하면 0."),
    )
    hub_rate = _rate(gettext_lazy("체크아웃 이용료(%)"), 20)
    pg_rate = _rate(gettext_lazy("결제 대행 수수료(%)"), 20)
    points_rate = _rate(gettext_lazy("구매 적립(%)"), 10)

    def terms(self) -> ClaimTerms:
        """The deadlines and the pickup's price; only of a valid form."""
        known = self.cleaned_data
        return ClaimTerms(known["cancel_hours"], known["accept_days"], known["look_days"], Won(known["pickup_fee"]))

    def rates(self) -> Rates:
        """The rates in ten-thousandths; only of a valid form."""
        return Rates(*(int(self.cleaned_data[name] * 100) for name in ("hub_rate", "pg_rate", "points_rate")))


@operators_only
@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest, merchant_id: int) -> HttpResponse:
    """The merchant's terms and their form; orders of before keep theirs."""
    found = found_merchant(merchant_id)
    form = TermsForm(request.POST or None, initial=_present(found))
    if request.method == "POST" and form.is_valid():
        choose_terms(merchant=found, profile=Profile(form.cleaned_data["profile"]), claims=form.terms(), rates=form.rates())
        messages.success(request, _("%(shop)s의 클레임 기한과 요율을 바꾸었습니다.") % {"shop": found.shop_name})
        return redirect("center-merchant", merchant_id=found.id)
    return render(request, "center/merchants/terms.html", {"merchant": found, "form": form}, status=422 if form.errors else 200)


def _present(merchant: Merchant) -> dict[str, Any]:
    rates = {
        "hub_rate": merchant.hub_fee_basis_points,
        "pg_rate": merchant.pg_fee_basis_points,
        "points_rate": merchant.points_basis_points,
    }
    return {
        "profile": merchant.profile,
        **merchant.claim_terms.facts(),
        **{name: Decimal(rate) / 100 for name, rate in rates.items()},
    }
