"""The forms of cancels, returns and exchanges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from minishop.chassis.postal.fields import ZipcodeField
from minishop.chassis.ui.forms import OneLine
from minishop.chassis.ui.phones import RECIPIENT, PhoneField
from minishop.chassis.ui.uploads import FilesField, FilesInput, upload_attributes
from minishop.checkout.claims.domain.asked import Asked, Pickup
from minishop.checkout.claims.domain.reasons import CANCEL_REASONS, FAULT, RETURN_REASONS, ClaimReason
from minishop.checkout.claims.domain.states import ClaimKind
from minishop.checkout.claims.domain.wanted import Fault, Way
from minishop.checkout.claims.labels import KIND, REASON, WAY
from minishop.checkout.claims.pictures import MOST, photo_problem
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.parcels.labels import carrier_choices
from minishop.checkout.payments.domain.bank_accounts import BankAccount, is_account_number
from minishop.checkout.payments.labels import BANKS

UPLOADS = "/my/applications/"
# What only a seller can know is no reason of a buyer's.
BUYERS_CANCEL = tuple(reason for reason in CANCEL_REASONS if reason is not ClaimReason.SOLD_OUT)
BUYERS_RETURN = tuple(reason for reason in RETURN_REASONS if reason is not ClaimReason.SOLD_OUT)
_WHO_PAYS = {
    Fault.BUYER: gettext_lazy("배송비는 구매자"),
    Fault.SELLER: gettext_lazy("배송비는 판매자"),
    Fault.NOBODY: gettext_lazy("배송비 없음"),
}
PHOTO_PROBLEMS = {
    "not_a_picture": gettext_lazy("사진으로 열 수 없는 파일입니다."),
    "too_many_pixels": gettext_lazy("사진이 너무 큽니다."),
    "too_small": gettext_lazy("사진이 너무 작습니다."),
    "too_many": gettext_lazy("사진은 6장까지 올릴 수 있습니다."),
}


# Fields of an application that some choice of reason, kind or way asks for.
_AT_TIMES = ("photos", "pickup_name", "pickup_phone", "zipcode", "address1")


class PiecesForm(forms.Form):
    """Which pieces of which lines. Where the profile knows whole orders only, all of them, which the form says without asking."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)  # the receipt that its sender saw, which ``shown_of`` reads

    def __init__(self, *args: Any, lines: Sequence[OrderLine], is_whole: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self._lines, self.is_whole = lines, is_whole
        for line in lines:
            widget = forms.HiddenInput() if is_whole else forms.CheckboxInput()
            self.fields[f"line_{line.number}"] = forms.BooleanField(
                label=line.name, required=False, initial=is_whole or len(lines) == 1 or self.starts_with_all, widget=widget
            )
            if not is_whole and line.remaining > 1:
                self.fields[f"pieces_{line.number}"] = forms.IntegerField(
                    label=gettext_lazy("수량"), min_value=1, max_value=line.remaining, initial=line.remaining, required=False
                )
                self.fields[f"pieces_{line.number}"].is_needed_at_times = True  # type: ignore[attr-defined]

    starts_with_all = False

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The lines with their fields."""
        return [
            {
                "line": line,
                "box": self[f"line_{line.number}"],
                "pieces": self[f"pieces_{line.number}"] if f"pieces_{line.number}" in self.fields else None,
            }
            for line in self._lines
        ]

    def asked(self) -> list[Asked]:
        """The pieces that are chosen: of a form that was sent, or those that it begins with."""
        values = self.cleaned_data if self.is_bound else {name: field.initial for name, field in self.fields.items()}
        return [
            Asked(line.number, values.get(f"pieces_{line.number}") or None)
            for line in self._lines
            if values.get(f"line_{line.number}")
        ]

    def chosen(self, name: str) -> Any:
        """What is chosen in a field, or what it begins with; of what cannot be read its beginning."""
        found = self.cleaned_data.get(name) if self.is_bound else None
        return found or self.get_initial_for_field(self.fields[name], name)


class _Words(forms.CharField):
    """What a person writes at length. A browser that knew the limit would cut what is pasted, and say nothing."""

    def __init__(self, label: Any, **options: Any) -> None:
        too_long = {"max_length": gettext_lazy("500자까지 적을 수 있습니다. 조금 줄여 주세요.")}
        widget = forms.Textarea({"rows": 3})
        super().__init__(label=label, max_length=500, required=False, widget=widget, error_messages=too_long, **options)
        del self.widget.attrs["maxlength"]

    def to_python(self, value: Any) -> str:
        """With one sign for the end of a line, as a person counts it."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class CancelForm(PiecesForm):
    """취소: which pieces, why, and what the seller is told."""

    reason = forms.ChoiceField(
        label=gettext_lazy("사유"), widget=forms.RadioSelect, choices=[(one.value, REASON[one]) for one in BUYERS_CANCEL]
    )
    words = _Words(gettext_lazy("판매자에게 남길 말"))
    starts_with_all = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].initial = ClaimReason.INTENT_CHANGED.value


class ApplicationForm(PiecesForm):
    """교환·반품: which pieces, why with photos, and how the goods come back."""

    kind = forms.ChoiceField(
        label=gettext_lazy("무엇을 할까요"),
        widget=forms.RadioSelect,
        choices=[(kind.value, KIND[kind]) for kind in (ClaimKind.RETURN, ClaimKind.EXCHANGE)],
        initial=ClaimKind.RETURN.value,
    )
    reason = forms.ChoiceField(label=gettext_lazy("사유"), widget=forms.RadioSelect, initial=ClaimReason.INTENT_CHANGED.value)
    words = _Words(gettext_lazy("자세히"), help_text=gettext_lazy("교환이면 바꿔 받을 색상이나 사이즈를 적어 주세요."))
    photos = FilesField(
        label=pgettext_lazy("of goods", "사진"),
        required=False,
        widget=FilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        help_text=gettext_lazy("깨졌거나 다른 상품이면 꼭 필요합니다. 6장까지, 큰 사진은 줄여서 올립니다."),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("어떻게 보낼까요"),
        widget=forms.RadioSelect,
        choices=[(way.value, WAY[way]) for way in Way],
        initial=Way.COURIER.value,
    )
    pickup_name = OneLine(label=gettext_lazy("보내는 사람"), max_length=40, required=False)
    pickup_phone = PhoneField(label=gettext_lazy("연락처"), kinds=RECIPIENT, required=False)
    zipcode = ZipcodeField(label=gettext_lazy("우편번호"), required=False)
    address1 = OneLine(label=gettext_lazy("찾아갈 주소"), max_length=200, required=False)
    address2 = OneLine(label=gettext_lazy("상세 주소"), max_length=200, required=False)
    carrier = forms.ChoiceField(label=gettext_lazy("보낸 택배사"), required=False, choices=carrier_choices)
    number = OneLine(label=gettext_lazy("송장번호"), max_length=40, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        reasons = [(one.value, f"{REASON[one]} · {_WHO_PAYS[FAULT[one]]}") for one in BUYERS_RETURN]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]
        self.fields["photos"].widget.attrs |= upload_attributes(UPLOADS, photos=True)
        self.bad_files: list[str] = []
        for name in _AT_TIMES:  # what is chosen decides whether they are needed, so that none is called optional
            self.fields[name].is_needed_at_times = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        known = self.cleaned_data
        if known.get("way") == Way.COURIER:
            for name in ("pickup_name", "pickup_phone", "zipcode", "address1"):
                if not known.get(name) and name not in self.errors:
                    self.add_error(name, _("찾아갈 곳을 적어 주세요."))
        self._look_at_photos()
        return known

    def _look_at_photos(self) -> None:
        uploads = self.cleaned_data.get("photos", [])
        if len(uploads) > MOST:
            self.add_error("photos", str(PHOTO_PROBLEMS["too_many"]))
        for upload in uploads[:MOST]:
            problem = photo_problem(upload.read())
            upload.seek(0)
            if problem:
                self.bad_files.append(str(upload.name))
                self.add_error("photos", f"{upload.name}: {PHOTO_PROBLEMS[problem]}")

    def pickup(self) -> Pickup | None:
        """Where a courier fetches the goods; None where the buyer sends them. Only of a valid form."""
        known = self.cleaned_data
        if known["way"] != Way.COURIER:
            return None
        return Pickup(known["pickup_name"], known["pickup_phone"], known["zipcode"], known["address1"], known["address2"])


class AccountForm(forms.Form):
    """환불 계좌. Its names are in ``kept_forms.refilling.NEVER``: an account that was typed is kept in no session."""

    bank = forms.ChoiceField(label=gettext_lazy("은행"), choices=[("", gettext_lazy("골라 주세요")), *BANKS.items()])
    account_number = OneLine(
        label=gettext_lazy("계좌번호"),
        max_length=20,
        help_text=gettext_lazy("숫자와 - 만 적어 주세요."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    account_holder = OneLine(label=gettext_lazy("예금주"), max_length=40, widget=forms.TextInput({"autocomplete": "name"}))

    def clean_account_number(self) -> str:
        number: str = self.cleaned_data["account_number"]
        if not is_account_number(number):
            raise forms.ValidationError(_("계좌번호는 숫자와 - 로 6자에서 20자까지입니다."))
        return number

    @property
    def account(self) -> BankAccount:
        """What was typed; only of a valid form."""
        known = self.cleaned_data
        return BankAccount(known["bank"], known["account_holder"], known["account_number"])
