"""The form of the order sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minishop.chassis.postal.fields import ZipcodeField
from minishop.chassis.ui.forms import OneLine
from minishop.chassis.ui.phones import MESSAGES, RECIPIENT, PhoneField
from minishop.checkout.accounts.models import Account
from minishop.checkout.orders.models import Order
from minishop.checkout.orders.services.placing import Details
from minishop.checkout.pages.sheet.benefits import is_points

_NAME = {"max_length": 40, "strip": True}


class SheetForm(forms.Form):
    """주문서: orderer, delivery, means and the two consents (R88–R93)."""

    orderer_name = OneLine(label=_("이름"), widget=forms.TextInput({"autocomplete": "name"}), **_NAME)  # type: ignore[arg-type]
    orderer_mobile = PhoneField(label=_("휴대전화"), kinds=MESSAGES)
    orderer_email = forms.EmailField(label=_("이메일"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"}))
    recipient_same = forms.BooleanField(label=_("주문하는 사람이 받습니다"), required=False)
    recipient_name = OneLine(label=_("받는 사람"), required=False, **_NAME)  # type: ignore[arg-type]
    recipient_phone = PhoneField(label=_("연락처"), kinds=RECIPIENT, required=False)
    zipcode = ZipcodeField(label=_("우편번호"))
    address1 = OneLine(label=_("주소"), max_length=200, widget=forms.TextInput({"autocomplete": "address-line1"}))
    address2 = OneLine(
        label=_("상세 주소"), max_length=200, required=False, widget=forms.TextInput({"autocomplete": "address-line2"})
    )
    delivery_note = OneLine(label=_("배송 메모"), max_length=200, required=False)
    coupon = forms.ChoiceField(label=_("쓸 쿠폰"), required=False, widget=forms.RadioSelect)
    points = forms.CharField(
        label=_("쓸 적립금"), required=False, max_length=12, widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
    )
    means = forms.ChoiceField(label=_("결제수단"), widget=forms.RadioSelect)
    consent_provision = forms.BooleanField(
        label=_("개인정보를 판매자와 결제 대행사에 제공하는 데 동의합니다."),
        error_messages={"required": _("개인정보 제3자 제공에 동의해야 주문할 수 있습니다.")},
    )
    consent_terms = forms.BooleanField(
        label=_("쇼핑몰 구매 약관에 동의합니다."), error_messages={"required": _("쇼핑몰 구매 약관에 동의해야 주문할 수 있습니다.")}
    )

    def __init__(
        self,
        *args: Any,
        means: Iterable[tuple[str, Any]],
        coupons: Iterable[tuple[str, str]] = (),
        is_free: bool = False,
        **options: Any,
    ) -> None:
        """``coupons``: those that can be used here; ``is_free``: nothing is left for a means of payment to pay."""
        super().__init__(*args, **options)
        self.fields["coupon"].choices = [("", _("쿠폰을 쓰지 않습니다")), *coupons]  # type: ignore[attr-defined]
        self.fields["means"].required = not is_free
        choices = list(means)
        self.fields["means"].choices = choices  # type: ignore[attr-defined]
        if choices:
            self.fields["means"].initial = choices[0][0]

    def clean_points(self) -> str:
        typed: str = self.cleaned_data["points"]
        if not is_points(typed):
            raise forms.ValidationError(_("적립금은 1원 단위의 숫자로 적어 주세요. 예: 1,000"))
        return typed

    def clean(self) -> dict[str, Any]:
        known = self.cleaned_data
        if known.get("recipient_same"):
            known["recipient_name"], known["recipient_phone"] = known.get("orderer_name", ""), known.get("orderer_mobile", "")
            for name in ("recipient_name", "recipient_phone"):
                self.errors.pop(name, None)
            return known
        for name in ("recipient_name", "recipient_phone"):
            if not known.get(name) and name not in self.errors:
                self.add_error(name, _("필수 항목입니다."))
        return known

    def details(self) -> Details:
        """What the order takes over; only of a valid form."""
        return Details(**{name: self.cleaned_data[name] for name in Details.__dataclass_fields__})


def starting_values(buyer: Account, last: Order | None) -> dict[str, Any]:
    """What a sheet begins with: the buyer's last order, or else the account."""
    if last is None:
        return {"orderer_name": buyer.name, "orderer_mobile": buyer.mobile, "orderer_email": buyer.email, "recipient_same": True}
    same = (last.orderer_name, last.orderer_mobile) == (last.recipient_name, last.recipient_phone)
    return {**{name: getattr(last, name) for name in Details.__dataclass_fields__}, "recipient_same": same}


def typed(posted: Mapping[str, str]) -> dict[str, str]:
    """What a buyer had typed into the sheet, to be found there again; consents are given anew."""
    kept = [*Details.__dataclass_fields__, "recipient_same", "means", "coupon", "points"]
    known = {name: posted[name] for name in kept if name in posted}
    # A box that was left open is not posted at all.
    return known if "recipient_same" in known or not known else {**known, "recipient_same": ""}
