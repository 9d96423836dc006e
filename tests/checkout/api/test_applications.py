"""Applications of a hosting platform (protocol/minishop, section 1; R3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.checkout.worlds import NOW

from minishop.chassis.tenancy import scope
from minishop.checkout.hosting.services import make_host
from minishop.checkout.merchants import services
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.models import PgContract

pytestmark = pytest.mark.django_db
ADDRESS = "/v1/minishop/merchant-applications"
HOST = {"Authorization": "Bearer sandbox-host-token"}
BODY = {
    "shopCode": "haru",
    "shopName": "하루상점",
    "businessName": "하루상사",
    "representative": "김하루",
    "businessNumber": "1234567891",
    "phone": "02-123-4500",
    "email": "owner@haru.example",
    "shopUrl": "http://haru.shop.localhost:8100/",
    "productInfoUrl": "http://haru.shop.localhost:8100/checkout/product-info/",
    "hintUrl": "http://mall.localhost:8100/channel/hints/haru/",
    "holdUrl": "http://mall.localhost:8100/channel/holds/haru/",
}


def apply(client: Client, key: str = "key-1", host: dict[str, str] = HOST, **changed: Any) -> Any:
    headers = {**host, "Idempotency-Key": key}
    return client.post(ADDRESS, {**BODY, **changed}, content_type="application/json", headers=headers)


def test_the_same_key_again_answers_as_the_first_time(client: Client) -> None:
    first, again = apply(client), apply(client, shopName="다른이름")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() == {"applicationId": first.json()["applicationId"], "status": "REQUESTED"}
    assert Merchant.objects.get().shop_name == "하루상점"


def test_an_approved_application_brings_its_keys(client: Client) -> None:
    number = apply(client).json()["applicationId"]
    merchant = services.approve(merchant=Merchant.objects.get(), now=NOW)
    answer = client.get(f"{ADDRESS}/{number}", headers=HOST).json()
    assert answer["status"] == "APPROVED"
    assert answer["merchant"]["merchantId"] == merchant.public_id
    assert answer["merchant"]["clientSecret"].startswith("$2a$04$")
    assert answer["merchant"]["hintSecret"].startswith("whsec_")


def test_the_address_for_questions_about_goods_may_be_left_out(client: Client) -> None:
    apply(client)
    without = {name: value for name, value in BODY.items() if name != "holdUrl"}
    client.post(ADDRESS, without, content_type="application/json", headers={**HOST, "Idempotency-Key": "key-2"})
    assert list(Merchant.objects.order_by("id").values_list("hold_url", flat=True)) == [BODY["holdUrl"], ""]


def test_a_rejected_one_has_its_reason_and_may_be_made_again(client: Client) -> None:
    number = apply(client).json()["applicationId"]
    services.reject(merchant=Merchant.objects.get(), reason="사업자등록번호 확인 불가", now=NOW)
    answer = client.get(f"{ADDRESS}/{number}", headers=HOST).json()
    assert answer == {"applicationId": number, "status": "REJECTED", "reason": "사업자등록번호 확인 불가"}
    assert apply(client, key="key-2").status_code == 201


def test_the_pg_contract_can_be_named_again_and_again(client: Client) -> None:
    number = apply(client).json()["applicationId"]
    body = {"provider": "sandbox", "mid": "mid_haru", "secretKey": "sk_haru"}
    for _ in range(2):
        answer = client.put(f"{ADDRESS}/{number}/pg", body, content_type="application/json", headers=HOST)
        assert (answer.status_code, answer.json()) == (200, {"applicationId": number, "status": "REQUESTED"})
    merchant = Merchant.objects.get()
    with scope(merchant.id):
        contract = PgContract.objects.get()
    assert (contract.provider, contract.mid, contract.secret, contract.state) == ("sandbox", "mid_haru", "sk_haru", "live")


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"shopName": " "}, "shopName"),
        ({"shopName": "가" * 61}, "shopName"),
        ({"shopUrl": "javascript:alert(1)"}, "shopUrl"),
        ({"productInfoUrl": ""}, "productInfoUrl"),
        ({"hintUrl": "ftp://x/"}, "hintUrl"),
        ({"holdUrl": "ftp://x/"}, "holdUrl"),
        ({"holdUrl": "http://x/" + "a" * 300}, "holdUrl"),
        ({"businessNumber": "123-45-67891"}, "businessNumber"),
        ({"email": "owner"}, "email"),
        ({"phone": "0" * 21}, "phone"),
        ({"shopName": 1}, "body"),
    ],
)
def test_a_body_that_does_not_fit_names_the_field_and_changes_nothing(client: Client, changed: Any, named: str) -> None:
    answer = apply(client, **changed)
    assert (answer.status_code, answer.json()["code"]) == (400, "INVALID")
    assert named in {fault["name"] for fault in answer.json()["invalidInputs"]}
    assert not Merchant.objects.exists()


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer wrong", "sandbox-host-token"])
@pytest.mark.parametrize(("method", "path"), [("post", ""), ("get", "/1"), ("put", "/1/pg")])
def test_a_stranger_is_told_nothing(client: Client, token: str, method: str, path: str) -> None:
    answer = getattr(client, method)(ADDRESS + path, headers={"Authorization": token, "Idempotency-Key": "k"})
    assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")
    assert not Merchant.objects.exists()


@pytest.mark.parametrize("number", ["1", "x", "9" * 19, "-1"])
def test_an_unknown_application_is_404(client: Client, number: str) -> None:
    answer = client.get(f"{ADDRESS}/{number}", headers=HOST)
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


def test_a_key_is_needed_and_one_method_taken(client: Client) -> None:
    assert client.post(ADDRESS, BODY, content_type="application/json", headers=HOST).status_code == 400
    assert client.get(ADDRESS, headers=HOST).status_code == 405


def another_host() -> dict[str, str]:
    return {"Authorization": f"Bearer {make_host(name='다른호스팅', by='operator', now=NOW).text}"}


def test_an_application_is_the_hosts_whose_token_it_came_with(client: Client) -> None:
    apply(client)
    apply(client, host=another_host())
    assert list(Merchant.objects.order_by("id").values_list("host__name", flat=True)) == ["Minishop", "다른호스팅"]


def test_another_host_finds_neither_application_nor_keys(client: Client) -> None:
    """Its own use of the same key is another application, and what it names of ours stays as it is."""
    number, other = apply(client).json()["applicationId"], another_host()
    services.approve(merchant=Merchant.objects.get(), now=NOW)
    assert client.get(f"{ADDRESS}/{number}", headers=other).json() == client.get(f"{ADDRESS}/1", headers=other).json()
    body = {"provider": "sandbox", "mid": "mid_x", "secretKey": "sk_x"}
    assert client.put(f"{ADDRESS}/{number}/pg", body, content_type="application/json", headers=other).status_code == 404
    assert apply(client, host=other).json()["applicationId"] != number
    merchant = Merchant.objects.get(id=number)
    with scope(merchant.id):
        assert not PgContract.objects.exists()


def test_an_application_says_what_the_silence_of_its_shop_means(client: Client) -> None:
    """Left out, nobody pays without the shop's word; another word is no application."""
    apply(client)
    apply(client, "key-2", holdPolicy="sell")
    assert apply(client, "key-3", holdPolicy="perhaps").status_code == 400
    assert list(Merchant.objects.order_by("id").values_list("hold_policy", flat=True)) == ["require", "sell"]
