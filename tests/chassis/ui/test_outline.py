"""The outline that every page extends."""

from __future__ import annotations

import pytest
from django.template import engines
from django.test import RequestFactory


def page(source: str, **context: object) -> str:
    """A page made of the outline and some blocks."""
    template = engines["django"].from_string("{% extends 'ui/page.html' %}" + source)
    return str(template.render(context, RequestFactory().get("/a/?b=1&c=2")))


def test_a_page_names_its_language_and_lets_one_skip_to_the_content() -> None:
    shown = page("{% block content %}<p>글</p>{% endblock %}")
    assert '<html lang="ko"' in shown
    assert '<a class="skip-link" href="#content">' in shown
    assert '<main id="content"' in shown
    assert "width=device-width" in shown
    assert "vendor/noto-sans-kr/index.css" in shown


def test_the_language_is_chosen_by_a_form_that_returns_here() -> None:
    shown = " ".join(page("").split())
    assert 'action="/i18n/setlang/" method="post"' in shown
    assert 'name="next" value="/a/?b=1&amp;c=2"' in shown
    assert 'value="en" lang="en"' in shown
    assert ">English</button>" in shown


def test_a_sandbox_says_that_nothing_is_real(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'class="ribbon"' in page("")
    monkeypatch.setenv("MINISHOP_MODE", "production")
    assert 'class="ribbon"' not in page("")


@pytest.mark.parametrize(("level", "look"), [("success", "ok"), ("warning", "warn"), ("error", "bad"), ("info", "info")])
def test_messages_are_notices(level: str, look: str) -> None:
    class Said:
        level_tag = level

        def __str__(self) -> str:
            return "저장 <b>했습니다</b>"

    shown = page("", messages=[Said()])
    assert f'class="notice notice-{look}"' in shown
    assert "저장 &lt;b&gt;했습니다&lt;/b&gt;" in shown
