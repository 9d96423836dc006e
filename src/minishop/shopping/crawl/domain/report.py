"""수집 결과 알림: what a shop's host is told of a crawl (protocol/minishop, section 6)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from minishop.shopping.crawl.domain.ep import Reading
from minishop.shopping.crawl.domain.schedule import FAILURES, TAKEN, CrawlOutcome
from minishop.shopping.crawl.domain.verdicts import FeedKind

MOST_TOLD = 100
TOLD = TAKEN | FAILURES


class RefusedProduct(Struct, rename="camel", frozen=True):
    """A product whose line was refused: its id as the file has it, why, and the cell that it is about. Texts are cut."""

    product_id: str
    fault: str
    column: str
    value: str


class HeldLoss(Struct, rename="camel", frozen=True):
    """What waits for a person's word: the crawl that was held, how many products the search has, and how many its file had."""

    run: str
    standing: int
    coming: int


class Report(Struct, rename="camel", frozen=True, kw_only=True, tag_field="type", tag="report"):
    """Where a shop stands at the search after a crawl, and how that crawl went. ``refused`` are the first of ``refused_count``."""

    partner_id: str
    run: str
    crawled_at: str
    feed: FeedKind
    outcome: CrawlOutcome
    fault: str
    reason: str
    listed: bool
    products: int
    held: HeldLoss | None
    refused_count: int
    refused: tuple[RefusedProduct, ...]


Refusals = tuple[tuple[RefusedProduct, ...], int]


def refused_after(before: Report | None, reading: Reading, kind: FeedKind, outcome: CrawlOutcome) -> Refusals:
    """Whom the search refuses after a crawl, and how many. A full feed says it anew; a summary only of the products it names; a file
    that did not come, or is no feed, says nothing."""
    standing: Refusals = (before.refused, before.refused_count) if before else ((), 0)
    if outcome not in TAKEN:
        return standing
    found = [
        RefusedProduct(problem.product_code, problem.fault.value, problem.column, problem.value)
        for problem in reading.problems
        if not problem.is_warning
    ]
    if kind is FeedKind.FULL:
        return tuple(found[:MOST_TOLD]), reading.refused
    return _after_a_summary(standing, found, reading)


def _after_a_summary(standing: Refusals, found: Sequence[RefusedProduct], reading: Reading) -> Refusals:
    told, count = standing
    named = {*reading.products, *reading.removed, *(one.product_id for one in found)}
    kept = [one for one in told if one.product_id not in named]
    fresh = [one for one in found if one.product_id not in reading.products]
    return tuple([*kept, *fresh][:MOST_TOLD]), count - (len(told) - len(kept)) + len(fresh)


def is_news(before: Report | None, report: Report) -> bool:
    """Whether a host is to be told: of every full feed that was taken, and of anything else where it says what it was not told before."""
    if before is None or (report.feed is FeedKind.FULL and report.outcome in TAKEN):
        return True
    return msgspec.structs.replace(report, run=before.run, crawled_at=before.crawled_at, feed=before.feed) != before


def stored(report: Report) -> dict[str, object]:
    """The report as plain facts, to be kept."""
    facts: dict[str, object] = msgspec.to_builtins(report)
    return facts


def read_stored(facts: object) -> Report:
    """The report of kept facts."""
    return msgspec.convert(facts, Report)


def write_report(report: Report) -> bytes:
    """The body, its names in the protocol's order."""
    return msgspec.json.encode(report)
