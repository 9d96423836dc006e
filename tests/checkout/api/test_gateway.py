"""What holds for every address below ``/v1/``: strangers, rate limit, headers, bodies that cannot be read."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.checkout.machines import Clock, bearer
from tests.checkout.worlds import World, make_world

from minishop.chassis.buckets import Buckets
from minishop.checkout.api import endpoint, gateway

pytestmark = pytest.mark.django_db
ORDERS = "/v1/pay-order/mall/product-orders"
ADDRESSES = [
    ("get", f"{ORDERS}/last-changed-statuses?lastChangedFrom=2026-11-23T00:00:00Z"),
    ("post", f"{ORDERS}/query"),
    ("post", f"{ORDERS}/confirm"),
    ("post", f"{ORDERS}/dispatch"),
    ("get", "/v1/minishop/changes"),
]
POSTS = [address for method, address in ADDRESSES if method == "post"]


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def token(world: World, clock: Clock) -> dict[str, str]:
    return bearer(world.merchant, clock())


def send(client: Client, method: str, address: str, headers: dict[str, str] | None = None, body: Any = b"{}") -> Any:
    if method == "get":
        return client.get(address, headers=headers or {})
    return client.generic(method.upper(), address, body, content_type="application/json", headers=headers or {})


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer nobody", "Basic x", "Bearer " + "x" * 5000])
def test_a_stranger_is_told_nothing(world: World, client: Client, method: str, address: str, authorization: str) -> None:
    answer = send(client, method, address, {"Authorization": authorization})
    assert (answer.status_code, answer.json()["code"]) == (401, "GW.AUTHN")
    assert answer.headers["GNCP-GW-Trace-ID"] == answer.json()["traceId"] != ""


def test_an_expired_token_is_a_strangers(world: World, clock: Clock, token: dict[str, str], client: Client) -> None:
    clock.time += timedelta(hours=3)
    assert send(client, "get", "/v1/minishop/changes", token).status_code == 401


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_headers_of_an_answer(token: dict[str, str], client: Client, method: str, address: str) -> None:
    headers = send(client, method, address, token).headers
    assert headers["GNCP-GW-RateLimit-Burst-Capacity"] == "20"
    assert headers["GNCP-GW-HttpClient-ResponseTime"].isdigit()
    assert headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_another_method_is_refused(token: dict[str, str], client: Client, method: str, address: str) -> None:
    assert send(client, "post" if method == "get" else "get", address, token).status_code == 405


@pytest.mark.parametrize("address", ["/v1/", "/v1/pay-order/mall/orders", f"{ORDERS}/query/", "/v1/minishop/"])
def test_an_unknown_api_is_the_gateways_404(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["code"]) == (404, "GW.NOT_FOUND")


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"{", None),
        (b"\xff\xfe", None),
        (b"[]", "body"),
        (b"{}", "IDS"),
        (b'{"IDS": []}', "IDS"),
        (b'{"IDS": null}', "IDS"),
        (b'{"IDS": [1]}', "IDS[0]"),
        (b'{"IDS": ["a\\u0000"]}', "IDS[0]"),
    ],
    ids=["잘린 본문", "UTF-8 아님", "배열", "항목 없음", "빈 목록", "null", "숫자", "널 문자"],
)
def test_a_body_that_does_not_fit_is_4000(
    token: dict[str, str], client: Client, address: str, body: bytes, named: str | None
) -> None:
    name = "dispatchProductOrders" if address.endswith("dispatch") else "productOrderIds"
    answer = send(client, "post", address, token, body.replace(b"IDS", name.encode()))
    assert (answer.status_code, answer.json()["code"]) == (400, "4000")
    if named:
        assert answer.json()["invalidInputs"][0]["name"] == named.replace("IDS", name)


@pytest.mark.parametrize(("path", "most"), [("query", 300), ("confirm", 30)])
def test_too_many_ids_are_4000(token: dict[str, str], client: Client, path: str, most: int) -> None:
    for count, status in ((most, 200), (most + 1, 400)):
        body = json.dumps({"productOrderIds": [str(n) for n in range(count)]}).encode()
        assert send(client, "post", f"{ORDERS}/{path}", token, body).status_code == status


def test_a_body_of_another_kind_is_415(token: dict[str, str], client: Client) -> None:
    answer = client.post(f"{ORDERS}/query", {"productOrderIds": "1"}, headers=token)
    assert (answer.status_code, answer.json()["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_a_body_of_ten_megabytes_is_413_in_json(token: dict[str, str], client: Client) -> None:
    answer = send(client, "post", f"{ORDERS}/query", token, b'{"productOrderIds": ["' + b"1" * 10_000_000 + b'"]}')
    assert (answer.status_code, answer.json()["code"]) == (413, "PAYLOAD_TOO_LARGE")


def test_over_the_rate_an_application_waits_and_others_do_not(
    world: World, clock: Clock, token: dict[str, str], client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.API_RATE = 2
    monkeypatch.setattr(endpoint, "_buckets", Buckets())
    answers = [send(client, "get", "/v1/minishop/changes", token) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert [answer.headers["GNCP-GW-RateLimit-Remaining"] for answer in answers] == ["3", "2", "1", "0", "0"]
    assert answers[-1].json()["code"] == "GW.RATE_LIMIT"
    assert send(client, "get", "/v1/minishop/changes", bearer(world.other_merchant, clock())).status_code == 200
    clock.time += timedelta(seconds=1)
    assert send(client, "get", "/v1/minishop/changes", token).status_code == 200


def test_a_fault_of_ours_is_json_too(token: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("minishop.checkout.api.views.feed.changes_from", fault)
    answer = send(Client(raise_request_exception=False), "get", "/v1/minishop/changes", token)
    assert (answer.status_code, answer.json()["code"]) == (500, "GW.INTERNAL_SERVER_ERROR")


def test_what_is_no_message_is_never_written() -> None:
    """A row of a table, say, that slipped into an answer."""
    with pytest.raises(NotImplementedError, match="object"):
        gateway.answer({"data": object()})
