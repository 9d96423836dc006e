"""The parts that every page has, by what a person finds in them."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from tests.page_lines import lacking, lines

PAGE = """
    [본문으로 바로가기 → #content]
    샌드박스 실제 결제와 배송은 일어나지 않습니다
    저장했습니다.
    조심하세요.
    안 됩니다.
    알아 두세요.
    Minishop
    <한국어 → POST /i18n/setlang/ next=/where/?a=1 language=ko>
    <English → POST /i18n/setlang/ next=/where/?a=1 language=en>
"""
FORM = """
    대표자와 번호가 맞지 않습니다.
    {상점 이름: !}
    필수 항목입니다.
    구매자에게 보입니다.
    {소개 선택: 짧게}
    {[ ] 동의합니다}
    필수 항목입니다.
    동의해야 열 수 있습니다.
    = 배송비
    {[ ] 무료}
    {[x] 유료}
    하나만 고릅니다.
    = 요일 선택
    {[ ] 월}
    <보내기 → POST token=t>
"""


class Sample(forms.Form):
    """One field of each shape."""

    name = forms.CharField(label="상점 이름", help_text="구매자에게 보입니다.")
    memo = forms.CharField(label="소개", required=False)
    agreed = forms.BooleanField(label="동의합니다", help_text="동의해야 열 수 있습니다.")
    way = forms.ChoiceField(
        label="배송비", choices=[("free", "무료"), ("paid", "유료")], widget=forms.RadioSelect, help_text="하나만 고릅니다."
    )
    days = forms.MultipleChoiceField(label="요일", choices=[("mon", "월")], widget=forms.CheckboxSelectMultiple, required=False)
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        """Always objects to the whole."""
        raise forms.ValidationError("대표자와 번호가 맞지 않습니다.")


def shown(template: str, request: HttpRequest | None = None, **context: Any) -> HttpResponse:
    """The answer with a template in it."""
    return HttpResponse(render_to_string(template, context, request))


def test_every_page_has_its_ribbon_its_messages_and_its_languages() -> None:
    levels = {
        "저장했습니다.": constants.SUCCESS,
        "조심하세요.": constants.WARNING,
        "안 됩니다.": constants.ERROR,
        "알아 두세요.": constants.INFO,
    }
    said = [Message(level, words) for words, level in levels.items()]
    request = RequestFactory().get("/where/?a=1")
    assert lacking(shown("ui/page.html", request, messages=said), PAGE) == []


def test_nothing_real_happens_only_in_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minishop.chassis.environment.mode", lambda: "production")
    assert not [line for line in lines(shown("ui/page.html")) if "샌드박스" in line]


def test_a_form_with_a_field_of_each_shape() -> None:
    form = Sample({"token": "t", "memo": "짧게", "way": "paid"})
    page = HttpResponse(f'<form method="post">{form.render()}<button>보내기</button></form>')
    assert lacking(page, FORM) == []


def test_a_refused_form_leads_to_its_other_language_by_the_page_that_it_was_sent_from() -> None:
    """Its own address may answer nobody who only looks."""
    request = RequestFactory().post("/cart/lines/", headers={"referer": "http://testserver/products/P1/"})
    assert (
        lacking(
            shown("ui/_language.html", request), "<English → POST /i18n/setlang/ next=http://testserver/products/P1/ language=en>"
        )
        == []
    )


def test_a_long_list_leads_back_on_and_to_each_page() -> None:
    page = Paginator(range(9), 1).get_page(2)
    context = Context({"page": page, "request": RequestFactory().get("/?q=a")})
    read = lines(HttpResponse(Template("{% paginate page %}").render(context)))
    ends = ["[이전 → ?q=a&page=1]", "[1 → ?q=a&page=1]", "[2 → ?q=a&page=2]", "[3 → ?q=a&page=3]"]
    assert [*read[1:5], read[-1]] == [*ends, "[다음 → ?q=a&page=3]"]


def test_every_page_is_dressed() -> None:
    assert b'href="/static/ui/base' in shown("ui/page.html").content


@pytest.mark.parametrize(
    ("request_", "leads"),
    [
        (None, ""),
        (RequestFactory().get("/"), ""),
        (RequestFactory().get("/login/"), ""),
        (RequestFactory().get("/terms/"), ""),
        (RequestFactory().get("/password/new/?key=a"), ""),
        (RequestFactory().get("/account/email/confirmation/?key=a"), ""),
        (RequestFactory().get("/orders/1/?a=b"), "?next=/orders/1/%3Fa%3Db"),
        (RequestFactory().get("/login/?next=/a/%3Fb%3D1"), "?next=/a/%3Fb%3D1"),
        (RequestFactory().post("/login/?next=/b/", {"next": "/a/"}), "?next=/a/"),
    ],
)
def test_a_login_leads_back_to_where_it_was_asked_for(request_: HttpRequest | None, leads: str) -> None:
    context = Context({"request": request_} if request_ else {})
    assert Template("{% way_back %}").render(context) == leads
