"""What was typed stands in the page again, in every kind of control, and nowhere else."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st
from tests.sending import standing_in

from minishop.chassis.kept_forms.refilling import refilled

PAGE = """<!doctype html><html><body>
<form action="/search/"><input name="name" value="찾기"></form>
<form method="post" action="/other/"><input name="name" value="다른 폼"></form>
<form method="post" class="card"><input type="hidden" name="csrfmiddlewaretoken" value="new"><input type="hidden" name="_shown" value="n=2">
<input name="name" value="옛 이름" required>
<input type="number" name="price">
<input type="checkbox" name="shown" checked><input type="checkbox" name="days" value="mon"><input type="checkbox" name="days" value="tue" checked>
<input type="radio" name="way" value="a" checked><input type="radio" name="way" value="b">
<select name="kind"><option value="x" selected>X</option><option value="y">Y &amp; Z</option></select>
<textarea name="text" rows="3">옛 &lt;글&gt;</textarea>
<input type="file" name="picture"><input type="password" name="password"><input disabled><button name="go" value="1">저장</button>
</form><textarea name="text">밖</textarea></body></html>"""
FIELDS = {
    "name": ['새 "이름" <b>&amp;'],
    "price": ["12"],
    "days": ["mon"],
    "way": ["b"],
    "kind": ["y"],
    "text": ["\n첫 줄 <script>\n둘"],
    "_shown": ["n=1"],
    "csrfmiddlewaretoken": ["old"],
    "password": ["geheim"],
    "picture": ["x"],
}


def again(page: str = PAGE, path: str = "/here/", **changed: list[str]) -> str | None:
    return refilled(page, address="/here/?a=1", path=path, fields={**FIELDS, **changed}, notice="<p>알림</p>")


def test_the_cursor_stands_where_it_is_wanted() -> None:
    page = refilled(PAGE, address="/here/", path="/here/", fields=FIELDS, notice="", focus="price")
    assert page is not None
    assert page.count("autofocus") == 1
    assert '<input type="number" name="price" value="12" autofocus="">' in page


def test_every_kind_of_control_is_filled_again() -> None:
    page = again()
    assert page is not None
    sent = standing_in(HttpResponse(page))
    assert sent == {
        "_shown": "n=1",
        "name": '새 "이름" <b>&amp;',
        "price": "12",
        "days": "mon",
        "way": "b",
        "kind": "y",
        "text": "\n첫 줄 <script>\n둘",
        "password": "",
    }
    assert 'name="csrfmiddlewaretoken" value="new"' in page
    assert "geheim" not in page
    assert '<form method="post" class="card"><p>알림</p>' in page
    for left in ('value="찾기"', 'value="다른 폼"', '<textarea name="text">밖</textarea>', "Y &amp; Z"):
        assert left in page


def test_of_two_forms_that_lead_there_the_one_with_those_fields_is_filled() -> None:
    page = '<form method="post"><input name="a"></form><form method="post" action="/here/"><input name="name"><input name="price"></form>'
    assert again(page) == (
        '<form method="post"><input name="a"></form><form method="post" action="/here/"><p>알림</p>'
        '<input name="name" value="새 &quot;이름&quot; &lt;b&gt;&amp;amp;"><input name="price" value="12"></form>'
    )


@pytest.mark.parametrize("path", ["/nowhere/", "/search/"])
def test_a_page_without_the_form_stays_as_it_is(path: str) -> None:
    assert again(path=path) is None


def test_a_form_without_any_of_the_fields_stays_as_it_is() -> None:
    assert again('<form method="post"><input name="else"></form>') is None


def test_several_fields_of_one_name_are_filled_in_their_order() -> None:
    page = refilled(
        '<form method="post"><input name="a"><input name="a"><input name="a" value="z"></form>',
        address="/", path="/", fields={"a": ["1", "2"]}, notice="",
    )  # fmt: skip
    assert page == '<form method="post"><input name="a" value="1"><input name="a" value="2"><input name="a" value="z"></form>'


@given(
    st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"))),
    st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"))),
)
def test_whatever_was_typed_stands_there_again(name: str, text: str) -> None:
    page = again(name=[name], text=[text])
    assert page is not None
    sent = standing_in(HttpResponse(page))
    assert (sent["name"], sent["text"]) == (name, text)
