"""The look at the browser: no finding of axe, nothing wider than the screen, in both languages and at both widths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.e2e.conftest import Sale

from minishop.cli.story.logins import PEOPLE
from minishop.cli.story.people import PlainPerson
from minishop.cli.story.steps import ORDER_STEPS
from minishop.cli.story.story import Story

WIDTHS = {"넓은 화면": (1280, 900), "전화기": (390, 844)}
LANGUAGES = ("ko", "en")


def look_at(tab: Page, address: str, language: str = "ko") -> None:
    """Looks at a page at both widths. Raises AssertionError for what axe finds, which is the same in both languages and is looked for in
    one, or for a page that is wider than the screen, which is not."""
    for width, height in WIDTHS.values():
        tab.set_viewport_size({"width": width, "height": height})
        answer = tab.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        violations = Axe().run(tab).response["violations"] if language == "ko" else []
        found = [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations]
        assert found == [], f"{address} at {width}"
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, f"{address} at {width}"


def visit(browser: Browser, language: str, url: str, *, name: str = "", password: str = "") -> Page:
    """A tab of somebody who reads this language, logged in at a service where a name is given."""
    tab = browser.new_context(locale="en-US" if language == "en" else "ko-KR").new_page()
    if name:
        tab.goto(url)
        form = tab.locator("main form")
        form.locator("input:not([type=hidden], [type=password])").first.fill(name)
        form.locator("input[type=password]").fill(password)
        form.locator("button[type=submit]").first.click()
        tab.wait_for_load_state()
    return tab


ACCOUNT = ("/account/", "/account/password/", "/account/email/")
OPEN = [
    ("mall", "/"), ("mall", "/login/"), ("mall", "/signup/"), ("mall", "/password/forgotten/"), ("mall", "/password/sent/"),
    ("checkout", "/"), ("checkout", "/login/"), ("checkout", "/signup/"),
    ("shopping", "/"), ("shopping", "/search/?q=머플러"), ("shopping", "/search/?q=뷁뷁"),
    ("sandbox", "/"), ("sandbox", "/ui/"),
]  # fmt: skip
OPERATORS = {
    "mall": (PEOPLE.operator, "/login/", ["/console/", "/console/later/", "/shops/", *ACCOUNT]),
    "checkout": (PEOPLE.checkout_operator, "/login/", ["/center/", "/center/hosts/", "/center/attention/", "/center/later/"]),
    "shopping": (PEOPLE.operator, "/center/", ["/center/", "/center/later/"]),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_for_everybody(browser: Browser, sale: Sale, language: str) -> None:
    tab = visit(browser, language, "")
    for service, path in OPEN:
        look_at(tab, sale.story.url(service, path), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("service", OPERATORS)
def test_pages_of_operators(browser: Browser, sale: Sale, service: str, language: str) -> None:
    name, entrance, paths = OPERATORS[service]
    tab = visit(browser, language, sale.story.url(service, entrance), name=name, password=PEOPLE.password)
    for path in [*paths, *([f"/office/{sale.story.cast.shop}/"] if service == "mall" else [])]:  # where an operator is a guest
        look_at(tab, sale.story.url(service, path), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_buyer(browser: Browser, sale: Sale, language: str) -> None:
    cast = sale.story.cast
    tab = visit(browser, language, sale.story.url("checkout", "/login/"), name=cast.buyer, password=cast.password)
    for address in ("/my/", "/my/?state=finalized", "/my/?state=paid", "/my/points/", *ACCOUNT):
        look_at(tab, sale.story.url("checkout", address), language)
    look_at(tab, sale.order, language)


@pytest.fixture(scope="module")
def sheet(open_shop: Story) -> Iterator[tuple[Story, str]]:
    """A buyer of their own before an order sheet that waits to be paid."""
    cast = replace(open_shop.cast, buyer="looker1x")
    with Story(open_shop.installation, cast, lambda role: PlainPerson()) as story:
        story.notes["product page"] = story.storefront(f"/products/{open_shop.notes['product']}/")
        for step in ORDER_STEPS:
            address = step.play(story)
            if step.key == "sheet":
                break
        yield story, address


@pytest.fixture
def buyers_phone(browser: Browser, sheet: tuple[Story, str]) -> Page:
    story, _ = sheet
    return visit(browser, "ko", story.url("checkout", "/login/"), name=story.cast.buyer, password=story.cast.password)


def test_the_order_sheet(buyers_phone: Page, sheet: tuple[Story, str]) -> None:
    look_at(buyers_phone, sheet[1])


def test_an_address_is_found_by_keys_alone(buyers_phone: Page, sheet: tuple[Story, str]) -> None:
    """R89: the list below the search fills postcode and address, and the cursor stands where the rest is typed."""
    tab = buyers_phone
    tab.goto(sheet[1])
    tab.get_by_role("button", name="우편번호 찾기").press("Enter")
    search = tab.get_by_role("combobox")
    expect(search).to_be_focused()
    search.press_sequentially("새터로 12")
    options = tab.get_by_role("option")
    expect(options.first).to_be_visible()
    search.press("ArrowDown")
    search.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    for width, height in WIDTHS.values():
        tab.set_viewport_size({"width": width, "height": height})
        assert [one["id"] for one in Axe().run(tab).response["violations"]] == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    chosen = options.nth(1).inner_text()
    search.press("Enter")
    expect(tab.locator("[name=address2]")).to_be_focused()
    assert tab.input_value("[name=zipcode]") in chosen
    assert tab.input_value("[name=address1]") in chosen
    expect(search).to_be_hidden()


def test_the_pay_button_is_at_hand_on_a_telephone_until_the_sheets_end(buyers_phone: Page, sheet: tuple[Story, str]) -> None:
    width, height = WIDTHS["전화기"]
    buyers_phone.set_viewport_size({"width": width, "height": height})
    buyers_phone.goto(sheet[1])
    pay, consents = buyers_phone.locator(".pay"), buyers_phone.locator(".consents")
    seen = pay.bounding_box()
    assert seen is not None
    assert seen["y"] + seen["height"] == pytest.approx(height, abs=1)
    buyers_phone.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    bar, end = pay.bounding_box(), consents.bounding_box()
    assert bar is not None
    assert end is not None
    assert end["y"] + end["height"] <= bar["y"]
