"""The look at the browser: no finding of axe, nothing wider than the screen, in both languages and at both widths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
WIDE_ONLY = (1280,)
_LINKS = "[...document.querySelectorAll('a[href]')].map((link) => new URL(link.href)).filter((to) => to.origin == location.origin)"
_KIND_OF_ANSWER = "async (address) => (await fetch(address, {method: 'HEAD'})).headers.get('content-type')"
_NUMBERED = re.compile(r"[^/]*[0-9][^/]*")


def look_at(tab: Page, address: str, axe_at: Sequence[int] = (1280, 390)) -> list[str]:
    """Looks at a page at both widths in both languages, and returns the paths that it leads to. Raises AssertionError for a page that is
    wider than the screen, or for what axe finds: that is the same in both languages, and is looked for in one, at these widths."""
    go(tab, address, "ko")
    leads: list[str] = tab.evaluate(f"{_LINKS}.map((to) => to.pathname)")
    for width, _height in at_each_width(tab, address):
        violations = Axe().run(tab).response["violations"] if width in axe_at else []
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == [], f"{address} at {width}"
    go(tab, address, "en")
    list(at_each_width(tab, address))
    return leads


def go(tab: Page, address: str, language: str) -> None:
    tab.context.add_cookies([{"name": "language", "value": language, "url": address}])
    tab.set_viewport_size({"width": 1280, "height": 900})
    answer = tab.goto(address)
    assert answer is not None
    assert answer.status == 200, address


def at_each_width(tab: Page, address: str) -> Iterator[tuple[int, int]]:
    for width, height in WIDTHS.values():
        tab.set_viewport_size({"width": width, "height": height})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, f"{address} at {width}"
        yield width, height


def visit(browser: Browser, url: str, *, name: str = "", password: str = "") -> Page:
    """A tab of somebody, logged in at a service where a name is given."""
    tab = browser.new_context(locale="ko-KR").new_page()
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
# Who works where: the service, the login, where it stands, and where the pages begin. A shop is $shop.
TOOLS = {
    "판매자": (
        "mall",
        "$seller",
        "/login/",
        ["/office/$shop/", "/office/$shop/orders/?tab=delivered", "/office/$shop/find/?q=상품"],
    ),
    "호스팅 운영자": ("mall", PEOPLE.operator, "/login/", ["/console/", "/shops/", "/office/$shop/", *ACCOUNT]),
    "체크아웃 운영자": ("checkout", PEOPLE.checkout_operator, "/login/", ["/center/"]),
    "지식쇼핑 운영자": ("shopping", PEOPLE.operator, "/center/", ["/center/"]),
}
AMONG_THEM = {
    "판매자": ("orders/*/", "products/*/", "products/new/", "products/categories/*/", "products/import/", "shipping/", "info/"),
    "호스팅 운영자": ("later/",),
    "체크아웃 운영자": ("merchants/*/", "hosts/", "attention/", "later/"),
    "지식쇼핑 운영자": ("partners/*/", "partners/*/crawls/*/", "later/"),
}


def test_pages_for_everybody(browser: Browser, sale: Sale) -> None:
    tab = visit(browser, "")
    for service, path in OPEN:
        look_at(tab, sale.story.url(service, path))


@pytest.mark.parametrize("who", TOOLS)
def test_every_page_that_a_tool_leads_to(browser: Browser, sale: Sale, who: str) -> None:
    """From page to page by their links, one of each kind: what has a number in its address is looked at once. Files are passed over."""
    service, name, entrance, begins = TOOLS[who]
    cast = sale.story.cast
    named = {"$shop": cast.shop, "$seller": cast.seller}
    tab = visit(browser, sale.story.url(service, entrance), name=named.get(name, name), password=PEOPLE.password)
    waiting = [begin.replace("$shop", cast.shop) for begin in begins]
    area, seen = waiting[0], {_kind(path) for path in waiting}
    while waiting:
        address = sale.story.url(service, waiting.pop(0))
        if "text/html" not in tab.evaluate(_KIND_OF_ANSWER, address):
            continue
        for path in look_at(tab, address, WIDE_ONLY):
            if path.startswith(area) and _kind(path) not in seen:
                seen.add(_kind(path))
                waiting.append(path)
    assert {f"{area}{page}" for page in AMONG_THEM[who]} <= seen


def _kind(path: str) -> str:
    """An address without what differs between pages of one kind."""
    return _NUMBERED.sub("*", path.partition("?")[0])


def test_pages_of_a_buyer(browser: Browser, sale: Sale) -> None:
    cast = sale.story.cast
    tab = visit(browser, sale.story.url("checkout", "/login/"), name=cast.buyer, password=cast.password)
    for address in ("/my/", "/my/?state=finalized", "/my/?state=paid", "/my/points/", *ACCOUNT):
        look_at(tab, sale.story.url("checkout", address))
    look_at(tab, sale.order)


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
    return visit(browser, story.url("checkout", "/login/"), name=story.cast.buyer, password=story.cast.password)


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
