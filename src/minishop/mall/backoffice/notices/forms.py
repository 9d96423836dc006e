"""The form of the news settings."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.phones import MESSAGES, PhoneField
from minishop.chassis.ui.versions import ChangingForm


class NoticesForm(ChangingForm):
    """알림 설정."""

    new_orders = forms.BooleanField(
        label=_("새 주문을 알려 주세요"), required=False, help_text=_("함께 들어온 주문은 한 번에 알려 드립니다.")
    )
    email = forms.EmailField(label=_("메일 받을 곳"), max_length=254, required=False)
    by_sms = forms.BooleanField(label=_("문자로도 알려 주세요"), required=False)
    mobile = PhoneField(label=_("문자 받을 번호"), kinds=MESSAGES, required=False)
