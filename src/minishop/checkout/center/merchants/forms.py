"""The forms of the operator's pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RejectionForm(forms.Form):
    """반려: with the reason that the applicant reads."""

    reason = forms.CharField(
        label=_("반려 사유"),
        max_length=300,
        strip=True,
        error_messages={"required": _("신청한 상점이 읽을 사유를 적어 주세요.")},
        widget=forms.TextInput(),
    )
