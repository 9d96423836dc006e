"""What operators find of guessing, in whichever console shows it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from tests.page_lines import lacking, lines

from minishop.chassis.logins.domain import Kind
from minishop.chassis.logins.models import GuessCounter
from minishop.chassis.logins.queries import guessed_at

UNTIL = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
GUESSED = """
    ## 비밀번호를 맞혀 보려는 시도
    하루 동안 시도가 없으면 목록에서 사라집니다. 전에 로그인한 적이 있는 브라우저에서는 그대로 로그인할 수 있습니다.
"""
AN_ACCOUNT = """
    owner@mall.example
    이 계정의 비밀번호를 여러 곳에서 여러 번 틀렸습니다. 2026.11.23 12:00까지 받지 않습니다.
"""
AN_ADDRESS = """
    203.0.113.9
    이 주소에서 여러 계정의 비밀번호를 틀렸습니다. 2026.11.23 12:00까지 받지 않습니다.
"""


def shown() -> HttpResponse:
    return HttpResponse(render_to_string("logins/_guessing.html", {"guessed_at": guessed_at()}))


@pytest.mark.parametrize(
    ("kind", "subject", "wanted"),
    [(Kind.ACCOUNT, "owner@mall.example", AN_ACCOUNT), (Kind.ADDRESS, "203.0.113.9", AN_ADDRESS)],
    ids=["계정", "주소"],
)
def test_who_is_guessed_at_stands_with_the_reason_and_the_end(db: None, kind: Kind, subject: str, wanted: str) -> None:
    GuessCounter.objects.create(key="k", kind=kind.value, subject=subject, empty_at=UNTIL, closed_until=UNTIL)
    assert lacking(shown(), GUESSED + wanted) == []


def test_where_nobody_guesses_nothing_is_said(db: None) -> None:
    assert lines(shown()) == []
