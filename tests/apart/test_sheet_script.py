"""The order sheet at the browser: a coupon and points change what is paid while they are chosen; without a script by the press of a button."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright
from tests.apart.test_claims_look import HOST, serve
from tests.checkout.pages.sheet.test_sheet import FILLED, address
from tests.checkout.purses import fill_purse, give_coupon_worth
from tests.checkout.worlds import MUG, World, make_sheet

from minishop.cli.checks.chromium import OPTIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def sent(body: bytes) -> tuple[str, str]:
    """Coupon and points of a form, whichever way it was encoded."""
    found = (re.search(rf'(?:name="{name}"\r\n\r\n|(?:^|&){name}=)([^\r&]*)'.encode(), body) for name in ("coupon", "points"))
    coupon, points = ((one[1].decode() if one else "") for one in found)
    return coupon, points


@dataclass(frozen=True)
class Sheet:
    """A sheet's address, its page, a coupon of its buyer's, and what the hub answers to each choice."""

    place: str
    page: str
    coupon: str
    said: dict[tuple[str, str], str]


@pytest.fixture
def sheet(world: World, buyer: Client) -> Sheet:
    """All that the hub says, before there is a browser."""
    fill_purse(world.buyer, world.other_merchant, 5_000)
    coupon = str(give_coupon_worth(world.buyer, 3_000).id)
    place = address(world.merchant, make_sheet(world.merchant, MUG))
    page = buyer.get(place).content.decode()
    choices = [(coupon, "1000"), ("", "1000"), (coupon, "9000")]
    said = {
        one: buyer.post(place, {**FILLED, "coupon": one[0], "points": one[1], "apply": "1"}).content.decode() for one in choices
    }
    return Sheet(place, page, coupon, said)


@pytest.fixture
def browser(sheet: Sheet) -> Iterator[Browser]:
    """One that begins when the hub has said everything."""
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=os.environ["MINISHOP_CHROMIUM"], args=OPTIONS)
        yield opened
        opened.close()


def open_sheet(tab: Page, sheet: Sheet) -> None:
    look = serve({sheet.place: sheet.page})

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            choice = sent(route.request.post_data_buffer or b"")
            route.fulfill(body=sheet.said[choice], content_type="text/html; charset=utf-8")
        else:
            look(route)

    tab.route("**/*", answer)
    tab.goto(f"{HOST}{sheet.place}")


def test_what_is_paid_follows_the_choice(sheet: Sheet, browser: Browser) -> None:
    """R90: what was typed beside it stays, and what the hub says no to is said."""
    tab = browser.new_page()
    open_sheet(tab, sheet)
    pay = tab.locator(".pay button")
    expect(pay).to_have_text("23,500원 결제하기")
    tab.fill("[name=recipient_name]", "홍길동")
    tab.fill("[name=points]", "1000")
    expect(pay).to_have_text("22,500원 결제하기")
    expect(tab.locator('[data-live="amounts"]')).to_contain_text("22,500원")
    tab.check('[name=coupon][value=""]')
    expect(pay).to_have_text("25,500원 결제하기")
    tab.check(f'[name=coupon][value="{sheet.coupon}"]')
    tab.fill("[name=points]", "9000")
    expect(tab.locator('[data-live="benefits"] [role=alert]')).to_have_count(1)
    expect(pay).to_have_text("18,500원 결제하기")
    assert tab.input_value("[name=recipient_name]") == "홍길동"
    assert tab.input_value("[name=shown]") == "18500"


def test_without_a_script_a_press_shows_it(sheet: Sheet, browser: Browser) -> None:
    """R90, R91."""
    tab = browser.new_context(java_script_enabled=False).new_page()
    open_sheet(tab, sheet)
    tab.fill("[name=points]", "1000")
    expect(tab.locator(".pay button")).to_have_text("23,500원 결제하기")
    tab.get_by_role("button", name="적용").click()
    expect(tab.locator(".pay button")).to_have_text("22,500원 결제하기")
    assert tab.input_value("[name=points]") in ("1000", "1,000")
