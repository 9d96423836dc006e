"""What a person can choose."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from minishop.sandbox.carriers.domain import Chosen
from minishop.sandbox.carriers.labels import ANSWERS as CARRIER_ANSWERS
from minishop.sandbox.clock.domain import MAX_DAYS, Move
from minishop.sandbox.messages.domain import Kind
from minishop.sandbox.messages.labels import ANSWERS as MESSAGE_ANSWERS
from minishop.sandbox.messages.labels import KINDS
from minishop.sandbox.pg.domain.instruments import BY_METHOD
from minishop.sandbox.pg.domain.terms import Method
from minishop.sandbox.pg.labels import ANSWERS as PG_ANSWERS
from minishop.sandbox.pg.labels import CANCEL_ANSWERS, INSTRUMENTS, METHODS, OUTAGES
from minishop.sandbox.pg.models import usual_in_parts, usual_methods
from minishop.sandbox.pg.services import Terms


class MoveForm(forms.Form):
    """A move to the next hour or day. ``shift`` is what the page had shown, so that a second press changes nothing."""

    to = forms.ChoiceField(choices=[(move.value, move.value) for move in (Move.HOUR, Move.DAY)])
    shift = forms.IntegerField(required=False, widget=forms.HiddenInput)


class DaysForm(forms.Form):
    """A move by whole days."""

    days = forms.IntegerField(label=_("며칠 뒤로"), min_value=1, max_value=MAX_DAYS)
    shift = forms.IntegerField(required=False, widget=forms.HiddenInput)


class PgAnswerForm(forms.Form):
    """How the next confirm is answered."""

    answer = forms.ChoiceField(label=_("다음 승인 요청에"), choices=PG_ANSWERS.items(), widget=forms.RadioSelect)


class PgCancelAnswerForm(forms.Form):
    """How the next cancel is answered."""

    answer = forms.ChoiceField(label=_("다음 취소 요청에"), choices=CANCEL_ANSWERS.items(), widget=forms.RadioSelect)


class RejectionForm(forms.Form):
    """Why a contract is rejected; the shop's owner reads it."""

    reason = forms.CharField(label=_("반려 사유"), max_length=300, error_messages={"required": _("반려 사유를 적어 주세요.")})


class TermsForm(forms.Form):
    """What a contract is approved with. A post that names no means is approved with the usual ones."""

    methods = forms.MultipleChoiceField(
        label=_("결제수단"), choices=METHODS.items(), widget=forms.CheckboxSelectMultiple, required=False, initial=usual_methods
    )
    in_parts = forms.MultipleChoiceField(
        label=_("부분 취소"), choices=METHODS.items(), widget=forms.CheckboxSelectMultiple, required=False, initial=usual_in_parts
    )

    def terms(self) -> Terms:
        """Only of a valid form."""
        methods = self.cleaned_data["methods"]
        return Terms(methods, self.cleaned_data["in_parts"]) if methods else Terms()


class MisbehaviourForm(forms.Form):
    """What of the PG is out of order until somebody chooses otherwise, and how many of a hundred requests are answered badly."""

    outage = forms.ChoiceField(label=_("장애"), choices=OUTAGES.items())
    percent = forms.IntegerField(label=_("잘못 답하는 비율 (%)"), min_value=0, max_value=100)


class _InstrumentForm(forms.Form):
    """What a buyer pays with; the subclass's field ``used`` chooses it."""

    used: ClassVar[str]

    def code(self) -> str:
        """Only of a valid form."""
        return str(self.cleaned_data[self.used])


def _choices(method: Method) -> list[tuple[str, Promise]]:
    return [(one.code, format_lazy("{} {}", INSTRUMENTS[one.code], one.number)) for one in BY_METHOD[method]]


class CardForm(_InstrumentForm):
    """The card a buyer pays with."""

    used = "card"
    card = forms.ChoiceField(
        label=_("카드 선택"),
        choices=_choices(Method.CARD),
        widget=forms.RadioSelect,
        initial="hana",
        error_messages={"required": _("결제할 카드를 선택해 주세요.")},
    )


class AccountForm(_InstrumentForm):
    """The bank account a buyer pays from."""

    used = "account"
    account = forms.ChoiceField(
        label=_("계좌 선택"),
        choices=_choices(Method.TRANSFER),
        widget=forms.RadioSelect,
        initial="nonghyup",
        error_messages={"required": _("출금할 계좌를 선택해 주세요.")},
    )


FORMS: dict[str, type[_InstrumentForm]] = {Method.CARD: CardForm, Method.TRANSFER: AccountForm}


class ParcelForm(forms.Form):
    """What a carrier says of a number."""

    carrier = forms.SlugField(label=_("택배사 코드"), max_length=40)
    tracking_number = forms.RegexField(
        label=_("송장번호"),
        regex=r"^[0-9A-Za-z-]{1,40}$",
        error_messages={"invalid": _("송장번호는 숫자, 영문, 붙임표로 40자까지입니다.")},
    )
    answer = forms.ChoiceField(label=_("응답"), choices=[(chosen.value, CARRIER_ANSWERS[chosen]) for chosen in Chosen])


class MessageAnswerForm(forms.Form):
    """How the next text message or mail is answered."""

    kind = forms.ChoiceField(label=_("종류"), choices=[(kind.value, KINDS[kind]) for kind in Kind])
    answer = forms.ChoiceField(label=_("다음 응답"), choices=[(answer.value, label) for answer, label in MESSAGE_ANSWERS.items()])
