"""수집 결과 알림: signed, fresh, the newest counts (protocol/minishop, section 6)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.mall.worlds import SEARCH, make_product

from minishop.mall.api import signed
from minishop.mall.catalog.services.products import delete_product
from minishop.mall.feed.models import RefusedProduct, SearchConnection
from minishop.mall.shops.models import Shop

GOLDEN = json.loads((Path(__file__).resolve().parents[3] / "protocol" / "minishop" / "report.json").read_text(encoding="utf-8"))
SENT = datetime.fromtimestamp(int(GOLDEN["headers"]["webhook-timestamp"]), UTC)
RUN = 7312000000000000009
PATH = "/channel/reports/haru/"


@pytest.fixture(autouse=True)
def on_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed, "now", lambda: SENT)


def knock(client: Client, body: str = GOLDEN["body"], path: str = PATH, **changed: str) -> int:
    headers: dict[str, Any] = {**GOLDEN["headers"], **{name.replace("_", "-"): value for name, value in changed.items()}}
    return client.post(path, body, content_type="application/json", headers=headers).status_code


def say(client: Client, **changed: object) -> int:
    """The golden report, some of it otherwise, signed as the search would."""
    body = json.dumps({**json.loads(GOLDEN["body"]), **changed})
    stamp = GOLDEN["headers"]["webhook-timestamp"]
    key = base64.b64decode(SEARCH["report_secret"].removeprefix("whsec_"))
    made = base64.b64encode(hmac.new(key, f"m.{stamp}.{body}".encode(), hashlib.sha256).digest()).decode()
    return knock(client, body, webhook_id="m", webhook_signature=f"v1,{made}")


def known() -> dict[str, Any]:
    return dict(SearchConnection.objects.values().get())


def test_the_golden_report_is_kept(listed: Shop, client: Client) -> None:
    """A4, R32: outcome, what is held, and each refused product beside ours."""
    product = make_product(listed, "P1001")
    assert knock(client) == 202
    told = known()
    assert (told["run"], told["outcome"], told["products"], told["is_listed"]) == (RUN, "held", 30, True)
    assert told["crawled_at"] == datetime(2026, 11, 22, 16, 12, tzinfo=UTC)
    assert (told["held_run"], told["held_standing"], told["held_coming"], told["refused_count"]) == (RUN, 30, 10, 2)
    kept = RefusedProduct.objects.order_by("position").values_list("product_id", "listed_as", "fault", "column", "value")
    assert list(kept) == [(product.id, "P1001", "bad_price", "price_pc", "0"), (None, "P-1002", "missing", "title", "")]


def test_a_product_is_known_by_its_number_too_and_a_deleted_one_is_not(listed: Shop, client: Client) -> None:
    dotted, _gone = make_product(listed, "DOT.1"), make_product(listed, "GONE")
    delete_product(shop=listed, code="GONE", now=SENT)
    cell = {"fault": "missing", "column": "title", "value": ""}
    assert say(client, refused=[{"productId": name, **cell} for name in (f"N{dotted.id}", "GONE")]) == 202
    assert list(RefusedProduct.objects.order_by("position").values_list("product_id", flat=True)) == [dotted.id, None]


def test_the_next_report_replaces_the_last_and_an_older_one_changes_nothing(listed: Shop, client: Client) -> None:
    knock(client)
    before = known()
    for run in (RUN, RUN - 1):
        assert say(client, run=str(run), products=7, refused=[]) == 202
    assert (known(), RefusedProduct.objects.count()) == (before, 2)
    newer: dict[str, object] = {
        "run": str(RUN + 1),
        "outcome": "applied",
        "held": None,
        "refusedCount": 0,
        "refused": [],
        "products": 10,
    }
    assert say(client, **newer) == 202
    assert (known()["outcome"], known()["held_run"], known()["held_coming"], known()["products"]) == ("applied", None, 0, 10)
    assert not RefusedProduct.objects.exists()


BAD: dict[str, dict[str, object]] = {
    "다른 상점": {"partnerId": "sp_other"},
    "너무 큰 번호": {"run": str(2**63)},
    "너무 큰 보류 번호": {"held": {"run": str(2**63), "standing": 2, "coming": 1}},
    "모르는 결과": {"outcome": "perhaps"},
    "시간대 없는 시각": {"crawledAt": "2026-11-23T01:12:00.000"},
    "달력의 처음": {"crawledAt": "0001-01-01T00:00:00+14:00"},
    "달력의 끝": {"crawledAt": "9999-12-31T23:59:59Z"},
    "백 개를 넘음": {"refused": [{"productId": "P", "fault": "missing", "column": "", "value": ""}] * 101},
    "NUL": {"reason": "\x00"},
    "긴 값": {"refused": [{"productId": "P", "fault": "missing", "column": "", "value": "가" * 81}]},
}


@pytest.mark.parametrize("changed", BAD.values(), ids=BAD)
def test_what_is_no_report_to_this_shop_is_refused(listed: Shop, client: Client, changed: dict[str, object]) -> None:
    assert (say(client, **changed), known()["run"]) == (400, 0)


def test_names_of_a_later_version_are_left_alone(listed: Shop, client: Client) -> None:
    assert say(client, novelty={"a": 1}) == 202


def test_only_the_search_is_heard(listed: Shop, client: Client) -> None:
    assert knock(client, webhook_signature="v1,AAAA") == 401
    assert knock(client, GOLDEN["body"].replace('"products":30', '"products":31')) == 401
    assert knock(client, path="/channel/reports/maru/") == 404
    SearchConnection.objects.update(report_secret="")  # a search that knows no reports
    assert (knock(client), known()["run"]) == (404, 0)


def test_a_body_that_is_too_long_is_not_read(listed: Shop, client: Client) -> None:
    assert knock(client, " " * (128 * 1024 + 1)) == 413


def test_the_secret_of_the_reports_is_sealed(listed: Shop) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT report_secret FROM mall_feed_searchconnection WHERE shop_id = %s", [listed.id])
        assert cursor.fetchall()[0][0].startswith("f1:")
