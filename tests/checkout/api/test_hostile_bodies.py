"""Every address of the hub for machines that takes a body, from the table of addresses: whatever is sent, it has an answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.addresses import filled, views_of
from tests.checkout.machines import bearer
from tests.checkout.worlds import NOW, World, make_application, make_world
from tests.hostile import BODIES, FORM, JSON, spoiled_form, spoiled_json

from minishop.checkout.merchants.models import Merchant

pytestmark = pytest.mark.django_db
PROTOCOL = Path(__file__).resolve().parents[3] / "protocol"
VIEWS = dict(views_of("minishop.checkout.urls"))
_ORDERS = "v1/pay-order/mall/product-orders"
_CLAIM = f"{_ORDERS}/<str:product_order_id>/claim"
APPLICATIONS = "v1/minishop/merchant-applications"
# The golden body of each door for machines, by its route; None where a body is not looked at.
GOLDEN = {
    "customer/api/order.nhn": "checkout-v1/order-prepaid.form",
    "payments/notify/": {"orderKey": "pay_1"},
    "v1/": None,
    "v1/oauth2/token": b"client_id=a&timestamp=1&client_secret_sign=b&grant_type=client_credentials&type=SELF",
    f"{_ORDERS}/last-changed-statuses": None,
    f"{_ORDERS}/query": "rest/query.request.json",
    f"{_ORDERS}/confirm": "rest/confirm.request.json",
    f"{_ORDERS}/dispatch": "rest/dispatch.request.json",
    f"{_CLAIM}/cancel/request": "rest/cancel-request.request.json",
    f"{_CLAIM}/cancel/approve": None,
    f"{_CLAIM}/cancel/reject": "rest/cancel-reject.request.json",
    f"{_CLAIM}/return/request": {"returnReason": "BROKEN", "collectDeliveryMethod": "RETURN_INDIVIDUAL"},
    f"{_CLAIM}/return/approve": None,
    f"{_CLAIM}/return/reject": {"rejectReturnReason": "쓴 흔적이 있습니다"},
    f"{_CLAIM}/return/holdback": "rest/return-holdback.request.json",
    f"{_CLAIM}/return/holdback/release": None,
    f"{_CLAIM}/exchange/collect/complete": None,
    f"{_CLAIM}/exchange/dispatch": {"reDeliveryCompany": "HYUNDAI", "reDeliveryTrackingNumber": "123456789013"},
    f"{_CLAIM}/exchange/reject": {"rejectExchangeReason": "같은 것이 없습니다"},
    f"{_CLAIM}/exchange/holdback": {"holdbackClassType": "EXCHANGE_PRODUCT_READY", "holdbackExchangeDetailReason": "준비 중"},
    f"{_CLAIM}/exchange/holdback/release": None,
    f"{_CLAIM}/exchange/accept": None,
    f"{_CLAIM}/return/accept": None,
    f"{_CLAIM}/return/collect/complete": None,
    f"{_CLAIM}/purchase-decision/request": None,
    "v1/minishop/claim-proposals": "minishop/claim-proposal.request.json",
    "v1/minishop/changes": None,
    "v1/minishop/changed-merchants": "minishop/changed-merchants.request.json",
    APPLICATIONS: "minishop/merchant-application.request.json",
    f"{APPLICATIONS}/<str:application_id>": None,
    f"{APPLICATIONS}/<str:application_id>/pg": "minishop/merchant-application-pg.request.json",
}  # fmt: skip
# Operations that need to be told nothing: they answer for an order that they do not find.
TOLD_NOTHING = {
    f"{_CLAIM}/exchange/dispatch",
    *(route for route, golden in GOLDEN.items() if route.startswith(_CLAIM) and not golden),
}
Send = Callable[[str, bytes], int]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    made = make_world()
    # As many requests as there are bodies, in one instant.
    for frame in ("endpoint", "host_endpoint"):
        monkeypatch.setattr(f"minishop.checkout.api.{frame}._buckets.take", _unlimited)
    return made


def _unlimited(*_: object, **__: object) -> object:
    from minishop.chassis.buckets import Allowance

    return Allowance(True, 1, 1, 1)


def door(world: World, route: str) -> Send:
    """Sends to a machine's door with what opens it."""
    client = Client(raise_request_exception=False)
    headers = {"Authorization": f"Bearer {settings.HOST_TOKEN}", "Idempotency-Key": "k"}
    if not route.startswith((APPLICATIONS, "v1/minishop/changed-merchants")):
        headers = bearer(world.merchant, NOW)
    path = filled(route).replace("/haru", f"/{make_application().id}")
    method = "PUT" if route.endswith("/pg") else "POST"
    return lambda kind, body: client.generic(method, path, body, content_type=kind, headers=headers).status_code


def test_every_door_for_machines_is_placed() -> None:
    assert {route for route, view in VIEWS.items() if getattr(view, "csrf_exempt", False)} == set(GOLDEN)


@pytest.mark.parametrize("route", sorted(GOLDEN))
def test_what_a_machine_sends_and_nobody_can_read_is_refused(world: World, clock: object, route: str) -> None:
    send = door(world, route)
    statuses = {name: send(kind, body) for name, (kind, body) in BODIES.items()}
    least = 200 if route in TOLD_NOTHING else 400
    assert {name: status for name, status in statuses.items() if not least <= status < 500} == {}


@pytest.mark.parametrize("route", sorted(route for route, golden in GOLDEN.items() if golden is not None))
def test_a_good_body_with_one_bad_value_has_an_answer(world: World, clock: object, route: str) -> None:
    send, golden = door(world, route), GOLDEN[route]
    if isinstance(golden, str):
        golden = (PROTOCOL / golden).read_bytes()
    if isinstance(golden, bytes) and not golden.lstrip().startswith(b"{"):
        statuses = {send(FORM, body) for body in spoiled_form(_own(golden, world.merchant))}
    else:
        statuses = {send(JSON, body) for body in spoiled_json(json.loads(golden) if isinstance(golden, bytes) else golden)}
    assert max(statuses) < 500
    assert statuses & {400, 404}


def _own(form: bytes, merchant: Merchant) -> bytes:
    """With the merchant's own credentials, so that the rest is read too."""
    kept = [pair for pair in form.strip().split(b"&") if not pair.startswith((b"SHOP_ID=", b"CERTI_KEY="))]
    own = [f"SHOP_ID={merchant.public_id}".encode(), f"CERTI_KEY={merchant.certi_key}".encode()]
    return b"&".join([*own, *kept]) if len(kept) != len(form.split(b"&")) else form
