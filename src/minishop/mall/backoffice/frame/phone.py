"""A form field for Korean phone numbers, kept as people write them: 02-123-4500."""

from __future__ import annotations

from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class PhoneField(forms.CharField):
    """Takes any spelling of a Korean number, and gives the national one; refuses what is no number."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 20)
        options.setdefault("widget", forms.TelInput(attrs={"autocomplete": "tel", "inputmode": "tel"}))
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        return korean_number(text) if text else ""


def korean_number(text: str) -> str:
    """The national spelling of a Korean phone number; raises ValidationError for anything else."""
    try:
        parsed = phonenumbers.parse(text, "KR")
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_valid_number(parsed) or parsed.country_code != 82:
        raise ValidationError(_("전화번호를 확인해 주세요. 예: 010-1234-5678"), code="bad_phone")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
