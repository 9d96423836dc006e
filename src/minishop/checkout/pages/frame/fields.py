"""Form fields of the hub's pages."""

from __future__ import annotations

from typing import Any

import phonenumbers
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


class PhoneField(forms.CharField):
    """A Korean telephone number, in any spelling; comes out as ``010-1234-5678``. ``mobile`` takes mobile numbers only."""

    def __init__(self, *, mobile: bool = False, **options: Any) -> None:
        super().__init__(max_length=40, **options)
        self.mobile = mobile
        self.widget.attrs |= {"inputmode": "tel", "placeholder": "010-1234-5678" if mobile else ""}

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return _korean_number(text, mobile=self.mobile) if text else ""


def _korean_number(text: str, *, mobile: bool) -> str:
    try:
        number = phonenumbers.parse(text, "KR")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or number.country_code != 82 or not phonenumbers.is_valid_number(number):
        raise forms.ValidationError(_("전화번호를 다시 확인해 주세요. 예: 010-1234-5678"), code="phone")
    if mobile and phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.MOBILE:
        raise forms.ValidationError(_("휴대전화 번호를 입력해 주세요. 예: 010-1234-5678"), code="mobile")
    if number.extension:  # a carrier's driver cannot dial one, and the order has no room for it
        raise forms.ValidationError(_("내선 번호 없이 적어 주세요. 예: 02-123-4567"), code="extension")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


class ZipcodeField(forms.CharField):
    """우편번호: five digits (Q29)."""

    default_validators = [RegexValidator(r"^[0-9]{5}\Z", _("우편번호는 다섯 자리 숫자입니다."), code="zipcode")]  # noqa: RUF012

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=5, **options)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "postal-code", "placeholder": "04524"}
