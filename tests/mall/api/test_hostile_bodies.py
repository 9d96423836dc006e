"""Every door of the mall for machines, from the tables of addresses: whatever is sent, it has an answer."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.addresses import filled, views_of
from tests.hostile import BODIES, JSON, spoiled_json
from tests.mall.worlds import KEYS, NOW

from minishop.mall.api import signed
from minishop.mall.feed.models import SearchConnection
from minishop.mall.shops.models import Shop

PROTOCOL = Path(__file__).resolve().parents[3] / "protocol"
PLATFORM = dict(views_of("minishop.mall.urls.platform"))
STOREFRONT = dict(views_of("minishop.mall.urls.storefront"))
# The golden body of each door for machines, by its route.
GOLDEN = {
    "channel/hints/<slug:code>/": "minishop/hint.json",
    "channel/holds/<slug:code>/": "minishop/check.json",
    "channel/reports/<slug:code>/": "minishop/report.json",
}


@pytest.fixture(autouse=True)
def on_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed, "now", lambda: NOW)


@pytest.fixture
def listening(listed: Shop) -> Shop:
    """The shop, to which hub and search speak under one secret."""
    SearchConnection.objects.update(report_secret=KEYS["hint_secret"])
    return listed


def send_signed(client: Client, path: str, content_type: str, body: bytes) -> int:
    """As the hub would, with its signature: the body is looked into only then."""
    stamp = str(int(NOW.timestamp()))
    key = base64.b64decode(KEYS["hint_secret"].removeprefix("whsec_"))
    made = base64.b64encode(hmac.new(key, f"m-1.{stamp}.".encode() + body, hashlib.sha256).digest()).decode()
    headers = {"webhook-id": "m-1", "webhook-timestamp": stamp, "webhook-signature": f"v1,{made}"}
    return client.generic("POST", path, body, content_type=content_type, headers=headers).status_code


def everything(send: Callable[[str, bytes], int]) -> dict[str, int]:
    return {name: send(content_type, body) for name, (content_type, body) in BODIES.items()}


def is_for_machines(view: object) -> bool:
    return getattr(view, "csrf_exempt", False)


def test_every_door_for_machines_has_its_golden_body() -> None:
    assert {route for route, view in {**PLATFORM, **STOREFRONT}.items() if is_for_machines(view)} == set(GOLDEN)


@pytest.mark.parametrize("route", sorted(GOLDEN))
def test_a_signed_body_that_cannot_be_read_is_refused(listening: Shop, route: str) -> None:
    client = Client(raise_request_exception=False)
    statuses = everything(lambda kind, body: send_signed(client, filled(route), kind, body))
    assert {name: status for name, status in statuses.items() if not 400 <= status < 500} == {}


@pytest.mark.parametrize("route", sorted(GOLDEN))
def test_a_signed_body_with_one_bad_value_has_an_answer(listening: Shop, route: str) -> None:
    client = Client(raise_request_exception=False)
    golden = json.loads((PROTOCOL / GOLDEN[route]).read_text(encoding="utf-8"))
    statuses = {send_signed(client, filled(route), JSON, body) for body in spoiled_json(golden)}
    assert max(statuses) < 500
    assert 400 in statuses
