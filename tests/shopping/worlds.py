"""Builders of the search's tests: an approved partner, feed files, a shop that answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from minishop.chassis import http
from minishop.chassis.http import Answer, Outcome, Request
from minishop.chassis.tenancy import scope
from minishop.kernel.ids import new_id
from minishop.kernel.won import Won
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.crawl.models import CrawlRun, Schedule
from minishop.shopping.crawl.services.crawl import request_of, take_file
from minishop.shopping.crawl.services.schedule import admit
from minishop.shopping.index.domain.listing import Listing
from minishop.shopping.index.domain.texts import LIMITS
from minishop.shopping.index.services import replace_all
from minishop.shopping.partners.models import Operator, Partner
from minishop.shopping.partners.services import Application, apply, create_operator

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
HEADER = ("id", "title", "price_pc", "link", "image_link", "category_name1", "brand", "shipping")


def application(code: str = "haru", **facts: str) -> Application:
    """A shop's application."""
    url = f"http://{code}.shop.localhost:8100/"
    given = {
        "shop_code": code,
        "shop_name": "하루상점" if code == "haru" else f"{code} 상점",
        "shop_url": url,
        "business_name": "하루상사",
        "representative": "김하루",
        "business_number": "1234567891",
        "phone": "02-123-4500",
        "email": "owner@haru.example",
        "ep_version": "3.0",
        "feed_url": f"{url}ep/full.tsv",
        "summary_url": f"{url}ep/summary.tsv",
    }
    return Application(**{**given, **facts})


def applied(code: str = "haru", *, now: datetime = NOON) -> Partner:
    """A partner that waits for its review."""
    return apply(application_key=f"key-{code}", application=application(code), now=now)[0]


def approved(code: str = "haru", *, now: datetime = NOON) -> Partner:
    """A partner whose first crawl is due."""
    return admit(partner=applied(code, now=now), now=now)


def reported(code: str = "haru", url: str = "http://mall.localhost:8100/channel/reports/haru/") -> Partner:
    """A partner whose host wants to hear of its crawls."""
    return admit(partner=apply(application_key=f"key-{code}", application=application(code, report_url=url), now=NOON)[0], now=NOON)


def operator() -> Operator:
    """Someone who runs the search."""
    return create_operator(email="operator@shopping.example", name="운영자", password=PASSWORD, now=NOON)


def schedule_of(partner: Partner) -> Schedule:
    """A partner's schedule, whatever scope is open."""
    with scope(partner.id):
        return Schedule.objects.get()


def row(code: str = "P1", **cells: str) -> dict[str, str]:
    """A good line of a full feed."""
    host = "http://haru.shop.localhost:8100"
    good = {
        "id": code,
        "title": f"린넨 원피스 {code}",
        "price_pc": "39000",
        "link": f"{host}/products/{code}/",
        "image_link": f"{host}/media/{code}.jpg",
        "category_name1": "원피스",
        "brand": "하루",
        "shipping": "2500",
    }
    return {**good, **cells}


def changed(code: str, word: str, **cells: str) -> dict[str, str]:
    """A good line of a summary."""
    return row(code, **{"class": word, "update_time": "2026-11-23 10:00:00", **cells})


def feed(*rows: Mapping[str, str], header: tuple[str, ...] = HEADER) -> bytes:
    """A feed file of these lines."""
    names = [*header, *(["class", "update_time"] if any("class" in each for each in rows) else [])]
    lines = ["\t".join(names), *("\t".join(each.get(name, "") for name in names) for each in rows)]
    return ("\n".join(lines) + "\n").encode()


class Shop:
    """A shop at the other end: answers with what it was told last, and remembers what it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answer = Answer(Outcome.REFUSED, 404, reason="HTTP 404")
        self.asked: list[str] = []
        monkeypatch.setattr("minishop.chassis.jobs.attempts.send", self._send)
        monkeypatch.setattr(http, "send", self._send)

    def serves(self, body: bytes) -> None:
        """From now on it has this file."""
        self.answer = Answer(Outcome.SENT, 200, body)

    def fails(self, status: int = 0, outcome: Outcome = Outcome.TIMED_OUT) -> None:
        """From now on it does not answer, or answers with an error."""
        self.answer = Answer(Outcome.REFUSED if status else outcome, status, reason=f"HTTP {status}" if status else "no answer")

    def _send(self, request: Request) -> Answer:
        self.asked.append(request.url)
        return replace(self.answer, began=new_id())


def crawl(*, partner: Partner, kind: FeedKind, now: datetime) -> CrawlRun | None:
    """Fetches and applies a partner's feed, as the task does."""
    request = request_of(partner=partner, kind=kind)
    return None if request is None else take_file(partner=partner, kind=kind, answer=http.send(request), now=now)


def listing(code: str, title: str, **facts: object) -> Listing:
    """A product in the index's own words."""
    given: dict[str, object] = {
        **dict.fromkeys(LIMITS, ""),
        "product_code": code,
        "title": title,
        "price": Won(10_000),
        "list_price": None,
        "shipping": 2500,
        "link": f"http://haru.shop.localhost:8100/products/{code}/",
        "image_link": f"http://haru.shop.localhost:8100/media/{code}.jpg",
        "categories": ("생활", "", "", ""),
        "condition": "신상품",
        "review_count": 0,
    }
    return Listing(**{**given, **facts})  # type: ignore[arg-type]


def indexed(partner: Partner, *listings: Listing, now: datetime = NOON) -> None:
    """Makes these the partner's products."""
    replace_all(partner=partner, listings=listings, now=now)
