"""What operators find of a clock that jumped, in whichever console shows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from tests.page_lines import lacking, lines

from minishop.chassis.jobs.jumps import clock_jumps, note_jump

NOON = datetime(2025, 4, 4, 3, 0, tzinfo=UTC)
JUMPS = """
    ## 컴퓨터 시계가 갑자기 바뀌었습니다
    정기 작업은 지난 시간을 기준으로 계속합니다. 시각 동기화(NTP) 설정을 확인해 주세요.
    2025.04.04 13:00 · 90초 앞으로
    2025.04.04 12:00 · 10,800초 뒤로
    <확인했습니다 → POST /seen/ upto=$upto>
"""


def shown() -> HttpResponse:
    context = {"clock_jumps": clock_jumps(), "clock_seen_url": "/seen/"}
    return HttpResponse(render_to_string("jobs/_clock_jumps.html", context, RequestFactory().get("/")))


def test_each_jump_is_shown_with_a_way_to_say_that_it_was_seen(db: None) -> None:
    note_jump(timedelta(hours=-3), true_now=NOON)
    note_jump(timedelta(seconds=90), true_now=NOON + timedelta(hours=1))
    assert lacking(shown(), JUMPS, upto=clock_jumps()[0].id) == []


def test_a_steady_clock_is_not_spoken_of(db: None) -> None:
    assert lines(shown()) == []
