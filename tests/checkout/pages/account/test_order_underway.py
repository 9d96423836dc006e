"""Whoever opens a sheet before logging in comes back to it, whatever is read on the way (A10)."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.checkout.worlds import PASSWORD, World, make_sheet
from tests.reading import Page
from tests.sending import standing_in

from minishop.chassis.tenancy import scope
from minishop.checkout.orders.models import OrderSheet
from minishop.checkout.pages.frame import underway

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
NEW = {"login": "haru2026", "password": "좋은 비밀번호 열 자", "name": "김하루", "mobile": "010-1234-5678", "email": "h@e.example"}


@pytest.fixture
def address(world: World) -> str:
    sheet = make_sheet(world.merchant)
    query = {"ORDER_ID": sheet.key, "SHOP_ID": world.merchant.public_id, "TOTAL_PRICE": int(sheet.total)}
    return f"/customer/order.nhn?{urlencode(query)}"


@pytest.fixture
def visitor(address: str) -> Client:
    """A browser that was led from a shop to its sheet, and asked to log in."""
    client = Client()
    assert client.get(address).status_code == 302
    return client


def log_in_from(visitor: Client, here: str) -> str:
    """Where a login leads that is begun in the header of a page, with a wrong password at first."""
    entrance = Page(visitor.get(here)).parts("header")[0].link("로그인")
    sent = standing_in(visitor.get(entrance), login="buyer", password="wrong")
    again = visitor.post(entrance, sent)
    return visitor.post(entrance, standing_in(again, password=PASSWORD))["Location"]


PAGES = ["/", "/login/", "/signup/", "/terms/", "/privacy/", "/password/forgotten/", "/password/new/?key=x", "/nowhere/"]


@pytest.mark.parametrize("here", PAGES)
def test_a_login_in_any_pages_head_leads_to_the_sheet(visitor: Client, address: str, here: str) -> None:
    assert log_in_from(visitor, here) == address


def test_a_page_of_ones_own_is_led_to_and_offers_the_sheet(visitor: Client, address: str) -> None:
    asked = visitor.get("/my/")["Location"]
    assert visitor.post(asked, standing_in(visitor.get(asked), login="buyer", password=PASSWORD))["Location"] == "/my/"
    assert Page(visitor.get("/my/")).main.link("이어서 주문하기") == address


def test_signing_up_from_the_front_leads_to_the_sheet(visitor: Client, address: str) -> None:
    entrance = Page(visitor.get("/")).parts("header")[0].link("가입하기")
    refused = visitor.post(entrance, standing_in(visitor.get(entrance), **{**NEW, "email": "no"}))
    assert refused.status_code == 200
    assert visitor.post(entrance, standing_in(refused, **NEW))["Location"] == address


def test_another_language_keeps_the_way_to_the_sheet(visitor: Client, address: str) -> None:
    entrance = visitor.get(address)["Location"]
    choice = Page(visitor.get(entrance)).button("English")
    assert visitor.post(choice.action, choice.fields)["Location"] == entrance


def test_once_it_was_seen_it_is_forgotten(visitor: Client, world: World, address: str) -> None:
    visitor.post("/login/", {"login": "buyer", "password": PASSWORD})
    assert visitor.get(address).status_code == 200
    assert "이어서 주문하기" not in Page(visitor.get("/my/")).main.links()


def test_one_that_is_gone_is_led_to_once(visitor: Client, world: World, address: str) -> None:
    with scope(world.merchant.id):
        OrderSheet.objects.all().delete()
    assert log_in_from(visitor, "/") == address
    assert visitor.get(address).status_code == 404
    assert "이어서 주문하기" not in Page(visitor.get("/my/")).main.links()


def test_it_waits_for_two_hours(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(underway, "KEPT_FOR", -1)
    assert log_in_from(visitor, "/") == "/my/"


def test_nobody_else_can_name_a_sheet(world: World) -> None:
    forged = Client()
    forged.cookies["checkout_sheet"] = "https://evil.example/:forged:signature"
    assert log_in_from(forged, "/") == "/my/"
