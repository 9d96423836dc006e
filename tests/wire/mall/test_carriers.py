"""The mall's end of the catalogue of carriers (protocol/rest/carriers.csv)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from tests.mall.backoffice.offices import make_order
from tests.mall.worlds import Cast, make_cast

from minishop.chassis.tenancy import scope
from minishop.mall.orders.domain import carriers
from minishop.mall.orders.models import OrderLine

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


def test_the_mall_reads_every_row() -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["code"] for row in rows} == set(carriers.catalogue())
    assert len(rows) == len(carriers.catalogue())
    assert [(one.code, one.name) for one in carriers.catalogue().values()] == [(row["code"], row["name"]) for row in rows]
    assert all(row["code"] and row["name"] == row["name"].strip() != "" for row in rows)


def test_a_small_shops_carriers_stand_first_and_have_english_names() -> None:
    usual = carriers.usual_carriers()
    assert [one.usual for one in usual] == list(range(1, len(usual) + 1))
    assert [one.code for one in usual[:5]] == ["CJGLS", "HYUNDAI", "HANJIN", "EPOST", "KGB"]
    assert all(one.name_en or one.name.isascii() for one in usual)


def test_a_link_takes_the_number_at_its_end() -> None:
    catalogue = carriers.catalogue()
    assert catalogue["HYUNDAI"].tracking_url("123456789013") == "https://www.lotteglogis.com/open/tracking?invno=123456789013"
    assert (catalogue["HYUNDAI"].tracking_url(""), catalogue["DHL"].tracking_url("1")) == ("", "")


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def test_a_new_row_is_offered_taken_and_linked(cast: Cast, with_moon: None) -> None:
    with scope(cast.haru.id):
        order = make_order(cast.haru)
        OrderLine.objects.create(
            shop=cast.haru, order_id=order.id, hub_number="2026112387654321", product_code="P1", product_name="컵", quantity=1, remaining=1,
            unit_price=10_000, line_total=10_000, state="preparing", hub_state="paid",
        )  # fmt: skip
    seller = Client(headers={"accept-language": "en"})
    seller.force_login(cast.owner)
    page = f"/office/haru/orders/{order.number}/"
    assert '<option value="MOON1" selected>Moon Express</option>' in seller.get(page).content.decode()
    assert seller.post(f"{page}dispatch/", {"carrier": "MOON1", "number": "1234-5675"}).status_code == 302
    assert 'href="https://moon.example/?no=12345675"' in seller.get(page).content.decode()
