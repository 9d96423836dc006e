"""A person at a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Locator, Response
from playwright.sync_api import Page as Tab

from minishop.cli.story.errors import Unexpected, Unreachable
from minishop.cli.story.pages import Form, Page, Value
from minishop.cli.story.people import Attachment

WIDE = (1280, 900)
NARROW = (390, 844)
_TIMEOUT_MS = 20_000


class ChromiumPerson:
    """Someone at Chromium: types into the fields that are seen, and clicks."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        context = self.context_of(browser)
        context.set_default_timeout(_TIMEOUT_MS)
        self.tab: Tab = context.new_page()
        self.page = Page("about:blank", 0, "")
        self.complaints: list[str] = []
        self._folder = folder
        self._moved = False
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("console", self._hear)

    def context_of(self, browser: Browser, **more: Any) -> BrowserContext:
        """A browser with cookies of its own, as it stands on a Korean desk."""
        return browser.new_context(locale="ko-KR", timezone_id="Asia/Seoul", viewport={"width": WIDE[0], "height": WIDE[1]}, **more)

    def open(self, url: str) -> Page:
        """Goes to an address; raises Unreachable when it cannot be reached or is broken."""
        try:
            return self._arrive(self.tab.goto(url, wait_until="load"))
        except Error as error:
            raise Unreachable(f"{url}: {error.message.splitlines()[0]}") from None

    def send(
        self, form: Form, values: dict[str, Value] | None = None, *, files: dict[str, Attachment] | None = None, button: str = ""
    ) -> Page:
        """Fills a form of the tab and clicks its button; raises Unexpected for a field or button that is not there."""
        place = self.tab.locator("form").nth(form.position)
        try:
            place.evaluate("form => { for (let e = form; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true }")
            for name, value in (values or {}).items():
                self._fill(form, place, name, value)
            for name, file in (files or {}).items():
                place.locator(f'[name="{name}"]').set_input_files(file.saved_in(self._folder))
            return self._click(self._button(form, place, button))
        except Error as error:
            raise Unreachable(f"{form.action}: {error.message.splitlines()[0]}") from None

    def press_checkout_button(self) -> Page:
        """Clicks the button that Checkout's own script has drawn."""
        return self._click(self.tab.locator("[data-checkout-button] .buy"))

    def leave(self) -> None:
        """Closes the tab."""
        self.tab.context.close()

    def moved(self) -> bool:
        """Whether they went anywhere since this was asked last."""
        moved, self._moved = self._moved, False
        return moved

    def shoot(self, path: Path, *, narrow: bool = False) -> None:
        """Keeps a picture of the whole page, as a wide screen or a phone shows it."""
        width, height = NARROW if narrow else WIDE
        self.tab.set_viewport_size({"width": width, "height": height})
        self.tab.screenshot(path=path, full_page=True)
        self.tab.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})

    def _hear(self, told: ConsoleMessage) -> None:
        if told.type == "error":
            self.complaints.append(f"{told.text} {told.location['url']}")

    def _click(self, target: Locator) -> Page:
        with self.tab.expect_navigation(wait_until="load") as navigation:
            target.click()
        return self._arrive(navigation.value)

    def _arrive(self, response: Response | None) -> Page:
        status = response.status if response is not None else 200
        self._moved = True
        self.page = Page(self.tab.url, status, self.tab.content())
        if status >= 500:
            raise Unreachable(f"{self.tab.url} answered {status}")
        return self.page

    def _fill(self, form: Form, place: Locator, name: str, value: Value) -> None:
        field = form.field(name)
        control = place.locator(f'[name="{name}"]')
        match field.kind, value:
            case "select" | "select-many", str() | list():
                control.select_option(value)
            case "checkbox", bool(ticked):
                control.first.set_checked(ticked)
            case "checkbox", list(several):
                for option, _ in field.options:
                    place.locator(f'[name="{name}"][value="{option}"]').set_checked(option in several)
            case "radio", str(option):
                place.locator(f'[name="{name}"][value="{option}"]').check()
            case "hidden", _:
                raise Unexpected(f"{name!r} of the form to {form.action} is hidden: nobody can fill it")
            case _:
                control.first.fill(str(value))

    def _button(self, form: Form, place: Locator, words: str) -> Locator:
        buttons = place.locator("button:not([type=button]):not([form]), input[type=submit]:not([form])")
        name = form.attributes.get("id", "")
        if name:
            buttons = buttons.or_(self.tab.locator(f'button[form="{name}"]'))
        return (buttons.filter(has_text=words) if words else buttons).first
