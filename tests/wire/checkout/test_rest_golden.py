"""The hub's side of ``protocol/rest`` and ``protocol/minishop``: what it writes equals the files, what it reads they say."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.checkout.machines import Carriers, Clock, HintReceiver, bearer
from tests.checkout.worlds import make_account, make_merchant, make_order, make_payment, taken

from minishop.chassis.tenancy import scope
from minishop.checkout.merchants import services as merchants
from minishop.checkout.merchants.models import Merchant, MerchantCounter
from minishop.checkout.orders.domain.registration import RegisteredLine
from minishop.checkout.orders.models import Change, Order, OrderLine
from minishop.checkout.payments.models import PgContract
from minishop.checkout.payments.services.settling import record_verdict
from minishop.kernel.won import Won

pytestmark = pytest.mark.django_db
PROTOCOL = Path(__file__).parents[3] / "protocol"
ORDERS = "/v1/pay-order/mall/product-orders"
PAID_AT = datetime(2026, 11, 23, 0, 59, 58, 120_000, tzinfo=UTC)
LINES = (
    RegisteredLine("P1001", "하루 머그컵", 2, Won(12000), Won(25000), "색상:흰색 / 크기:M", "V2001", "P1001"),
    RegisteredLine("P1001", "하루 머그컵", 1, Won(12000), Won(1000), "추가옵션 - 포장:선물포장", "V2009", "P1001"),
)


def golden(name: str) -> Any:
    """A golden message; what changes with every answer is taken out."""
    return without_moment(json.loads((PROTOCOL / name).read_text(encoding="utf-8")))


def without_moment(body: Any) -> Any:
    return {name: value for name, value in body.items() if name not in ("timestamp", "traceId")} if isinstance(body, dict) else body


@pytest.fixture
def merchant() -> Merchant:
    merchant = make_merchant()
    keys = golden("minishop/merchant-application-approved.response.json")["merchant"]
    merchant.public_id, merchant.certi_key, merchant.button_key = keys["merchantId"], keys["certiKey"], keys["buttonKey"]
    merchant.client_id, merchant.client_secret, merchant.hint_secret = keys["clientId"], keys["clientSecret"], keys["hintSecret"]
    merchant.save()
    with scope(merchant.id):
        MerchantCounter.objects.update(public_id=merchant.public_id)
    return merchant


@pytest.fixture
def order(merchant: Merchant, clock: Clock, as_golden: None) -> Order:
    """The order of the golden messages: two lines, paid at a second before ten."""
    buyer = make_account("buyer01")
    order = make_order(merchant, buyer, *LINES, now=PAID_AT)
    with scope(merchant.id):
        for line, number in zip(OrderLine.objects.order_by("position"), ("2026112387654321", "2026112387654322"), strict=True):
            OrderLine.objects.filter(id=line.id).update(number=number)
        Order.objects.filter(id=order.id).update(
            number="2026112312345678",
            ordered_at=datetime(2026, 11, 23, 0, 58, tzinfo=UTC),
            orderer_name="김구매",
            orderer_email="buyer@haru.example",
            recipient_name="이수령",
            recipient_phone="010-2345-6789",
            delivery_note="문 앞에 놓아 주세요.",
        )
        record_verdict(payment=make_payment(order, now=PAID_AT), verdict=taken(order), now=PAID_AT)
        Order.objects.filter(id=order.id).update(payment_means="신용카드")
        return Order.objects.get(id=order.id)


@pytest.fixture
def as_golden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes have the identities of the golden cursors."""
    made = count(0x2AF31C95B80D3F1)
    monkeypatch.setattr(Change._meta.get_field("id"), "_get_default", lambda: next(made))


class Shop:
    """Shop software that sends the golden requests and keeps the answers."""

    def __init__(self, client: Client, merchant: Merchant, clock: Clock) -> None:
        self._client, self._headers = client, bearer(merchant, clock())

    def get(self, address: str, **query: str) -> Any:
        return without_moment(self._client.get(address, query_params=query, headers=self._headers).json())

    def post(self, address: str, message: str) -> Any:
        body = (PROTOCOL / "rest" / message).read_bytes()
        answer = self._client.generic("POST", address, body, content_type="application/json", headers=self._headers)
        return without_moment(answer.json())


@pytest.fixture
def shop(client: Client, merchant: Merchant, order: Order, clock: Clock) -> Shop:
    return Shop(client, merchant, clock)


def test_last_changed_statuses(shop: Shop) -> None:
    query = {"lastChangedFrom": "2026-11-23T00:00:00.000+09:00"}
    assert shop.get(f"{ORDERS}/last-changed-statuses", **query) == golden("rest/last-changed-statuses.response.json")
    page = shop.get(f"{ORDERS}/last-changed-statuses", **query, limitCount="1")
    assert page == golden("rest/last-changed-statuses-more.response.json")


def test_query(shop: Shop) -> None:
    assert shop.post(f"{ORDERS}/query", "query.request.json") == golden("rest/query.response.json")


def test_confirm(shop: Shop) -> None:
    assert shop.post(f"{ORDERS}/confirm", "confirm.request.json") == golden("rest/confirm.response.json")


def test_dispatch_and_what_follows(shop: Shop, clock: Clock, carriers: Carriers) -> None:
    assert shop.post(f"{ORDERS}/dispatch", "dispatch.request.json") == golden("rest/dispatch.response.json")
    assert shop.get("/v1/minishop/changes") == golden("minishop/changes.response.json")
    carriers.usual = "NOT_FOUND"
    clock.work()
    [first, _] = shop.post(f"{ORDERS}/query", "query.request.json")["data"]
    assert [first] == golden("rest/query-wrong-number.response.json")["data"]


def test_a_cursor_beyond_the_end_of_the_feed(shop: Shop) -> None:
    assert shop.get("/v1/minishop/changes", after="294") == golden("minishop/changes-ahead.response.json")


def test_the_golden_token_request(client: Client, merchant: Merchant, clock: Clock) -> None:
    clock.time = datetime.fromtimestamp(1_700_000_000, UTC)
    Merchant.objects.filter(id=merchant.id).update(client_secret="$2a$04$abcdefghijklmnopqrstuu")
    form = (PROTOCOL / "rest" / "token.request.form").read_text()
    answer = client.post("/v1/oauth2/token", form, content_type="application/x-www-form-urlencoded").json()
    expected = golden("rest/token.response.json")
    assert {**answer, "access_token": expected["access_token"]} == expected
    assert list(answer) == list(expected)


def test_refusals(client: Client, shop: Shop) -> None:
    assert without_moment(client.get("/v1/minishop/changes").json()) == golden("rest/error-authn.response.json")
    assert without_moment(client.get("/v1/nothing").json()) == golden("rest/error-not-found.response.json")
    refused = shop._client.generic(
        "POST", f"{ORDERS}/query", b'{"productOrderIds": [1]}', content_type="application/json", headers=shop._headers
    )
    assert without_moment(refused.json()) == golden("rest/error-bad-request.response.json")
    form = {"client_id": "a", "timestamp": "1", "client_secret_sign": "", "grant_type": "client_credentials", "type": "SELF"}
    late = client.post(
        "/v1/oauth2/token", "&".join(f"{n}={v}" for n, v in form.items()), content_type="application/x-www-form-urlencoded"
    )
    assert late.json().keys() == {"timestamp", "traceId", *golden("rest/token-refused.response.json")}


def test_a_hint(merchant: Merchant, order: Order, clock: Clock, receiver: HintReceiver) -> None:
    clock.work()
    [(headers, body)] = receiver.hints
    expected = json.loads((PROTOCOL / "minishop" / "hint.json").read_text())
    assert headers.keys() == expected["headers"].keys()
    assert body.decode() == expected["body"].replace('"12"', '"2"')


def test_applications(client: Client) -> None:
    body = (PROTOCOL / "minishop" / "merchant-application.request.json").read_bytes()
    host = {"Authorization": "Bearer sandbox-host-token"}
    address = "/v1/minishop/merchant-applications"
    answer = client.generic("POST", address, body, content_type="application/json", headers={**host, "Idempotency-Key": "k"})
    assert with_id(answer.json()) == golden("minishop/merchant-application-requested.response.json")
    merchants.reject(merchant=Merchant.objects.get(), reason="사업자등록번호 확인 불가", now=PAID_AT)
    rejected = client.get(f"{address}/{answer.json()['applicationId']}", headers=host).json()
    assert with_id(rejected) == golden("minishop/merchant-application-rejected.response.json")
    assert client.get(address + "/1").json() == golden("minishop/error-unauthenticated.response.json")
    wrong = body.replace(b'"http://haru.shop.localhost:8100/"', b'"haru"')
    answer = client.generic("POST", address, wrong, content_type="application/json", headers={**host, "Idempotency-Key": "w"})
    assert answer.json() == golden("minishop/error-invalid.response.json")


def test_an_approved_application_and_its_pg(client: Client, merchant: Merchant) -> None:
    host, address = {"Authorization": "Bearer sandbox-host-token"}, f"/v1/minishop/merchant-applications/{merchant.id}"
    assert with_id(client.get(address, headers=host).json()) == golden("minishop/merchant-application-approved.response.json")
    body = (PROTOCOL / "minishop" / "merchant-application-pg.request.json").read_bytes()
    answer = client.generic("PUT", f"{address}/pg", body, content_type="application/json", headers=host)
    assert with_id(answer.json()) == golden("minishop/merchant-application-approved.response.json")
    with scope(merchant.id):
        named = PgContract.objects.get(mid="mid_haru")
    assert named.terms == {"means": ["card", "transfer"], "partial_cancel": ["card"]}


def with_id(body: Any) -> Any:
    """The answer with the golden application's id."""
    return {**body, "applicationId": "7312000000000000001"}


def test_changed_merchants(client: Client, merchant: Merchant, order: Order) -> None:
    """One has changes, one has none, the feeds of two were restored, of which one has caught up, and one is no merchant of this host."""
    for name, made in (("np_abcde123457", 1), ("np_abcde123458", 293), ("np_abcde123460", 12)):
        counted = make_merchant(pg=False)
        with scope(counted.id):
            MerchantCounter.objects.update(public_id=name, changes_made=made, last_number=made, last_change=7)
    body = (PROTOCOL / "minishop" / "changed-merchants.request.json").read_bytes()
    assert without_moment(ask(client, body)) == golden("minishop/changed-merchants.response.json")
    twice = body.replace(b"np_abcde123457", b"np_abcde123456")
    assert without_moment(ask(client, twice)) == golden("minishop/changed-merchants-refused.response.json")


def ask(client: Client, body: bytes) -> Any:
    headers = {"Authorization": "Bearer sandbox-host-token"}
    address = "/v1/minishop/changed-merchants"
    return client.generic("POST", address, body, content_type="application/json", headers=headers).json()
