"""``POST /v1/oauth2/token`` (protocols, REST order API, section 2)."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client
from tests.checkout.machines import Clock, signature_text
from tests.checkout.worlds import World, make_application, make_world

from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import ApiToken, Merchant
from minishop.checkout.merchants.tokens import merchant_of_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def fields(merchant: Merchant, clock: Clock, **changed: str) -> dict[str, str]:
    timestamp = int(clock().timestamp() * 1000)
    return {
        "client_id": merchant.client_id or "",
        "timestamp": str(timestamp),
        "client_secret_sign": signature_text(merchant, timestamp),
        "grant_type": "client_credentials",
        "type": "SELF",
        **changed,
    }


def ask(form: dict[str, str], client: Client) -> Any:
    return client.post("/v1/oauth2/token", urlencode(form), content_type="application/x-www-form-urlencoded")


def test_a_token_lives_three_hours_and_is_given_again_while_it_has_thirty_minutes(
    world: World, clock: Clock, client: Client
) -> None:
    first = ask(fields(world.merchant, clock), client).json()
    assert (first["expires_in"], first["token_type"]) == (10800, "Bearer")
    clock.time += timedelta(hours=2, minutes=30)
    again = ask(fields(world.merchant, clock), client).json()
    assert (again["access_token"], again["expires_in"]) == (first["access_token"], 1800)
    clock.time += timedelta(seconds=1)
    fresh = ask(fields(world.merchant, clock), client).json()
    assert fresh["access_token"] != first["access_token"]
    for text in (first["access_token"], fresh["access_token"]):
        assert merchant_of_token(text, clock()) == world.merchant
    clock.time += timedelta(minutes=30)
    assert merchant_of_token(first["access_token"], clock()) is None


def test_the_same_signed_request_again_gives_the_same_token(world: World, clock: Clock, client: Client) -> None:
    form = fields(world.merchant, clock)
    assert ask(form, client).json()["access_token"] == ask(form, client).json()["access_token"]
    with scope(world.merchant.id):
        assert ApiToken.objects.count() == 1


@pytest.mark.parametrize("seconds", [-301, 301, -86400])
def test_a_time_more_than_five_minutes_away_is_refused(world: World, clock: Clock, client: Client, seconds: int) -> None:
    form = fields(world.merchant, clock)
    clock.time += timedelta(seconds=seconds)
    answer = ask(form, client)
    assert (answer.status_code, answer.json()["invalidInputs"][0]["name"]) == (400, "timestamp")


@pytest.mark.parametrize("seconds", [-300, 300])
def test_up_to_five_minutes_it_is_taken(world: World, clock: Clock, client: Client, seconds: int) -> None:
    form = fields(world.merchant, clock)
    clock.time += timedelta(seconds=seconds)
    assert ask(form, client).status_code == 200


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"client_secret_sign": "JDJhJDA0"}, "client_secret_sign"),
        ({"client_secret_sign": ""}, "client_secret_sign"),
        ({"client_id": "nobody"}, "client_secret_sign"),
        ({"client_id": "\x00"}, "client_id"),
        ({"timestamp": "soon"}, "timestamp"),
        ({"timestamp": "-1"}, "timestamp"),
        ({"grant_type": "password"}, "grant_type"),
        ({"type": "ANY"}, "type"),
    ],
    ids=["위조 서명", "서명 없음", "모르는 앱", "널 문자", "시각 아님", "음수", "다른 승인", "다른 종류"],
)
def test_a_request_that_does_not_fit_is_refused(
    world: World, clock: Clock, client: Client, changed: dict[str, str], named: str
) -> None:
    answer = ask(fields(world.merchant, clock, **changed), client)
    body = answer.json()
    assert (answer.status_code, body["code"], body["invalidInputs"][0]["name"], body["data"]) == (400, "BAD_REQUEST", named, {})
    assert all(isinstance(body[name], str) for name in ("code", "message", "timestamp"))
    with scope(world.merchant.id):
        assert not ApiToken.objects.exists()


def test_another_merchants_signature_is_refused(world: World, clock: Clock, client: Client) -> None:
    form = fields(world.merchant, clock, client_id=world.other_merchant.client_id or "")
    assert ask(form, client).status_code == 400


def test_a_seller_is_oneself_or_forbidden(world: World, clock: Clock, client: Client) -> None:
    own, other = world.merchant.public_id or "", world.other_merchant.public_id or ""
    assert ask(fields(world.merchant, clock, type="SELLER", account_id=own), client).status_code == 200
    assert ask(fields(world.merchant, clock, type="SELLER", account_id=other), client).status_code == 403


def test_the_query_is_no_body(world: World, clock: Clock, client: Client) -> None:
    answer = client.post("/v1/oauth2/token", query_params=fields(world.merchant, clock))
    assert answer.status_code == 415
    assert client.get("/v1/oauth2/token").status_code == 405


def test_an_undecided_merchant_has_no_token(clock: Clock, client: Client) -> None:
    waiting = make_application()
    assert waiting.client_id is None
    form = {"client_id": "None", "timestamp": str(int(clock().timestamp() * 1000)), "client_secret_sign": ""}
    assert ask({**form, "grant_type": "client_credentials", "type": "SELF"}, client).status_code == 400


def test_after_the_old_key_is_gone_a_token_opens_but_is_not_told_again(
    world: World, clock: Clock, client: Client, settings: Any
) -> None:
    """A token is derived from its row and the service's key (decision 0019)."""
    first = ask(fields(world.merchant, clock), client).json()["access_token"]
    settings.ENCRYPTION_KEYS = ("a-new-key", *settings.ENCRYPTION_KEYS)
    assert ask(fields(world.merchant, clock), client).json()["access_token"] == first
    call_command("reseal_secrets", stdout=StringIO())
    settings.ENCRYPTION_KEYS = ("a-new-key",)
    fresh = ask(fields(world.merchant, clock), client).json()["access_token"]
    assert fresh != first
    assert [merchant_of_token(text, clock()) for text in (first, fresh)] == [world.merchant] * 2
