"""The address finder's answers, as protocol/juso shows them, and what is never asked."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from tools.measure import PROJECT

from minishop.chassis.http import Answer, Outcome
from minishop.chassis.postal import ends, finder
from minishop.chassis.postal.domain import BadKeyword, FinderSilent, Found, Place, Problem, TooManySearches, keyword_of

GOLDEN = PROJECT / "protocol" / "juso"
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
END = ends.End("https://finder.example/addrLinkApi.do", "k-1", "새터로 12")
_VISITORS = count()


def answer(name: str) -> Answer:
    return Answer(Outcome.SENT, 200, (GOLDEN / f"{name}.response.json").read_bytes())


@pytest.fixture
def asked(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the finder is asked; it answers as the golden file does."""
    settings.ADDRESS_FINDER = END
    found: list[str] = []

    def exchange(method: str, url: str, **_: object) -> Answer:
        found.append(url)
        return answer("found")

    monkeypatch.setattr(finder, "exchange", exchange)
    return found


def find(typed: str, *, visitor: object = None, now: datetime = NOON) -> Found:
    return finder.find(typed, visitor=f"visitor-{next(_VISITORS)}" if visitor is None else str(visitor), now=now)


def test_an_answer_is_read_as_written(asked: list[str]) -> None:
    """R89."""
    found = find(" 새터로\u200b  58 ")
    assert (found.total, len(found.places)) == (13, 2)
    assert found.places[0] == Place("04521", "서울특별시 가온구 새터로 58 (새터동)", "서울특별시 가온구 새터동 142-6")
    url = urlsplit(asked[0])
    assert f"{url.scheme}://{url.netloc}{url.path}" == END.url
    assert parse_qs(url.query) == {
        "confmKey": ["k-1"],
        "currentPage": ["1"],
        "countPerPage": ["20"],
        "keyword": ["새터로 58"],
        "resultType": ["json"],
    }


def test_a_keyword_that_is_refused_says_why() -> None:
    with pytest.raises(BadKeyword) as refused:
        finder.read(answer("broad"))
    assert refused.value.facts["problem"] == Problem.TOO_BROAD


SILENT = {
    "열쇠가 틀림": answer("key"),
    "시간 초과": Answer(Outcome.TIMED_OUT, reason="no answer in 2 s"),
    "고장": Answer(Outcome.REFUSED, 503, b"{}", reason="HTTP 503"),
    "HTML": Answer(Outcome.SENT, 200, b"<html>"),
    "모양이 다름": Answer(Outcome.SENT, 200, b'{"results": {}}'),
    "수가 아님": Answer(Outcome.SENT, 200, b'{"results": {"common": {"errorCode": "0", "totalCount": "x"}}}'),
}


@pytest.mark.parametrize("came", SILENT.values(), ids=SILENT)
def test_what_is_no_answer_is_silence(came: Answer) -> None:
    with pytest.raises(FinderSilent):
        finder.read(came)


def test_a_row_without_a_postcode_is_left_out() -> None:
    rows = [{"roadAddr": "a", "zipNo": ""}, {"roadAddr": "b", "zipNo": "04520"}, {"roadAddr": " ", "zipNo": "04521"}]
    body = json.dumps({"results": {"common": {"errorCode": "0", "totalCount": "3"}, "juso": rows}})
    assert [place.road for place in finder.read(Answer(Outcome.SENT, 200, body.encode())).places] == ["b"]


BAD = {
    "한 글자": ("새", Problem.TOO_SHORT),
    "기호뿐": ("%=[]", Problem.TOO_SHORT),
    "숫자뿐": ("12-3", Problem.NO_WORD),
    "41자": ("가" * 41, Problem.TOO_LONG),
    "열한 자리": ("새터로 12345678901", Problem.TOO_LONG),
}


@pytest.mark.parametrize(("typed", "problem"), BAD.values(), ids=BAD)
def test_what_cannot_be_searched_asks_nobody_and_costs_nothing(asked: list[str], typed: str, problem: Problem) -> None:
    for _ in range(finder.BURST + 1):
        with pytest.raises(BadKeyword) as refused:
            find(typed, visitor=f"bad-{typed}")
        assert refused.value.facts["problem"] == problem
    assert asked == []


def test_the_longest_keywords_are_taken_and_hangul_is_composed() -> None:
    assert keyword_of("가" * 40) == "가" * 40
    assert keyword_of("새터로 1234567890") == "새터로 1234567890"
    assert keyword_of("\u1109\u1162\u1110\u1165로１２") == "새터로12"


def test_a_visitor_who_searches_without_end_is_told_to_wait_and_no_other(asked: list[str]) -> None:
    for _ in range(finder.BURST):
        find("새터로", visitor="one")
    with pytest.raises(TooManySearches):
        find("새터로", visitor="one")
    find("새터로", visitor="another")
    find("새터로", visitor="one", now=NOON + timedelta(seconds=1))
    assert len(asked) == finder.BURST + 2


def test_an_installation_without_a_finder_asks_nobody(asked: list[str], settings: Any) -> None:
    settings.ADDRESS_FINDER = None
    with pytest.raises(FinderSilent):
        find("새터로 12")
    assert asked == []


CHOSEN = {
    "샌드박스": ("sandbox", {}, "http://sandbox.localhost:8400/addrlink/addrLinkApi.do"),
    "샌드박스에서 공공": ("sandbox", {"MINISHOP_ADDRESS_FINDER": "juso", "MINISHOP_JUSO_KEY": "k"}, ends.PUBLIC),
    "샌드박스에서 끔": ("sandbox", {"MINISHOP_ADDRESS_FINDER": "none"}, None),
    "운영": ("production", {"MINISHOP_JUSO_KEY": "k"}, ends.PUBLIC),
    "운영, 열쇠 없음": ("production", {}, None),
    "운영에서 끔": ("production", {"MINISHOP_ADDRESS_FINDER": "none", "MINISHOP_JUSO_KEY": "k"}, None),
}


@pytest.mark.parametrize(("mode", "told", "url"), CHOSEN.values(), ids=CHOSEN)
def test_configuration_chooses_who_is_asked(
    monkeypatch: pytest.MonkeyPatch, mode: str, told: dict[str, str], url: str | None
) -> None:
    configure(monkeypatch, mode, told)
    end = ends.configured_end()
    assert (end.url if end else None) == url
    assert "'k'" not in repr(end)


@pytest.mark.parametrize(
    ("mode", "finder"),
    [("production", "juso"), ("production", "sandbox"), ("sandbox", "google")],
    ids=["열쇠 없음", "운영", "모름"],
)
def test_a_finder_that_cannot_be_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch, mode: str, finder: str) -> None:
    configure(monkeypatch, mode, {"MINISHOP_ADDRESS_FINDER": finder})
    with pytest.raises(ImproperlyConfigured):
        ends.configured_end()


def configure(monkeypatch: pytest.MonkeyPatch, mode: str, told: dict[str, str]) -> None:
    for name in ("MINISHOP_ADDRESS_FINDER", "MINISHOP_JUSO_KEY", "SANDBOX_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"MINISHOP_MODE": mode, **told}.items():
        monkeypatch.setenv(name, value)
