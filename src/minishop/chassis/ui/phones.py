"""A form field for Korean telephone numbers, for every form of every service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from minishop.chassis.phones import BadPhone, Kind, Problem, korean_phone

MESSAGES = frozenset({Kind.MOBILE})  # who is written to
RECIPIENT = frozenset({Kind.MOBILE, Kind.OLD_MOBILE, Kind.LAND, Kind.INTERNET, Kind.SAFE})  # whom a carrier's driver can call
SHOP = RECIPIENT | {Kind.TOLL_FREE, Kind.NATIONWIDE}
FAX = frozenset({Kind.FAX, Kind.LAND, Kind.INTERNET, Kind.SAFE, Kind.TOLL_FREE, Kind.NATIONWIDE})
_EXAMPLES = {MESSAGES: "010-1234-5678", RECIPIENT: "010-1234-5678", SHOP: "02-123-4567", FAX: "02-123-4567"}
_PROBLEMS = {
    Problem.NOT_A_NUMBER: _("전화번호를 확인해 주세요. 예: %(example)s"),
    Problem.SEVERAL: _("번호를 하나만 적어 주세요. 예: %(example)s"),
    Problem.EXTENSION: _("내선 번호 없이 적어 주세요. 예: %(example)s"),
    Problem.ABROAD: _("한국 전화번호를 적어 주세요. 예: %(example)s"),
    Problem.UNKNOWN_PREFIX: _("없는 지역번호나 앞자리입니다. 예: %(example)s"),
    Problem.WRONG_LENGTH: _("숫자가 모자라거나 남습니다. 예: %(example)s"),
    Problem.NO_SUCH_EXCHANGE: _("없는 국번입니다. 예: %(example)s"),
    Problem.NOT_A_CONTACT: _("연락을 받을 수 없는 번호입니다. 예: %(example)s"),
}
_WRONG_KIND = {
    MESSAGES: _("010으로 시작하는 휴대전화 번호를 적어 주세요. 예: %(example)s"),
    RECIPIENT: _("받는 분에게 바로 걸 수 있는 번호를 적어 주세요. 예: %(example)s"),
    SHOP: _("전화로 걸 수 있는 번호를 적어 주세요. 예: %(example)s"),
    FAX: _("팩스를 받을 수 있는 번호를 적어 주세요. 예: %(example)s"),
}


class PhoneField(forms.CharField):
    """Takes any spelling of a Korean number of some kinds, and gives it as people write it: 010-1234-5678."""

    def __init__(self, *, kinds: frozenset[Kind], **options: Any) -> None:
        options.setdefault("widget", forms.TelInput(attrs={"autocomplete": "tel", "inputmode": "tel"}))
        super().__init__(max_length=40, **options)
        self.kinds = kinds
        self.widget.attrs.setdefault("placeholder", _EXAMPLES[kinds])

    def clean(self, value: Any) -> str:
        """Raises ValidationError that says what is wrong with the number; its code is the problem, or wrong_kind."""
        text: str = super().clean(value)
        if not text:
            return ""
        example = {"example": _EXAMPLES[self.kinds]}
        try:
            phone = korean_phone(text)
        except BadPhone as error:
            problem = Problem(str(error.facts["problem"]))
            raise ValidationError(_PROBLEMS[problem], code=problem.value, params=example) from None
        if phone.kind not in self.kinds:
            raise ValidationError(_WRONG_KIND[self.kinds], code="wrong_kind", params=example)
        return phone.written
