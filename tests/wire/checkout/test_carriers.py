"""The hub's end of the catalogue of carriers (protocol/rest/carriers.csv)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from tests.checkout.machines import Carriers, Clock, bearer
from tests.checkout.worlds import make_paid_order, make_world
from tests.logins import log_in

from minishop.chassis.jobs.worker import run_due
from minishop.chassis.tenancy import scope
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.parcels.domain import carriers, numbers
from minishop.checkout.parcels.models import Parcel

GOLDEN = Path(__file__).resolve().parents[3] / "protocol" / "rest" / "carriers.csv"
MOON = "MOON1,달나라택배,Moon Express,digits,8,mod7,yes,0,https://moon.example/?no=\n"


@pytest.fixture
def with_moon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One row more in the catalogue."""
    file = tmp_path / "carriers.csv"
    file.write_text(GOLDEN.read_text(encoding="utf-8") + MOON, encoding="utf-8")
    monkeypatch.setattr(carriers, "FILE", file)
    carriers.catalogue.cache_clear()
    yield
    carriers.catalogue.cache_clear()


def test_the_hub_reads_every_row() -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    read = [(one.code, one.name, one.name_en, one.number, one.check) for one in carriers.catalogue().values()]
    assert read == [(row["code"], row["name"], row["name_en"], row["number"], row["check"]) for row in rows]
    assert {code for code, one in carriers.catalogue().items() if not one.followed} == {"CH1"}


@pytest.mark.parametrize("broken", ["X,y,,letters,,,yes,,", "X,y,,digits,ten,,yes,,", "X,y,,digits,,mod9,yes,,"])
def test_a_row_that_cannot_be_read_says_so(broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "carriers.csv"
    file.write_text(f"code,name,name_en,number,lengths,check,followed,usual,link\n{broken}\n", encoding="utf-8")
    monkeypatch.setattr(carriers, "FILE", file)
    with pytest.raises(ValueError, match=r"ten|letters|mod9"):
        carriers.catalogue.__wrapped__()


def test_a_new_rows_numbers_are_judged(with_moon: None) -> None:
    assert numbers.check("MOON1", "12345675") is None
    for wrong, fault in (("12345674", "check_digit"), ("1234567", "wrong_length"), ("1234567A", "not_digits")):
        with pytest.raises(numbers.NumberRefused) as refused:
            numbers.check("MOON1", wrong)
        assert refused.value.facts["fault"] == fault


@pytest.mark.django_db
def test_a_new_row_is_sent_with_followed_and_named(clock: Clock, carriers: Carriers, with_moon: None, client: Client) -> None:
    world = make_world()
    order = make_paid_order(world.merchant, world.buyer)
    with scope(world.merchant.id):
        line = OrderLine.objects.get(order_id=order.id)

    def send(number: str) -> dict[str, object]:
        item = {
            "productOrderId": line.number, "deliveryMethod": "DELIVERY", "deliveryCompanyCode": "MOON1", "trackingNumber": number,
            "dispatchDate": "2026-11-23T12:00:00.000+09:00",
        }  # fmt: skip
        headers = bearer(world.merchant, clock())
        address = "/v1/pay-order/mall/product-orders/dispatch"
        answer = client.post(address, {"dispatchProductOrders": [item]}, content_type="application/json", headers=headers)
        return dict(answer.json()["data"])

    assert [fail["code"] for fail in send("12345674")["failProductOrderInfos"]] == ["104122"]  # type: ignore[attr-defined]
    assert send("1234-5675")["successProductOrderIds"] == [line.number]
    run_due(clock)
    with scope(world.merchant.id):
        assert Parcel.objects.values_list("carrier", "state").get() == ("MOON1", "picked_up")
    log_in(client, world.buyer)
    assert "달나라택배 <strong>12345675</strong>" in client.get(f"/my/orders/{order.number}/").content.decode()
