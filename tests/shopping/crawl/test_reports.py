"""수집 결과 알림: a shop's host hears what was refused and held, signed, and only what it was not told (protocol/minishop, section 6)."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.shopping.worlds import NOON, Shop, approved, changed, crawl, feed, reported, row

from minishop.chassis.http import Answer, Outcome, Request
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.registry import Later
from minishop.chassis.webhooks import sign
from minishop.shopping.crawl.domain.report import MOST_TOLD, RefusedProduct, Report, write_report
from minishop.shopping.crawl.domain.verdicts import FeedKind
from minishop.shopping.crawl.services.schedule import accept_loss
from minishop.shopping.crawl.tasks import prepare_report, send_report
from minishop.shopping.partners.models import Partner

pytestmark = pytest.mark.django_db
GOLDEN = json.loads((Path(__file__).resolve().parents[3] / "protocol" / "minishop" / "report.json").read_text(encoding="utf-8"))
HOUR = timedelta(hours=1)
NO_PRICE = {"productId": "BAD", "fault": "bad_price", "column": "price_pc", "value": "0"}


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Shop:
    return Shop(monkeypatch)


def is_told(partner: Partner, kind: FeedKind = FeedKind.FULL, *, after: timedelta = timedelta()) -> bool:
    """Whether a crawl is told the host."""
    Job.objects.all().delete()
    partner.refresh_from_db()
    crawl(partner=partner, kind=kind, now=NOON + after)
    return Job.objects.filter(
        task="shopping.crawl.tasks.send_report", key=f"shopping.crawl.tasks.send_report:{partner.id}"
    ).exists()


def request_to(partner: Partner) -> Request:
    request = prepare_report(partner.id, NOON)
    assert request is not None
    return request


def told(partner: Partner) -> dict[str, Any]:
    """What the host reads."""
    body: dict[str, Any] = json.loads(request_to(partner).content or b"")
    return body


def test_the_golden_report() -> None:
    body = GOLDEN["body"].encode()
    head = GOLDEN["headers"]
    made = sign(GOLDEN["secret"], message_id=head["webhook-id"], timestamp=int(head["webhook-timestamp"]), body=body)
    assert made == head["webhook-signature"]


def test_a_full_crawl_is_told_with_what_was_refused(shop: Shop) -> None:
    """A4, R32: the product's id, the fault and the column; signed, under one identity however often it is sent."""
    partner = reported()
    shop.serves(feed(row("P1"), row("BAD", price_pc="0"), row("DEAR", shipping="9999999", brand="가" * 61)))
    assert is_told(partner)
    request, said = request_to(partner), told(partner)
    run = said.pop("run")
    assert request.url == "http://mall.localhost:8100/channel/reports/haru/"
    assert request.headers["webhook-id"] == f"report_{run}" == request_to(partner).headers["webhook-id"]
    body = request.content or b""
    made = sign(partner.report_secret, message_id=f"report_{run}", timestamp=int(NOON.timestamp()), body=body)
    assert request.headers["webhook-signature"] == made
    refused = [NO_PRICE, {"productId": "DEAR", "fault": "bad_shipping", "column": "shipping", "value": "9999999"}]
    assert said == {
        "type": "report", "partnerId": partner.public_id, "crawledAt": "2026-11-23T12:00:00.000+09:00", "feed": "full",
        "outcome": "applied", "fault": "", "reason": "", "listed": True, "products": 1, "held": None, "refusedCount": 2, "refused": refused,
    }  # fmt: skip
    assert list(json.loads(body)) == list(json.loads(GOLDEN["body"]))


def test_a_summary_changes_what_is_refused_of_the_products_it_names(shop: Shop) -> None:
    partner = reported()
    shop.serves(feed(row("P1"), *(row(code, price_pc="0") for code in ("CURED", "GONE", "BAD"))))
    assert is_told(partner)
    shop.serves(feed(changed("CURED", "U"), changed("GONE", "D"), changed("P1", "U", title="")))
    assert is_told(partner, FeedKind.SUMMARY, after=HOUR)
    said = told(partner)
    assert (said["feed"], said["refusedCount"], said["products"]) == ("summary", 2, 2)
    assert said["refused"] == [NO_PRICE, {"productId": "P1", "fault": "missing", "column": "title", "value": ""}]
    assert not is_told(partner, FeedKind.SUMMARY, after=2 * HOUR)  # the same again is no news
    shop.serves(feed(row("P1"), row("BAD")))
    assert is_told(partner, after=3 * HOUR)
    assert (told(partner)["refusedCount"], told(partner)["refused"]) == (0, [])


def test_a_held_loss_is_told_until_somebody_agrees(shop: Shop) -> None:
    partner = reported()
    shop.serves(feed(*(row(f"P{number}") for number in range(30))))
    is_told(partner)
    shop.serves(feed(*(row(f"P{number}") for number in range(10))))
    assert is_told(partner, after=HOUR)
    said = told(partner)
    assert (said["outcome"], said["products"]) == ("held", 30)
    assert said["held"] == {"run": said["run"], "standing": 30, "coming": 10}
    accept_loss(partner=partner, run_id=int(said["run"]), now=NOON)
    assert is_told(partner, after=2 * HOUR)
    assert (told(partner)["outcome"], told(partner)["held"], told(partner)["products"]) == ("applied", None, 10)


def test_failures_are_told_once_and_the_end_of_the_listing_too(shop: Shop) -> None:
    """What was refused before stays refused: a file that did not come says nothing."""
    partner = reported()
    shop.serves(feed(row("P1"), row("BAD", price_pc="0")))
    is_told(partner)
    shop.fails(503)
    assert is_told(partner, after=HOUR)
    said = told(partner)
    assert (said["outcome"], said["fault"], said["reason"], said["listed"]) == ("feed_unreachable", "refused", "HTTP 503", True)
    assert (said["refused"], said["products"]) == ([NO_PRICE], 1)
    assert not is_told(partner, after=2 * HOUR)
    assert is_told(partner, after=timedelta(days=4))
    assert (told(partner)["listed"], int(told(partner)["run"]) > int(said["run"])) == (False, True)
    shop.serves(b"id\ttitle\n")
    assert is_told(partner, after=timedelta(days=5))
    assert (told(partner)["outcome"], told(partner)["fault"]) == ("file_refused", "header_incomplete")


def test_a_shop_that_has_not_opened_yet_is_told_nothing(shop: Shop) -> None:
    """R6."""
    assert not is_told(reported())


def test_a_host_without_an_address_is_told_nothing(shop: Shop) -> None:
    partner = approved()
    shop.serves(feed(row("P1")))
    assert not is_told(partner)
    assert prepare_report(partner.id, NOON) is None


def test_a_stranger_is_called_sparingly_and_our_own_mall_as_it_answers(shop: Shop) -> None:
    shop.serves(feed(row("P1")))
    own, strange = reported(), reported("maru", "https://host.example/reports")
    for partner in (own, strange):
        is_told(partner)
    assert (request_to(own).at_once, request_to(strange).at_once) == (None, 2)


@pytest.mark.parametrize("status", [401, 404, 503])
def test_a_report_that_is_not_taken_is_told_again(status: int) -> None:
    with pytest.raises(Later, match=str(status)):
        send_report.run(1, Answer(Outcome.REFUSED, status, reason=f"HTTP {status}"), NOON)
    send_report.run(1, Answer(Outcome.SENT, 202), NOON)


def test_no_report_is_longer_than_the_protocol_says(shop: Shop) -> None:
    """128 kB: as many refused products as are told, each as long as it can be."""
    partner = reported()
    bad = [row(f"{number:03}" + "\x01" * 47, price_pc="\x01" * 90) for number in range(MOST_TOLD + 20)]
    shop.serves(feed(row("P1"), *bad))
    is_told(partner)
    assert (told(partner)["refusedCount"], len(told(partner)["refused"])) == (MOST_TOLD + 20, MOST_TOLD)
    whole = replace_texts(told(partner))
    assert len(write_report(whole)) < 131_072


def replace_texts(said: dict[str, Any]) -> Report:
    """The same report with every text as long, in JSON, as the search lets it become."""
    longest = RefusedProduct("\x01" * 50, "too_many_fields", "manufacture_define_number", "\x01" * 80)
    facts = {"partner_id": said["partnerId"], "run": said["run"], "crawled_at": said["crawledAt"], "reason": "\x01" * 300}
    return Report(
        **facts, feed=FeedKind.FULL, outcome=said["outcome"], fault="", listed=True, products=1, held=None, refused_count=120,
        refused=(longest,) * MOST_TOLD,
    )  # fmt: skip
