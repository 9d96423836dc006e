"""Every address of the sandbox for machines that takes a body, from the table of addresses: whatever is sent, it has an answer."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from tests.addresses import filled, views_of
from tests.hostile import BODIES, JSON, spoiled_json
from tests.sandbox.worlds import approved, basic, golden

pytestmark = pytest.mark.django_db
VIEWS = dict(views_of("minishop.sandbox.urls"))
HOST = {"Authorization": f"Bearer {settings.HOST_TOKEN}", "Idempotency-Key": "k"}
# The golden body of each door for machines, by its route; None where a body is not looked at.
GOLDEN = {
    "pg/v1/contracts": "pg-contract",
    "pg/v1/contracts/<int:contract_id>": None,
    "pg/v1/sessions": "pg-session",
    "pg/v1/payments": None,
    "pg/v1/transactions": None,
    "pg/v1/cancels": None,
    "pg/v1/payments/<slug:payment_key>/cancel": "pg-cancel",
    "pg/v1/payments/<slug:payment_key>/confirm": "pg-confirm",
    "carriers/v1/<slug:carrier>/<str:tracking_number>": None,
    "addrlink/addrLinkApi.do": None,
    "messages/v1/sms": "sms",
    "messages/v1/mail": "mail",
}


def send(client: Client, route: str, kind: str, body: bytes, headers: dict[str, str]) -> int:
    return client.generic("POST", filled(route), body, content_type=kind, headers=headers).status_code


def opening(route: str) -> dict[str, str]:
    return {**basic(approved()), "Idempotency-Key": "k"} if route.startswith("pg/v1/") and "contracts" not in route else HOST


def test_every_door_for_machines_is_placed() -> None:
    assert {route for route, view in VIEWS.items() if getattr(view, "csrf_exempt", False)} == set(GOLDEN)


@pytest.mark.parametrize("route", sorted(GOLDEN))
def test_what_a_machine_sends_and_nobody_can_read_is_refused(client: Client, route: str) -> None:
    client.raise_request_exception = False
    headers = opening(route)
    statuses = {name: send(client, route, kind, body, headers) for name, (kind, body) in BODIES.items()}
    assert {name: status for name, status in statuses.items() if not 400 <= status < 500} == {}


@pytest.mark.parametrize("route", sorted(route for route, name in GOLDEN.items() if name))
def test_a_good_body_with_one_bad_value_has_an_answer(client: Client, route: str) -> None:
    client.raise_request_exception = False
    headers = opening(route)
    statuses = {send(client, route, JSON, body, headers) for body in spoiled_json(golden(f"{GOLDEN[route]}.request.json"))}
    assert max(statuses) < 500
    assert statuses & {400, 404}
