"""What an operator writes down about a refund that went to an account."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.forms import OneLine


class TransferForm(forms.Form):
    """이체 확인: the bank's number of the transfer, and its day."""

    number = OneLine(label=_("이체 번호"), max_length=40)
    on = forms.DateField(label=_("이체한 날"), widget=forms.DateInput({"type": "date"}))
