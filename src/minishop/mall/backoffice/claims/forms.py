"""The forms of a cancel and of a return, and what the lists are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from minishop.kernel.clock import kst_day
from minishop.kernel.won import Won
from minishop.mall.claims.domain.answering import HOLD_REASONS, Act, Answer
from minishop.mall.claims.domain.cancelling import CancelProblem
from minishop.mall.claims.domain.filing import Filing, ReturnProblem
from minishop.mall.claims.labels import CANCEL_REASONS, PROBLEMS, RETURN_PROBLEMS, RETURN_REASONS, Label, hold_label
from minishop.mall.claims.queries import TYPES, Search
from minishop.mall.orders.domain.claims import ClaimKind
from minishop.mall.orders.labels import carrier_names
from minishop.mall.orders.models import OrderLine

USUAL_DAYS = 29
PERIODS = ((0, _("오늘")), (2, _("3일")), (6, _("일주일")), (USUAL_DAYS, _("한달")))


_WORDS: Mapping[str, Any] = {
    "max_length": 500, "required": False, "help_text": _("구매자에게 보입니다."), "widget": forms.Textarea(attrs={"rows": 3}),
}  # fmt: skip


class PiecesForm(forms.Form):
    """A claim that the seller makes: which lines and how many pieces of each, and why."""

    reasons: Mapping[str, Label]
    pieces_label: Label
    nothing_chosen: Label
    reason: forms.ChoiceField

    def __init__(self, data: QueryDict | None, lines: Sequence[OrderLine]) -> None:
        super().__init__(data)
        self.lines = lines
        for line in lines:
            taken = forms.BooleanField(label=line.product_name, required=False, initial=True)
            pieces = forms.IntegerField(
                label=str(self.pieces_label), required=False, min_value=0, max_value=line.remaining, initial=line.remaining
            )
            self.fields |= {f"take-{line.id}": taken, f"pieces-{line.id}": pieces}

    def clean(self) -> dict[str, Any]:
        """Something has to be chosen before anything is shown for it; a line whose number was refused says so by itself."""
        is_readable = not any(f"pieces-{line.id}" in self.errors for line in self.lines)
        if self.lines and is_readable and not any(self.wanted.values()):
            raise forms.ValidationError(str(self.nothing_chosen))
        return self.cleaned_data

    @property
    def selection(self) -> str:
        """What was chosen and why, as one text: a refund is shown for it. All of it for a form that was not sent yet."""
        wanted = self.wanted if self.is_bound else {line.id: line.remaining for line in self.lines}
        return " ".join([self.chosen_reason, *(f"{line}:{pieces}" for line, pieces in wanted.items() if pieces)])

    @property
    def chosen_reason(self) -> str:
        """The reason that is chosen: the first one in a form that was not sent yet."""
        return str(self.cleaned_data["reason"]) if self.is_bound else next(iter(self.reasons))

    @property
    def wanted(self) -> dict[int, int]:
        """How many pieces of each line, by its id; a line that is not ticked wants none."""
        given = self.cleaned_data
        return {line.id: (given.get(f"pieces-{line.id}") or 0) if given.get(f"take-{line.id}") else 0 for line in self.lines}

    @property
    def pieces(self) -> list[tuple[str, int | None]]:
        """What is chosen as a hub is asked for it: the hub's number of each line, and how many, None for all that remain. All of it for a form
        that was not sent yet."""
        wanted = self.wanted if self.is_bound else {line.id: line.remaining for line in self.lines}
        chosen = [(line, wanted[line.id]) for line in self.lines if wanted[line.id]]
        return [(line.hub_number, count if count < line.remaining else None) for line, count in chosen]


class CancelForm(PiecesForm):
    """판매 취소 (R133, R134)."""

    reasons = CANCEL_REASONS
    pieces_label = _("취소 수량")
    nothing_chosen = PROBLEMS[CancelProblem.NOTHING_CHOSEN]
    reason = forms.ChoiceField(label=_("체크아웃 주문 취소 사유"), choices=tuple(CANCEL_REASONS.items()))
    words = forms.CharField(label=_("취소사유"), **_WORDS)


class ReturnForm(PiecesForm):
    """반품 접수: with the parcel in which the buyer sent the goods, where that is known (R139). ``in_words``: the buyer is told why in words."""

    reasons = RETURN_REASONS
    pieces_label = _("반품 수량")
    nothing_chosen = RETURN_PROBLEMS[ReturnProblem.NOTHING_CHOSEN]
    reason = forms.ChoiceField(label=_("체크아웃 반품 사유"), choices=tuple(RETURN_REASONS.items()))
    words = forms.CharField(label=_("자세한 사유"), **_WORDS)
    carrier = forms.ChoiceField(label=_("보낸 택배사"), required=False, choices=lambda: [("", "–"), *carrier_names()])
    number = forms.CharField(
        label=_("송장번호"), required=False, max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )

    def __init__(self, data: QueryDict | None, lines: Sequence[OrderLine], *, in_words: bool) -> None:
        super().__init__(data, lines)
        if not in_words:
            del self.fields["words"]

    @property
    def filing(self) -> Filing:
        """What was filled in; only of a valid form."""
        return Filing(**{name: str(self.cleaned_data.get(name, "")) for name in ("reason", "words", "carrier", "number")})


class AnswerForm(forms.Form):
    """An answer to a return or an exchange that needs nothing besides."""

    def answer(self, act: Act) -> Answer:
        """What was filled in."""
        given = self.cleaned_data
        texts = {name: str(given.get(name, "")) for name in ("words", "reason", "carrier", "number")}
        return Answer(act, **texts, fee=Won(given.get("fee") or 0))


class RefuseForm(AnswerForm):
    """반품·교환 거절: in words that the buyer reads."""

    words = forms.CharField(label=_("거절 사유"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class HoldForm(AnswerForm):
    """보류: why, by the hub's list and in words, and what it costs besides."""

    reason = forms.ChoiceField(label=_("보류 사유"))
    words = forms.CharField(
        label=_("구매자에게 알릴 말"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("구매자에게 보입니다.")
    )
    fee = forms.IntegerField(
        label=_("추가 비용"), required=False, min_value=0, max_value=10_000_000, help_text=_("원. 청구하지 않으면 비워 둡니다.")
    )


class RedispatchForm(AnswerForm):
    """교환품 발송: a parcel."""

    carrier = forms.ChoiceField(label=_("택배사"), choices=carrier_names)
    number = forms.CharField(label=_("송장번호"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric"}))


_ANSWERS: Mapping[Act, type[AnswerForm]] = {Act.REFUSE: RefuseForm, Act.HOLD: HoldForm, Act.REDISPATCH: RedispatchForm}


def answer_form(act: Act, kind: ClaimKind, data: QueryDict | None) -> AnswerForm:
    """The form of an act on a return or an exchange."""
    form = _ANSWERS.get(act, AnswerForm)(data, prefix=act.value)
    if act is Act.HOLD:
        reason = form.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        reason.choices = [(code, hold_label(code)) for code in HOLD_REASONS[kind]]
    return form


class RefusalForm(forms.Form):
    """취소 요청 거절: in words that the buyer reads."""

    words = forms.CharField(
        label=_("거절 사유"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("거절 사유를 적어 주세요.")},
    )  # fmt: skip


class SearchForm(forms.Form):
    """교환·반품 검색 (R140)."""

    q = forms.CharField(
        label=_("상품명, 주문번호"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    first = forms.DateField(label=_("신청일 시작"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("신청일 끝"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


def search_of(query: QueryDict, now: datetime) -> tuple[SearchForm, Search]:
    """The form as filled in, and what it asks for; a month unless a period is given. What is not understood counts as not asked; a period that
    ends before it begins is read the other way round, and the form says so."""
    form = SearchForm(query)
    form.is_valid()
    last = _sane(form.cleaned_data.get("last")) or kst_day(now)
    first = _sane(form.cleaned_data.get("first")) or last - timedelta(days=USUAL_DAYS)
    if first > last:
        form.add_error("first", _("시작일이 끝일보다 늦어 두 날 사이를 찾았습니다."))
    words = str(form.cleaned_data.get("q") or "")
    asked = query.get("type", "all")
    search = Search(asked if asked in TYPES else "all", min(first, last), max(first, last), words)
    return (SearchForm(initial={"q": words, "first": search.first, "last": search.last}) if form.is_valid() else form), search


def periods(now: datetime) -> list[tuple[str, str, object]]:
    """(first, last, label) of the period buttons."""
    today = kst_day(now)
    return [((today - timedelta(days=days)).isoformat(), today.isoformat(), label) for days, label in PERIODS]


def _sane(day: date | None) -> date | None:
    """A day that a claim could be of; calendars end, and days beside their ends cannot be counted on."""
    return day if day is not None and 2000 <= day.year < 3000 else None
