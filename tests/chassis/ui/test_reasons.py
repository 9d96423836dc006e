"""Reasons in words: those that are known, those of others as they are, and nothing of our inside to those who do not run it."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation

from minishop.chassis.jobs.attempts import NEVER_ENDED
from minishop.chassis.jobs.queue import _ENDED_ITS_WORKER
from minishop.chassis.ui.reasons import worded, worded_plainly

KNOWN = [
    ("no answer in 5 s", "5초 안에 답이 없었습니다", "No answer within 5 seconds"),
    ("no answer in 0.5 s", "0.5초 안에 답이 없었습니다", "No answer within 0.5 seconds"),
    ("silent for 20 s", "20초 동안 아무것도 보내지 않았습니다", "Nothing was sent for 20 seconds"),
    ("HTTP 503", "오류로 답했습니다(HTTP 503)", "Answered with an error (HTTP 503)"),
    ("more than 5,000,000 bytes", "답이 너무 큽니다(5,000,000바이트 초과)", "The answer is too large (more than 5,000,000 bytes)"),
    ("[Errno 111] Connection refused", "연결되지 않았습니다", "No connection"),
    ("ReadError", "답하는 도중에 연결이 끊겼습니다", "The connection broke before the answer was complete"),
    (
        _ENDED_ITS_WORKER,
        "이 일을 하던 작업 프로세스가 세 번 잇달아 끝났습니다",
        "The worker that did it ended three times in a row",
    ),
    (NEVER_ENDED, "끝나지 않거나, 하던 작업 프로세스가 끝났습니다", "It never ended, or ended its worker"),
    ("no such task", "이 판에는 없는 작업입니다", "This version has no such work"),
    (
        "not asked again yet, after: HTTP 503",
        "잠시 부르지 않는 중입니다. 앞선 이유: 오류로 답했습니다(HTTP 503)",
        "Left alone for a while, after: Answered with an error (HTTP 503)",
    ),
]
OTHERS = [
    "",
    "상품이 없습니다.",
    "the PG has not said yet",
    "HTTP 503 and more",
    "4000 merchants",
    "100% %(n)s",
    "Reason: sold out",
]
FAULTS = ["OperationalError: no such table: x", "ValueError: ", "TimeoutError", "OSError: gone", "ScopeMissing: x"]


@pytest.mark.parametrize(("reason", "korean", "english"), KNOWN)
def test_what_is_known_is_said_in_the_readers_language(reason: str, korean: str, english: str) -> None:
    assert (worded(reason), worded_plainly(reason)) == (korean, korean)
    with translation.override("en"):
        assert worded(reason) == english


@pytest.mark.parametrize("reason", OTHERS)
def test_what_others_say_stands_as_it_is(reason: str) -> None:
    assert (worded(reason), worded_plainly(reason)) == (reason, reason)


@pytest.mark.parametrize("reason", FAULTS)
def test_a_fault_of_ours_is_for_those_who_run_the_service(reason: str) -> None:
    assert worded(reason) == reason
    assert worded_plainly(reason) == "시스템 오류입니다. 되풀이되면 운영자에게 알려 주세요"


def test_pages_word_a_reason() -> None:
    page = Template("{{ a|reason }} / {{ b|plain_reason }}").render(Context({"a": "HTTP 503", "b": "OSError: gone"}))
    assert page == "오류로 답했습니다(HTTP 503) / 시스템 오류입니다. 되풀이되면 운영자에게 알려 주세요"
