"""What an operator writes down about a refund that went to an account."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.forms import OneLine

_LACKS: Mapping[str, tuple[str | None, Promise]] = MappingProxyType(
    {
        "account": (None, _("구매자가 아직 계좌를 알려 주지 않아 이체를 적을 수 없습니다.")),
        "number": ("number", _("은행이 준 이체 번호를 적어 주세요.")),
        "ahead": ("on", _("아직 오지 않은 날입니다. 오늘이거나 지난 날을 적어 주세요.")),
        "before": ("on", _("이 환불이 생기기 전의 날입니다. 이체한 날을 확인해 주세요.")),
    }
)


class TransferForm(forms.Form):
    """이체 확인: the bank's number of the transfer of a refund, and its day."""

    number = OneLine(label=_("이체 번호"), max_length=40)
    on = forms.DateField(label=_("이체한 날"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, key: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id=f"transfer-{key}-%s")

    def refuse(self, why: str) -> None:
        """Says beside its field what the transfer lacks (``why_no_transfer``)."""
        field, words = _LACKS[why]
        self.add_error(field, str(words))
