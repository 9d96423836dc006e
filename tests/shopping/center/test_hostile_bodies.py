"""Every address of the search for machines that takes a body, from the table of addresses: whatever is sent, it has an answer."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from tests.addresses import filled, views_of
from tests.hostile import BODIES, JSON, spoiled_json
from tests.shopping.worlds import approved

pytestmark = pytest.mark.django_db
VIEWS = dict(views_of("minishop.shopping.urls"))
APPLICATIONS = "v1/minishop/partner-applications"
LOSS = f"{APPLICATIONS}/<str:application_id>/accepted-loss"
CRAWLS = f"{APPLICATIONS}/<str:application_id>/crawls"
MACHINES = {APPLICATIONS, f"{APPLICATIONS}/<str:application_id>", LOSS, CRAWLS}
GOLDEN = {
    "shopCode": "haru", "shopName": "하루상점", "shopUrl": "http://haru.shop.localhost/", "epVersion": "3.0",
    "feedUrl": "http://haru.shop.localhost/ep/full.tsv",
}  # fmt: skip
HEADERS = {"Authorization": f"Bearer {settings.HOST_TOKEN}", "Idempotency-Key": "k"}


def test_every_door_for_machines_is_placed() -> None:
    assert {route for route, view in VIEWS.items() if getattr(view, "csrf_exempt", False)} == MACHINES


@pytest.mark.parametrize("route", sorted(MACHINES))
def test_what_a_machine_sends_and_nobody_can_read_is_refused(client: Client, route: str) -> None:
    client.raise_request_exception = False
    statuses = {
        name: client.generic("POST", filled(route), body, content_type=kind, headers=HEADERS).status_code
        for name, (kind, body) in BODIES.items()
    }
    assert {name: status for name, status in statuses.items() if not 400 <= status < 500} == {}


def test_a_good_application_with_one_bad_value_has_an_answer(client: Client) -> None:
    client.raise_request_exception = False
    statuses = {
        client.generic("POST", filled(APPLICATIONS), body, content_type=JSON, headers=HEADERS).status_code
        for body in spoiled_json(GOLDEN)
    }
    assert max(statuses) < 500
    assert 400 in statuses


def test_whatever_is_agreed_to_has_an_answer(client: Client) -> None:
    client.raise_request_exception = False
    address = f"/{APPLICATIONS}/{approved().id}/accepted-loss"
    sent = [(kind, body) for kind, body in BODIES.values()] + [(JSON, body) for body in spoiled_json({"run": "7"})]
    statuses = {client.generic("PUT", address, body, content_type=kind, headers=HEADERS).status_code for kind, body in sent}
    assert statuses <= {400, 409, 413}
