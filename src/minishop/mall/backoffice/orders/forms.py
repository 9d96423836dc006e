"""The form of an order's memo."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.versions import ChangingForm


class MemoForm(ChangingForm):
    """메모: for the shop's own people."""

    memo = forms.CharField(label=_("메모"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
