"""The forms of the operator's pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from minishop.checkout.merchants.domain.holding import HoldPolicy
from minishop.checkout.merchants.labels import HOLD_POLICY


class RejectionForm(forms.Form):
    """반려: with the reason that the applicant reads."""

    reason = forms.CharField(
        label=_("반려 사유"),
        max_length=300,
        strip=True,
        error_messages={"required": _("신청한 상점이 읽을 사유를 적어 주세요.")},
        widget=forms.TextInput(),
    )


class HoldPolicyForm(forms.Form):
    """재고 확인이 없을 때: what is done when the shop does not say whether it keeps the goods."""

    policy = forms.ChoiceField(
        label=_("쇼핑몰이 재고를 확인해 주지 않으면"),
        choices=[(policy.value, HOLD_POLICY[policy]) for policy in HoldPolicy],
        widget=forms.RadioSelect,
    )
