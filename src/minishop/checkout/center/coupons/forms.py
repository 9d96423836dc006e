"""The forms of coupons and instant discounts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.forms import OneLine
from minishop.checkout.benefits.domain.coupons import CodeUse, CouponKind
from minishop.checkout.benefits.labels import CODE_USE, KIND
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.queries import merchant_by_public_id
from minishop.kernel.clock import day_start
from minishop.kernel.won import Won

_MOST = 100_000_000
_PERCENT = {"min_value": 0, "max_value": 100, "required": False, "initial": 0}
_WON = {"min_value": 0, "max_value": _MOST, "required": False, "initial": 0}


class ValueForm(forms.Form):
    """An amount or a rate, a time, and who bears it."""

    amount = forms.IntegerField(label=_("할인 금액(원)"), **_WON)  # type: ignore[arg-type]
    percent = forms.IntegerField(label=_("할인율(%)"), **_PERCENT)  # type: ignore[arg-type]
    begins_on = forms.DateField(label=_("시작일"), widget=forms.DateInput({"type": "date"}))
    ends_on = forms.DateField(label=_("마지막 날"), widget=forms.DateInput({"type": "date"}))
    hub_percent = forms.IntegerField(label=_("체크아웃 부담(%)"), **{**_PERCENT, "initial": 100})  # type: ignore[arg-type]

    def clean(self) -> dict[str, Any]:
        known = self.cleaned_data
        if bool(known.get("amount")) == bool(known.get("percent")):
            self.add_error("amount", _("할인 금액과 할인율 가운데 하나만 적어 주세요."))
        begins, ends = known.get("begins_on"), known.get("ends_on")
        if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
            self.add_error("ends_on", _("마지막 날이 시작일보다 앞섭니다."))
        return known

    def terms(self) -> dict[str, Any]:
        """What the form says of value, time and bearer; only of a valid one."""
        known = self.cleaned_data
        return {
            "amount": Won(known.get("amount") or 0),
            "rate": (known.get("percent") or 0) * 100,
            "hub_share": (known.get("hub_percent") or 0) * 100,
            "begins_at": day_start(known["begins_on"]),
            "ends_at": _end_of(known["ends_on"]),
        }


def _end_of(day: date) -> datetime:
    return day_start(date.fromordinal(day.toordinal() + 1))


class CouponForm(ValueForm):
    """쿠폰 발급."""

    name = OneLine(label=_("쿠폰 이름"), max_length=60)
    kind = forms.ChoiceField(label=_("종류"), choices=[(kind.value, KIND[kind]) for kind in CouponKind])
    merchant = OneLine(
        label=_("쓸 수 있는 가맹점"), required=False, max_length=40, help_text=_("가맹점 ID. 비우면 체크아웃의 모든 쇼핑몰입니다.")
    )
    product_id = OneLine(label=_("상품 번호"), required=False, max_length=150, help_text=_("상품 쿠폰에만 적습니다."))
    ceiling = forms.IntegerField(label=_("최대 할인 금액(원)"), **_WON)  # type: ignore[arg-type]
    minimum = forms.IntegerField(label=_("최소 구매 금액(원)"), **_WON)  # type: ignore[arg-type]
    valid_days = forms.IntegerField(
        label=_("받은 날부터 쓸 수 있는 날"),
        min_value=0,
        max_value=3650,
        required=False,
        initial=0,
        help_text=_("0이면 마지막 날까지입니다."),
    )
    per_person = forms.IntegerField(label=_("한 사람이 받는 수"), min_value=1, max_value=100, initial=1)
    code_use = forms.ChoiceField(label=_("쿠폰 번호"), choices=[(use.value, CODE_USE[use]) for use in CodeUse])
    field_order = ("name", "kind", "merchant", "product_id", "amount", "percent", "ceiling", "minimum", "begins_on", "ends_on")

    def clean_merchant(self) -> Merchant | None:
        typed = self.cleaned_data["merchant"]
        found = merchant_by_public_id(typed) if typed else None
        if typed and found is None:
            raise forms.ValidationError(_("그런 가맹점이 없습니다."))
        return found

    def clean(self) -> dict[str, Any]:
        known = super().clean()
        if known.get("kind") == CouponKind.PRODUCT and not known.get("product_id"):
            self.add_error("product_id", _("상품 쿠폰은 상품 번호가 있어야 합니다."))
        return known

    def facts(self) -> dict[str, Any]:
        """What a coupon is made of; only of a valid form."""
        known = self.cleaned_data
        product = known["product_id"] if known["kind"] == CouponKind.PRODUCT else ""
        copied = {name: known[name] for name in ("name", "kind", "merchant", "per_person", "code_use")}
        sums = {name: Won(known.get(name) or 0) for name in ("ceiling", "minimum")}
        return {**self.terms(), **copied, **sums, "product_id": product, "valid_days": known.get("valid_days") or 0}


class CodesForm(forms.Form):
    """쿠폰 번호 발급."""

    how_many = forms.IntegerField(label=_("번호 수"), min_value=1, max_value=1000, initial=1)


class GivingForm(forms.Form):
    """쿠폰 주기."""

    login = OneLine(label=_("받을 회원의 아이디"), max_length=40)


class InstantForm(ValueForm):
    """즉시할인."""

    product_id = OneLine(label=_("상품 번호"), required=False, max_length=150, help_text=_("비우면 이 가맹점의 모든 상품입니다."))
    field_order = ("product_id", "amount", "percent", "begins_on", "ends_on", "hub_percent")
