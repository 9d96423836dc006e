"""What other services' pages wait for at the hub calls nobody, so that no two services wait for each other."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.checkout.api.test_applications import ADDRESS, BODY, HOST
from tests.checkout.api.test_orders_api import ORDERS, lotte
from tests.checkout.machines import Clock, bearer, signature_text
from tests.checkout.worlds import World, make_application, make_paid_order, make_world
from tests.leaves import forbid_calls, leaves_not_among
from tests.wire.checkout.test_order_registration import body_of

from minishop.chassis.tenancy import scope
from minishop.checkout.merchants.models import Merchant, MerchantCounter
from minishop.checkout.orders.models import OrderLine

pytestmark = pytest.mark.django_db


class Caller:
    """Other parties' software, with everything it needs to be answered well."""

    def __init__(self, client: Client, world: World, clock: Clock) -> None:
        merchant = world.merchant
        Merchant.objects.filter(id=merchant.id).update(public_id="np_abcde123456", certi_key="0F2C9A54-7B1D-4E0A-9C38-5D7A1B2C3D4E")
        with scope(merchant.id):
            MerchantCounter.objects.update(public_id="np_abcde123456")
        self.client, self.merchant, self.clock, self.token = client, merchant, clock, bearer(merchant, clock())
        with scope(merchant.id):
            order = make_paid_order(merchant, world.buyer)
            self.number = OrderLine.objects.get(merchant_id=merchant.id, order_id=order.id).number
        self.application = make_application("waits").id

    def get(self, address: str) -> Any:
        return self.client.get(address, headers=self.token)

    def post(self, address: str, body: Any) -> Any:
        return self.client.post(address, body, content_type="application/json", headers=self.token)

    def form(self, address: str, body: Any) -> Any:
        return self.client.post(address, body, content_type="application/x-www-form-urlencoded")

    def signed(self) -> dict[str, Any]:
        stamp = int(self.clock().timestamp() * 1000)
        sign = signature_text(self.merchant, stamp)
        known = {"client_id": self.merchant.client_id, "timestamp": stamp, "client_secret_sign": sign}
        return {**known, "grant_type": "client_credentials", "type": "SELF"}

    def host(self, method: str, address: str, body: Any = None) -> Any:
        headers = {**HOST, "Idempotency-Key": "key-9"}
        return self.client.generic(method, address, body, content_type="application/json", headers=headers)


# What each operation on a claim is told; on an order without one, all but the first two say why not.
CLAIMS: dict[str, dict[str, str]] = {
    "cancel/request": {"cancelReason": "SOLD_OUT"},
    "return/request": {"returnReason": "BROKEN", "collectDeliveryMethod": "RETURN_INDIVIDUAL"},
    "cancel/approve": {},
    "cancel/reject": {"rejectCancelReason": "이미 보냈습니다"},
    "return/accept": {},
    "return/collect/complete": {},
    "return/approve": {},
    "return/reject": {"rejectReturnReason": "쓴 흔적이 있습니다"},
    "return/holdback": {"holdbackClassType": "RETURN_DELIVERYFEE", "holdbackReturnDetailReason": "배송비를 주세요"},
    "return/holdback/release": {},
    "exchange/accept": {},
    "exchange/collect/complete": {},
    "exchange/dispatch": {"reDeliveryCompany": "HYUNDAI", "reDeliveryTrackingNumber": "123456789013"},
    "exchange/reject": {"rejectExchangeReason": "같은 것이 없습니다"},
    "exchange/holdback": {"holdbackClassType": "EXCHANGE_PRODUCT_READY", "holdbackExchangeDetailReason": "준비하고 있습니다"},
    "purchase-decision/request": {},
    "exchange/holdback/release": {},
}


def _claim(body: dict[str, str]) -> Callable[[Caller, str], Any]:
    return lambda by, at: by.post(at.replace("LINE", by.number), body)


CALLS: dict[str, Callable[[Caller, str], Any]] = {
    **{f"{ORDERS}/LINE/claim/{act}": _claim(body) for act, body in CLAIMS.items()},
    "/v1/minishop/claim-proposals": lambda by, at: by.post(
        at, {"cancelReason": "SOLD_OUT", "productOrders": [{"productOrderId": by.number}]}
    ),
    "/customer/api/order.nhn": lambda by, at: by.form(at, body_of("order-prepaid")),
    "/v1/oauth2/token": lambda by, at: by.form(at, urlencode(by.signed())),
    f"{ORDERS}/last-changed-statuses?lastChangedFrom=2026-11-23T00%3A00%3A00%2B09%3A00": lambda by, at: by.get(at),
    f"{ORDERS}/query": lambda by, at: by.post(at, {"productOrderIds": [by.number]}),
    f"{ORDERS}/confirm": lambda by, at: by.post(at, {"productOrderIds": [by.number]}),
    f"{ORDERS}/dispatch": lambda by, at: by.post(at, {"dispatchProductOrders": [lotte(by.number)]}),
    "/v1/minishop/changes": lambda by, at: by.get(at),
    "/v1/minishop/changed-merchants": lambda by, at: by.host("POST", at, '{"merchants": [["np_abcde123456", ""]]}'),
    ADDRESS: lambda by, at: by.host("POST", at, json.dumps(BODY)),
    f"{ADDRESS}/APPLICATION": lambda by, at: by.host("GET", at.replace("APPLICATION", str(by.application))),
    f"{ADDRESS}/APPLICATION/pg": lambda by, at: by.host(
        "PUT", at.replace("APPLICATION", str(by.application)), '{"provider": "sandbox", "mid": "mid_haru", "secretKey": "sk_haru"}'
    ),
}


@pytest.mark.parametrize("address", CALLS)
def test_a_leaf_answers_well_and_calls_nobody(address: str, client: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    by = Caller(client, make_world(), clock)
    forbid_calls(monkeypatch)
    answer = CALLS[address](by, address)
    assert answer.status_code in (200, 201), answer.content


def test_every_leaf_of_the_hub_is_called_here() -> None:
    assert leaves_not_among([*CALLS, "/metrics"], "minishop.checkout.urls") == []
