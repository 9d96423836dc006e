"""The form of the buy button."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.versions import ChangingForm

_TYPES = (
    ("A1", "285×46"), ("B1", "261×40"), ("C1", "272×49"), ("C2", "272×49"), ("C3", "272×49"), ("D1", "251×43"), ("D2", "251×43"), ("D3", "251×43"),
)  # fmt: skip


class ButtonForm(ChangingForm):
    """상품상세페이지 구매 버튼."""

    button_type = forms.ChoiceField(
        label=_("상품상세페이지 구매 버튼"),
        choices=[(name, f"TYPE {name} ({size})") for name, size in _TYPES],
        widget=forms.RadioSelect,
    )
