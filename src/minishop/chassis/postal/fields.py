"""Form fields of Korean addresses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from minishop.chassis.postal.steps import FIND


class ZipcodeInput(forms.TextInput):
    """The postcode with a search beside it that fills it and two other fields of the form: the address, and then the cursor stands in ``detail``."""

    template_name = "postal/zipcode.html"

    def __init__(self, *, address: str, detail: str) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "postal-code"})
        self._address, self._detail = address, detail

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        end = settings.ADDRESS_FINDER
        finder = {"url": reverse("addresses"), "example": end.example, "press": FIND} if end else None
        return {**super().get_context(name, value, attrs), "finder": finder, "fills": f"{name} {self._address} {self._detail}"}


class ZipcodeField(forms.CharField):
    """우편번호: five digits (Q29), found by the address where the installation has a finder (R89)."""

    default_validators = [RegexValidator(r"^[0-9]{5}\Z", _("우편번호는 다섯 자리 숫자입니다."), code="zipcode")]  # noqa: RUF012

    def __init__(self, *, address: str = "address1", detail: str = "address2", **options: Any) -> None:
        super().__init__(max_length=5, widget=ZipcodeInput(address=address, detail=detail), **options)
