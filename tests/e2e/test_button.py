"""R105, protocols 03: the buy button in a shop's page with a strict content security policy, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

HUB = "http://checkout.localhost:8200/customer/js/naverPayButton.js"
SHOP = "http://haru.shop.localhost:8100/"
POLICY = f"default-src 'self'; script-src 'self' {HUB.partition('/customer')[0]}; style-src 'self'"
SCRIPT = Path(__file__).resolve().parents[2] / "src/minishop/checkout/pages/static/checkout/button/button.js"
SIZES = {
    "A1": (285, 46), "B1": (261, 40), "C1": (272, 49), "C2": (272, 49), "C3": (272, 49),
    "D1": (251, 43), "D2": (251, 43), "D3": (251, 43), "A": (285, 46), "no such type": (272, 49),
}  # fmt: skip


@pytest.fixture(scope="module")
def browser_page(browser: Browser) -> Page:
    return browser.new_page()


@pytest.fixture
def page(browser_page: Page) -> Page:
    """A shop's page with a place for the button; what the policy refuses, and every error, fails the test."""
    mistakes: list[str] = []
    browser_page.on("pageerror", lambda error: mistakes.append(str(error)))
    browser_page.on("console", lambda message: mistakes.append(message.text) if message.type == "error" else None)
    browser_page.route("**/*", _answer)
    browser_page.goto(SHOP)
    assert mistakes == []
    return browser_page


def _answer(route: Route) -> None:
    if route.request.url == HUB:
        route.fulfill(body=SCRIPT.read_text(encoding="utf-8"), content_type="text/javascript")
        return
    body = f'<!doctype html><html lang="ko"><body><div id="here"></div><script src="{HUB}"></script></body></html>'
    route.fulfill(body=body, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})


def draw(page: Page, options: str, name: str = "naver.NaverPayButton") -> None:
    page.evaluate(f'window.pressed = []; {name}.apply({{EMBED_ID: "here", {options}}})')


@pytest.mark.parametrize(("kind", "size"), SIZES.items(), ids=SIZES)
def test_a_set_has_the_size_of_its_type(page: Page, kind: str, size: tuple[int, int]) -> None:
    draw(page, f'TYPE: "{kind}", COUNT: 2')
    box = page.locator("#here .set").bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == size


@pytest.mark.parametrize("name", ["naver.NaverPayButton", "nhn.CheckoutButton"])
def test_a_press_asks_the_handler_with_its_link(page: Page, name: str) -> None:
    handlers = "BUY_BUTTON_HANDLER: u => {pressed.push(['buy', u]); return false}, BUY_BUTTON_LINK_URL: '/buy'"
    wish = "WISHLIST_BUTTON_HANDLER: u => {pressed.push(['wish', u]); return false}, WISHLIST_BUTTON_LINK_URL: '/wish'"
    draw(page, f"TYPE: 'C3', COUNT: 2, {handlers}, {wish}, '': ''", name)
    page.get_by_role("button", name="체크아웃으로 구매하기").click()
    page.get_by_role("button", name="찜하기").press("Enter")
    assert page.evaluate("pressed") == [["buy", "/buy"], ["wish", "/wish"]]
    assert page.url == SHOP


def test_without_a_handler_the_link_is_followed(page: Page) -> None:
    draw(page, "COUNT: 1, BUY_BUTTON_LINK_URL: '/buy'")
    page.get_by_role("button", name="체크아웃으로 구매하기").press("Space")
    page.wait_for_url("**/buy")
    assert page.url.endswith("/buy")


def test_a_disabled_set_is_shown_and_cannot_be_pressed(page: Page) -> None:
    """R82."""
    draw(page, "ENABLE: 'N', COUNT: 1, BUY_BUTTON_LINK_URL: '/buy'")
    assert page.locator("#here button").count() == 1
    assert page.locator("#here button").is_disabled()


def test_drawing_again_draws_one_set(page: Page) -> None:
    draw(page, "COUNT: 1")
    draw(page, "COUNT: 1")
    assert page.locator("#here .set").count() == 1


def test_on_an_english_page_it_speaks_english(page: Page) -> None:
    page.evaluate("document.documentElement.lang = 'en'")
    draw(page, "COUNT: 2")
    assert page.locator("#here .set").inner_text().split() == ["Checkout", "Easy", "buying", "Buy", "Wish"]
    assert page.get_by_role("button", name="Buy with Checkout").count() == 1
