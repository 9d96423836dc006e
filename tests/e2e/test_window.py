"""The shop's window in a real browser: nothing that hinders, nothing wider than the screen, a total that follows the choices."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from minishop.cli.story.story import Story

SIZES = {"넓은 화면": (1280, 900), "전화기": (390, 844)}
PATHS = ("/", "/search/?q=꿀", "/search/?q=zzzz", "/notice/", "/checkout-service/", "/cart/", "/no/such/page/")


@pytest.fixture(params=SIZES.values(), ids=list(SIZES))
def tab(browser: Browser, open_shop: Story, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A visitor's tab on the shop's main page; what a script throws, or the policy refuses, fails the test."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="ko")
    page = context.new_page()
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.on("console", lambda said: mistakes.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(open_shop.storefront())
    yield page
    context.close()
    assert mistakes == []


OVERFULL = """() => [...document.querySelectorAll("main *")].filter((box) => {
  const style = getComputedStyle(box)
  return parseFloat(style.borderRightWidth) > 0 && style.overflowX === "visible" && box.scrollWidth > box.clientWidth + 1
}).map((box) => box.tagName + "." + box.className)"""


def assert_fit(page: Page) -> None:
    """No fault that axe finds, nothing to scroll to at the side, and nothing that sticks out of the frame around it."""
    faults = [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in Axe().run(page).response["violations"]]
    assert faults == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"], page.url  # type: ignore[index]
    assert page.evaluate(OVERFULL) == [], page.url


def to_scarf(page: Page, story: Story) -> None:
    page.goto(story.storefront(f"/products/{story.notes['product']}/"))


def test_every_page_can_be_read_by_everyone(tab: Page, open_shop: Story) -> None:
    category = tab.locator(".cats a").first.get_attribute("href") or ""
    for path in (*PATHS, category, f"/products/{open_shop.notes['product']}/"):
        tab.goto(open_shop.storefront(path))
        assert_fit(tab)


def test_the_total_follows_the_choices_and_the_cart_takes_them(tab: Page, open_shop: Story) -> None:
    scarf = open_shop.cast.scarf
    to_scarf(tab, open_shop)
    for value in (scarf.colours[0], scarf.sizes[-1]):
        tab.get_by_role("radio", name=value).check()
    tab.get_by_role("button", name="하나 늘리기").click()
    assert tab.locator("output[data-total]").inner_text() == f"{(scarf.price + scarf.surcharge) * 2:,}원"
    assert f"+{scarf.surcharge:,}원" in tab.locator(".pick", has_text=scarf.sizes[-1]).inner_text()
    tab.get_by_role("button", name="장바구니 담기").click()
    tab.wait_for_url("**/cart/")
    assert_fit(tab)


def test_without_a_script_the_menu_opens_and_the_form_has_what_it_needs(browser: Browser, open_shop: Story) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="ko", java_script_enabled=False)
    page = context.new_page()
    to_scarf(page, open_shop)
    page.get_by_role("button", name="메뉴", exact=True).click()
    assert page.locator("#menu").is_visible()
    assert not page.locator(".sum-total").is_visible()
    assert page.get_by_role("spinbutton", name="수량").is_editable()
    context.close()


def test_no_button_of_the_phones_bar_is_shown_twice(browser: Browser, open_shop: Story) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="ko")
    page = context.new_page()
    to_scarf(page, open_shop)
    bar = page.locator(".buy-bar")
    bar.wait_for(state="visible")
    page.locator(".acts").scroll_into_view_if_needed()
    bar.wait_for(state="hidden")
    assert not bar.is_visible()
    context.close()
