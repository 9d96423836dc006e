"""The form of a new host."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.forms import OneLine


class HostForm(forms.Form):
    """호스팅사 등록."""

    name = OneLine(
        label=_("호스팅사 이름"),
        max_length=60,
        strip=True,
        error_messages={"required": _("호스팅사 이름을 적어 주세요.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
