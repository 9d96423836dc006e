"""Forms of the shop's home pages."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minishop.chassis.postal.fields import ZipcodeField
from minishop.chassis.ui.forms import OneLine
from minishop.chassis.ui.phones import FAX, SHOP, PhoneField
from minishop.chassis.ui.versions import ChangingForm
from minishop.mall.shops.domain.names import is_business_number
from minishop.mall.shops.services.information import Information


class InformationForm(ChangingForm):
    """상점 기본정보."""

    name = OneLine(label=_("상점 이름"), max_length=60)
    business_name = OneLine(label=_("상호"), max_length=60)
    representative = OneLine(label=_("대표자"), max_length=40)
    business_number = forms.CharField(label=_("사업자등록번호"), max_length=12, help_text=_("열 자리. 예: 123-45-67891"))
    mail_order_number = OneLine(label=_("통신판매업 신고번호"), max_length=40, required=False)
    phone = PhoneField(label=_("고객센터 전화"), kinds=SHOP)
    fax = PhoneField(label=_("팩스"), kinds=FAX, required=False)
    email = forms.EmailField(label=_("이메일"))
    zipcode = ZipcodeField(label=_("우편번호"), required=False)
    address1 = OneLine(label=_("주소"), max_length=120, required=False)
    address2 = OneLine(label=_("상세 주소"), max_length=120, required=False)
    support_hours = OneLine(label=_("운영시간"), max_length=60, required=False, help_text=_("예: 오전 10:00 ~ 오후 6:00"))

    def clean_business_number(self) -> str:
        digits: str = self.cleaned_data["business_number"].replace("-", "").replace(" ", "")
        if not is_business_number(digits):
            raise ValidationError(
                _("사업자등록번호를 확인해 주세요. 열 자리 숫자이며 끝자리가 맞아야 합니다."), code="bad_business_number"
            )
        return digits

    @property
    def information(self) -> Information:
        """What was given."""
        return Information(**self.cleaned_data)
