"""지식쇼핑의 수집 결과: what the search tells of its last crawl, read from the wire (protocol/minishop, section 6)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta, Struct

from minishop.kernel.errors import DomainError

MAX_BYTES = 128 * 1024
_LARGEST = 1_000_000_000
_NO_NUL = r"\A[^\x00]*\Z"

Run = Annotated[str, Meta(pattern=r"\A[1-9][0-9]{0,18}\Z")]
Count = Annotated[int, Meta(ge=0, le=_LARGEST)]
Code = Annotated[str, Meta(max_length=40, pattern=r"\A[a-z0-9_]*\Z")]
Column = Annotated[str, Meta(max_length=40, pattern=_NO_NUL)]
Told = Annotated[str, Meta(max_length=50, pattern=_NO_NUL)]
Value = Annotated[str, Meta(max_length=80, pattern=_NO_NUL)]
Reason = Annotated[str, Meta(max_length=300, pattern=_NO_NUL)]


class Outcome(StrEnum):
    """How a crawl ended. ``held``: what the file left out has not been removed until somebody agrees."""

    APPLIED = "applied"
    HELD = "held"
    UNREACHABLE = "feed_unreachable"
    FILE_REFUSED = "file_refused"


class Unreadable(DomainError):
    """The body is no report."""

    code: ClassVar[str] = "unreadable_report"


class Refused(Struct, rename="camel", frozen=True, kw_only=True):
    """A line that the search refused: the id in the feed, why, and the cell that it is about."""

    product_id: Told
    fault: Code
    column: Column
    value: Value


class Held(Struct, rename="camel", frozen=True, kw_only=True):
    """What waits for somebody's word: how many products the search had, and how many the held file."""

    run: Run
    standing: Count
    coming: Count


class Report(Struct, rename="camel", frozen=True, kw_only=True, tag_field="type", tag="report"):
    """Where the shop stands after a crawl. ``refused`` are the first of ``refused_count``."""

    partner_id: Value
    run: Run
    crawled_at: Annotated[datetime, Meta(tz=True)]
    outcome: Outcome
    fault: Code
    reason: Reason
    listed: bool
    products: Count
    held: Held | None
    refused_count: Count
    refused: Annotated[tuple[Refused, ...], Meta(max_length=100)]

    @property
    def number(self) -> int:
        """The crawl as a number: a later one's is greater."""
        return int(self.run)


def read_report(body: bytes) -> Report:
    """The report of a body; raises Unreadable for anything else, whatever it is made of."""
    try:
        report = _decoder.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise Unreadable(why=str(error)[:200]) from None
    if not 2000 <= report.crawled_at.year < 3000:  # an instant at the ends of the calendar is none in another zone
        raise Unreadable(why="no crawl was at such a time")
    if max(report.number, int(report.held.run) if report.held else 0) >= 2**63:
        raise Unreadable(why="no crawl has such a number")
    return report


_decoder = msgspec.json.Decoder(Report)
