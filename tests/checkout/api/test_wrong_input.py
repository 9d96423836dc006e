"""Bodies made to break a reader: refused in the API's form, never with a fault of ours."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from tests.checkout.worlds import make_merchant

from minishop.chassis.clock import now
from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import ApiToken, Merchant
from minishop.checkout.payments.models import PgContract

pytestmark = pytest.mark.django_db
DEEP = "[" * 100_000
BODIES = [
    DEEP,
    f'{{"x":{DEEP}',
    f'{{"dispatchProductOrders":{DEEP}',
    '{"productOrderIds":["\\ud800"]}',
    '{"productOrderIds":["\\u0000"]}',
]


@pytest.mark.parametrize("body", BODIES, ids=["깊다", "모르는 칸이 깊다", "아는 칸이 깊다", "반쪽 글자", "NUL"])
@pytest.mark.parametrize("path", ["query", "confirm", "dispatch"])
def test_the_order_api_refuses_it(client: Client, path: str, body: str) -> None:
    merchant = make_merchant()
    with scope(merchant.id):
        digest = hashlib.sha256(b"token").hexdigest()
        ApiToken.objects.create(merchant=merchant, digest=digest, issued_at=now(), expires_at=now() + timedelta(hours=1))
    address, headers = f"/v1/pay-order/mall/product-orders/{path}", {"Authorization": "Bearer token"}
    answer = client.post(address, body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "4000")


NUL = '{"provider":"sandbox","mid":"a\\u0000","secretKey":"s"}'
NUL_IN_LIST = '{"provider":"sandbox","mid":"a","secretKey":"s","means":["card\\u0000"]}'


@pytest.mark.parametrize("body", [DEEP, f'{{"x":{DEEP}', NUL, NUL_IN_LIST], ids=["깊다", "칸이 깊다", "NUL", "목록 속 NUL"])
def test_the_host_api_refuses_it_and_changes_nothing(client: Client, body: str) -> None:
    merchant = make_merchant()
    address, headers = f"/v1/minishop/merchant-applications/{merchant.id}/pg", {"Authorization": "Bearer sandbox-host-token"}
    answer = client.put(address, body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "INVALID")
    with scope(merchant.id):
        assert list(PgContract.objects.values_list("mid", "state")) == [("mid-1", "live")]


@pytest.mark.parametrize("address", ["http://shop.example:99999/", "http://shop.example/a b", "http://shop.example/\x01"])
def test_an_address_that_nobody_could_call_is_refused(client: Client, address: str) -> None:
    facts = {"shopCode": "haru", "shopName": "하루", "businessName": "하루", "representative": "김", "businessNumber": "1234567891"}
    facts |= {"phone": "02", "email": "a@b", "shopUrl": "http://haru.example/", "productInfoUrl": address}
    headers = {"Authorization": "Bearer sandbox-host-token", "Idempotency-Key": "k"}
    answer = client.post("/v1/minishop/merchant-applications", facts, content_type="application/json", headers=headers)
    assert [fault["name"] for fault in answer.json()["invalidInputs"]] == ["productInfoUrl"]
    assert not Merchant.objects.exists()
