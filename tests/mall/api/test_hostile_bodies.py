"""Every address of the mall that takes a body, from the tables of addresses: whatever is sent, it has an answer."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.addresses import filled, patterns_of, views_of
from tests.hostile import BODIES, JSON, spoiled_json
from tests.mall.backoffice.offices import ARGUMENTS, furnish
from tests.mall.worlds import KEYS, NOW, Cast

from minishop.mall.api import signed
from minishop.mall.shops.models import Shop

PROTOCOL = Path(__file__).resolve().parents[3] / "protocol"
PLATFORM = dict(views_of("minishop.mall.urls.platform"))
STOREFRONT = dict(views_of("minishop.mall.urls.storefront"))
NAMES = {route: pattern.name or "" for route, pattern in patterns_of("minishop.mall.urls.platform")}
OFFICE = "office/<slug:code>/"
# The golden body of each door for machines, by its route.
GOLDEN = {"channel/hints/<slug:code>/": "minishop/hint.json", "channel/holds/<slug:code>/": "minishop/check.json"}


@pytest.fixture(autouse=True)
def on_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed, "now", lambda: NOW)


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
def test_a_signed_body_that_cannot_be_read_is_refused(connected: Shop, route: str) -> None:
    client = Client(raise_request_exception=False)
    statuses = everything(lambda kind, body: send_signed(client, filled(route), kind, body))
    assert {name: status for name, status in statuses.items() if not 400 <= status < 500} == {}


@pytest.mark.parametrize("route", sorted(GOLDEN))
def test_a_signed_body_with_one_bad_value_has_an_answer(connected: Shop, route: str) -> None:
    client = Client(raise_request_exception=False)
    golden = json.loads((PROTOCOL / GOLDEN[route]).read_text(encoding="utf-8"))
    statuses = {send_signed(client, filled(route), JSON, body) for body in spoiled_json(golden)}
    assert max(statuses) < 500
    assert 400 in statuses


@pytest.mark.parametrize("route", sorted(route for route in PLATFORM if not is_for_machines(PLATFORM[route])))
def test_a_form_of_the_platform_and_the_offices_has_an_answer(cast: Cast, route: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.owner)
    address = _address(cast, route)
    statuses = everything(lambda kind, body: client.generic("POST", address, body, content_type=kind).status_code)
    assert {name: status for name, status in statuses.items() if status >= 500} == {}


def _address(cast: Cast, route: str) -> str:
    name = NAMES[route]
    if not route.startswith(OFFICE) or not ARGUMENTS.get(name):
        return filled(route)
    given = furnish(cast.haru)
    return reverse(name, args=["haru", *(given[argument] for argument in ARGUMENTS[name])])


@pytest.mark.parametrize("route", sorted(STOREFRONT))
def test_a_form_of_a_storefront_has_an_answer(connected: Shop, route: str) -> None:
    client = Client(headers={"host": "haru.shop.localhost"}, raise_request_exception=False)
    statuses = everything(lambda kind, body: client.generic("POST", filled(route), body, content_type=kind).status_code)
    assert {name: status for name, status in statuses.items() if status >= 500} == {}
