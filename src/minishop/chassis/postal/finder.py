"""Asking the address finder, within two seconds and not too often."""

from __future__ import annotations

import logging
from collections.abc import Hashable
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlencode

import msgspec
from django.conf import settings

from minishop.chassis.buckets import Buckets
from minishop.chassis.http import Answer, Terms, exchange
from minishop.chassis.postal.domain import BadKeyword, FinderSilent, Found, Place, Problem, TooManySearches, keyword_of
from minishop.chassis.postal.ends import End

SHOWN = 20
# A visitor's searches: a second each in the long run, and so many at once while somebody types.
RATE, BURST = 1, 20
SECONDS = 2.0
# Two calls at once, so that a slow finder holds two page threads at most, for two seconds.
_TERMS = Terms("addresses", at_once=2, patience=0.3)
_PROBLEMS = MappingProxyType(
    {
        "E0005": Problem.TOO_SHORT,
        "E0006": Problem.TOO_BROAD,
        "E0008": Problem.TOO_SHORT,
        "E0009": Problem.NO_WORD,
        "E0010": Problem.TOO_LONG,
        "E0011": Problem.TOO_LONG,
        "E0012": Problem.NO_WORD,
        "E0013": Problem.UNSEARCHABLE,
        "E0015": Problem.TOO_BROAD,
    }
)
_buckets = Buckets()
_log = logging.getLogger(__name__)


class _Common(msgspec.Struct, rename="camel"):
    error_code: str
    error_message: str = ""
    total_count: str = "0"


class _Row(msgspec.Struct, rename="camel"):
    road_addr: str
    zip_no: str
    jibun_addr: str = ""


class _Results(msgspec.Struct):
    common: _Common
    juso: list[_Row] | None = None


class _Answer(msgspec.Struct):
    results: _Results


def find(typed: str, *, visitor: Hashable, now: datetime) -> Found:
    """The first places that a text fits. Raises BadKeyword, TooManySearches, FinderSilent; a text that cannot be searched costs nothing."""
    end: End | None = settings.ADDRESS_FINDER
    if end is None:
        raise FinderSilent(reason="this installation asks no address finder")
    keyword = keyword_of(typed)
    if not _buckets.take(visitor, rate=RATE, burst=BURST, now=now).is_granted:
        raise TooManySearches
    return read(_ask(end, keyword))


def _ask(end: End, keyword: str) -> Answer:
    query = {"confmKey": end.key, "currentPage": 1, "countPerPage": SHOWN, "keyword": keyword, "resultType": "json"}
    return exchange("GET", f"{end.url}?{urlencode(query)}", timeout=SECONDS, max_bytes=200_000, terms=_TERMS)


def read(answer: Answer) -> Found:
    """What an answer of the finder says. Raises BadKeyword, FinderSilent."""
    if not answer.ok:
        raise FinderSilent(reason=answer.reason)
    try:
        results = msgspec.json.decode(answer.body, type=_Answer).results
        total = int(results.common.total_count)
    except (msgspec.DecodeError, ValueError):
        raise FinderSilent(reason="an answer that cannot be read") from None
    if results.common.error_code == "0":
        return Found(tuple(_place(row) for row in results.juso or [] if _is_whole(row)), total)
    problem = _PROBLEMS.get(results.common.error_code)
    if problem is None:
        _log.warning("the address finder refuses: %s %s", results.common.error_code, results.common.error_message[:200])
        raise FinderSilent(reason=results.common.error_code)
    raise BadKeyword(problem=problem.value)


def _is_whole(row: _Row) -> bool:
    return len(row.zip_no) == 5 and row.zip_no.isascii() and row.zip_no.isdigit() and bool(row.road_addr.strip())


def _place(row: _Row) -> Place:
    return Place(row.zip_no, " ".join(row.road_addr.split()), " ".join(row.jibun_addr.split()))
