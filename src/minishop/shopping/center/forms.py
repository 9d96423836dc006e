"""What the operator types, and what a hosting platform sends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.forms import OneLine
from minishop.shopping.partners.services import Application


class RejectionForm(forms.Form):
    """반려 사유, which the applicant reads."""

    reason = forms.CharField(
        label=_("반려 사유"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("신청한 상점에 그대로 보입니다."),
        error_messages={"required": _("반려 사유를 적어 주세요.")},
    )


class _WebAddress(forms.URLField):
    def __init__(self, **named: Any) -> None:
        super().__init__(assume_scheme="http", max_length=300, **named)
        self.validators = [*self.validators, RegexValidator(r"^https?://", _("http나 https 주소여야 합니다."))]


class AcceptedLossForm(forms.Form):
    """손실 인정 as protocol/minishop writes it: which crawl's loss a shop agrees to."""

    run = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class ApplicationForm(forms.Form):
    """입점 신청 as protocol/minishop writes it: the names of its fields are the wire's."""

    shopCode = forms.CharField(max_length=40)  # noqa: N815  # the wire's name
    shopName = OneLine(max_length=60)  # noqa: N815
    shopUrl = _WebAddress()  # noqa: N815
    businessName = OneLine(max_length=60, required=False)  # noqa: N815
    representative = OneLine(max_length=40, required=False)
    businessNumber = forms.CharField(  # noqa: N815
        required=False, validators=[RegexValidator(r"^[0-9]{10}$", _("사업자등록번호는 숫자 10자리입니다."))]
    )
    phone = forms.CharField(max_length=20, required=False)
    email = forms.EmailField(required=False)
    epVersion = forms.ChoiceField(choices=[("3.0", "3.0")])  # noqa: N815
    feedUrl = _WebAddress()  # noqa: N815
    summaryUrl = _WebAddress(required=False)  # noqa: N815
    reportUrl = _WebAddress(required=False)  # noqa: N815

    def application(self) -> Application:
        """The application that was sent; only of a valid form."""
        given = self.cleaned_data
        return Application(
            shop_code=given["shopCode"],
            shop_name=given["shopName"],
            shop_url=given["shopUrl"],
            business_name=given["businessName"],
            representative=given["representative"],
            business_number=given["businessNumber"],
            phone=given["phone"],
            email=given["email"],
            ep_version=given["epVersion"],
            feed_url=given["feedUrl"],
            summary_url=given["summaryUrl"],
            report_url=given["reportUrl"],
        )
