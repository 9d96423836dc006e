"""Form fields of the hub's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


class ZipcodeField(forms.CharField):
    """우편번호: five digits (Q29)."""

    default_validators = [RegexValidator(r"^[0-9]{5}\Z", _("우편번호는 다섯 자리 숫자입니다."), code="zipcode")]  # noqa: RUF012

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=5, **options)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "postal-code", "placeholder": "04524"}
