"""The living page of components: every part of the look with its states, in the three characters side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from minishop.chassis.kept_forms.files import Kept, KeptFile
from minishop.chassis.ui.menu import Item, Menu
from minishop.chassis.ui.uploads import upload_attributes
from minishop.chassis.ui.versions import SHOWN, ChangingForm

_SUBJECT = {
    "buttons": _("버튼"),
    "fields": _("입력칸"),
    "returned": _("되돌아온 양식"),
    "choices": _("고르기"),
    "signals": _("알림과 배지"),
    "messages": _("한 일, 기다림, 빈 자리"),
    "tables": _("표"),
    "navigation": _("길 찾기"),
    "cards": _("카드와 숫자"),
    "receipt": _("영수증"),
    "journey": _("가는 길"),
    "frames": _("틀"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """One of the three characters: its classes, and forms and pages of its own, so that no two parts of the page share an id."""

    name: str | Promise
    classes: str
    form: forms.Form
    wrong: forms.Form
    choice: forms.Form
    conflict: _Changed
    kept: Kept
    menu: Menu


class _Example(forms.Form):
    name = forms.CharField(label=_("이름"), max_length=20, help_text=_("받는 분이 알아보는 이름입니다."))
    note = forms.CharField(label=_("메모"), required=False, widget=forms.Textarea({"rows": 2}))
    quantity = forms.IntegerField(label=_("수량"), min_value=1, max_value=99)
    day = forms.DateField(label=_("날짜"), widget=forms.DateInput({"type": "date"}))
    picture = forms.FileField(label=_("사진"), required=False, widget=forms.FileInput)
    agreed = forms.BooleanField(label=_("약관에 동의합니다."))
    fixed = forms.CharField(label=_("바꿀 수 없는 칸"), initial="SB-2011", disabled=True, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].widget.attrs |= upload_attributes("/ui/")


class _Changed(ChangingForm):
    title = forms.CharField(label=_("상품명"))
    price = forms.IntegerField(label=_("판매가"))


@dataclass(frozen=True, slots=True)
class _Save:
    by: str
    at: datetime


class _Choice(forms.Form):
    size = forms.ChoiceField(
        label=_("크기"),
        choices=[("s", _("작은 것")), ("l", _("큰 것")), ("x", _("아주 큰 것"))],
        widget=forms.RadioSelect,
        initial="l",
    )
    colors = forms.MultipleChoiceField(
        label=_("색"), choices=[("w", _("흰색")), ("i", _("쪽빛"))], widget=forms.CheckboxSelectMultiple, required=False
    )
    carrier = forms.ChoiceField(label=_("보내는 방법"), choices=[("p", _("택배")), ("v", _("방문 수령"))])


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Everything at once: what a page is built of is looked at here before it is built."""
    parts = [{"id": name, "title": title, "template": f"sandbox/components/_{name}.html"} for name, title in _SUBJECT.items()]
    context = {
        "parts": parts,
        "looks": [
            _look("roomy", _("구매자의 화면"), "theme-checkout"),
            _look("office", _("판매자와 운영자의 도구"), "theme-mall look-office"),
            _look("shop", _("쇼핑몰"), "look-shop"),
        ],
        "page": Paginator(range(90), 10).page(3),
        "entries": ("", "12"),
    }
    return render(request, "sandbox/components/page.html", context)


def _met(code: str) -> _Changed:
    """A form whose save met another one."""
    then, now = {"title": _("머그컵"), "price": 12_000}, {"title": _("손으로 빚은 머그컵"), "price": 13_000}
    shown = _Changed(initial=then).shown
    met = _Changed({SHOWN: shown, "title": _("머그컵 세트"), "price": "14000"}, auto_id=f"{code}-met-%s", initial=now)
    met.saved_last = _Save("narae@haru.example", datetime(2026, 11, 23, 1, 5, tzinfo=UTC))
    met.full_clean()
    return met


def _kept() -> Kept:
    return Kept((KeptFile("picture", "mug-1.jpg", "image/jpeg", 1_234_567, ""),), (("picture", "mug-2.jpg"),))


def _look(code: str, name: str | Promise, classes: str) -> Look:
    typed = {"name": "", "quantity": "0", "day": "", "note": _("문 앞에 놓아 주세요")}
    here, there = f"#{code}-frames", f"#{code}-buttons"
    orders = Item("orders", _("주문"), "clipboard-list", is_tab=True)
    lines = [
        (orders, here),
        (Item("products", _("상품"), "package", is_tab=True), there),
        (Item("shop", _("상점"), "store"), there),
    ]
    return Look(
        name,
        classes,
        _Example(auto_id=f"{code}-%s", initial={"quantity": 2, "day": date(2026, 11, 23)}),
        _Example(typed, auto_id=f"{code}-wrong-%s"),
        _Choice(auto_id=f"{code}-%s"),
        _met(code),
        _kept(),
        Menu(_("하루상점"), "store", here, name, lines, orders),
    )
