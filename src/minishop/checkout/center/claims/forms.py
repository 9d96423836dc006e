"""The forms with which a seller, or the operator on their behalf, answers claims and makes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from minishop.chassis.ui.forms import OneLine
from minishop.chassis.ui.uploads import FilesField, FilesInput, upload_attributes
from minishop.checkout.claims.domain.asked import Asked
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.domain.reasons import CANCEL_REASONS, RETURN_REASONS, ClaimReason, HoldReason
from minishop.checkout.claims.domain.wanted import Fault
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.labels import FAULT, HOLD_REASON, REASON, REFUSAL
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.parcels.domain.dispatching import Method
from minishop.checkout.parcels.labels import METHOD, carrier_choices
from minishop.kernel.clock import day_start
from minishop.kernel.won import Won

UPLOADS = "/center/claims/"
_LONG: dict[str, Any] = {"max_length": 500, "strip": True, "widget": forms.Textarea({"rows": 2})}


def put_refusal(form: forms.Form, refused: ClaimRefused) -> None:
    """Says a refusal beside the field that it is about, or above all where there is none."""
    field = "keep" if refused.why is Refusal.KEEPS_TOO_MUCH else refused.why.value.removesuffix("_needed")
    form.add_error(field if field in form.fields else None, str(REFUSAL[refused.why]))


class NoForm(forms.Form):
    """A press and nothing else."""


class WordsForm(forms.Form):
    """What the buyer is told."""

    words = forms.CharField(label=_("구매자에게 보낼 말"), **_LONG)


class RefusalForm(WordsForm):
    """거절: what the buyer is told, and what is kept of an exchange's fee."""

    keep = forms.IntegerField(
        label=_("받을 교환 배송비"),
        min_value=0,
        max_value=100_000_000,
        required=False,
        help_text=_("돌아온 교환 상품을 거절할 때만, 구매자가 낸 교환 배송비까지. 나머지는 돌려줍니다."),
    )


class HoldForm(WordsForm):
    """보류: why, until when, and an extra fee where one is asked for."""

    reason = forms.ChoiceField(label=_("보류 사유"), choices=[(one.value, HOLD_REASON[one]) for one in HoldReason])
    until = forms.DateField(
        label=_("언제까지"),
        help_text=_("3영업일까지, 한 번만 할 수 있습니다."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    extra_fee = forms.IntegerField(label=_("추가 비용"), min_value=0, max_value=100_000_000, required=False)
    field_order = ("reason", "until", "words", "extra_fee")

    @property
    def ends(self) -> datetime:
        """The end of the day until which it is held, less an instant: what holds until the 14th is held all of the 14th."""
        return day_start(self.cleaned_data["until"] + timedelta(days=1))

    @property
    def fee(self) -> Won:
        """The extra fee; 0 without one."""
        return Won(self.cleaned_data["extra_fee"] or 0)


class NumberForm(forms.Form):
    """A parcel: which carrier, which number."""

    carrier = forms.ChoiceField(label=_("택배사"), choices=carrier_choices)
    number = OneLine(label=_("송장번호"), max_length=40)


class RedispatchForm(NumberForm):
    """교환품 발송: how the other goods go."""

    method = forms.ChoiceField(label=_("배송 방법"), choices=[(one.value, METHOD[one]) for one in Method])
    field_order = ("method", "carrier", "number")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("carrier", "number"):
            self.fields[name].required = False


class JudgementForm(WordsForm):
    """귀책: whose fault it is, as the seller sees it."""

    fault = forms.ChoiceField(label=_("누구의 책임인가요"), choices=[(one.value, FAULT[one]) for one in Fault])
    photos = FilesField(
        label=_("확인한 사진"), required=False, widget=FilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"})
    )
    field_order = ("fault", "words", "photos")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].required = False
        self.fields["photos"].widget.attrs |= upload_attributes(UPLOADS, photos=True)


class MadeForm(forms.Form):
    """A claim that the seller or the operator makes: pieces of an order, with a reason of the list and words (R133, R134)."""

    reasons: Sequence[ClaimReason] = CANCEL_REASONS
    reason = forms.ChoiceField(label=_("체크아웃 사유"))
    words = forms.CharField(label=_("사유"), **_LONG)

    def __init__(self, *args: Any, lines: Sequence[OrderLine], **options: Any) -> None:
        super().__init__(*args, **options)
        self._lines = lines
        self.fields["reason"].choices = [(one.value, REASON[one]) for one in self.reasons]  # type: ignore[attr-defined]
        for line in lines:
            self.fields[f"pieces_{line.number}"] = forms.IntegerField(
                label=line.name, min_value=0, max_value=line.remaining, initial=line.remaining, required=False
            )

    def clean(self) -> dict[str, Any]:
        fields = [f"pieces_{line.number}" for line in self._lines]
        if not any(self.cleaned_data.get(name) or name in self.errors for name in fields):
            self.add_error(fields[0] if fields else None, str(REFUSAL[Refusal.TOO_FEW]))
        return self.cleaned_data

    def asked(self) -> list[Asked]:
        """The pieces that are chosen; only of a valid form."""
        chosen = [(line.number, self.cleaned_data.get(f"pieces_{line.number}") or 0) for line in self._lines]
        return [Asked(number, quantity) for number, quantity in chosen if quantity]


class CancelForm(MadeForm):
    """판매 취소."""


class ReturnForm(MadeForm):
    """반품 접수 for goods that the buyer sends back."""

    reasons = RETURN_REASONS
    carrier = forms.ChoiceField(label=_("보낸 택배사"), required=False, choices=carrier_choices)
    number = OneLine(label=_("송장번호"), max_length=40, required=False)


class AdminForm(MadeForm):
    """관리자 처리: with the fault that the operator names."""

    reasons = tuple(ClaimReason)
    fault = forms.ChoiceField(label=_("누구의 책임인가요"), choices=[(one.value, FAULT[one]) for one in Fault])
