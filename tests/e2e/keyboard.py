"""A person at Chromium who has a keyboard and nothing else: no mouse, and no scripts."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator

from minishop.cli.story.chromium import ChromiumPerson
from minishop.cli.story.errors import Unexpected
from minishop.cli.story.pages import Form, Page, Value
from minishop.cli.story.people import Attachment

_FAR = 250
_HAS_FOCUS = "one => one === document.activeElement"


class KeyboardPerson(ChromiumPerson):
    """Gets to links, fields and buttons by Tab and arrows, and presses Enter and Space. Takes over where somebody else is logged in."""

    def __init__(self, browser: Browser, folder: Path, taking_over: ChromiumPerson) -> None:
        self._taking_over = taking_over
        self.pressed: list[str] = []
        super().__init__(browser, folder)

    def context_of(self, browser: Browser) -> BrowserContext:  # type: ignore[override]
        known = self._taking_over.tab.context.storage_state()
        return super().context_of(browser, storage_state=known, java_script_enabled=False)

    def open(self, url: str) -> Page:
        """Follows a link of the page that leads there; types the address where there is none."""
        hrefs: list[str] = self.tab.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
        if url == self.tab.url or url not in hrefs:
            return super().open(url)
        return self._click(self.tab.locator("a[href]").nth(hrefs.index(url)))

    def send(
        self, form: Form, values: dict[str, Value] | None = None, *, files: dict[str, Attachment] | None = None, button: str = ""
    ) -> Page:
        """Fills and presses by keys alone."""
        place = self.tab.locator("form").nth(form.position)
        for name, value in (values or {}).items():
            self._fill(form, place, name, value)
        return self._click(self._button(form, place, button))

    def _fill(self, form: Form, place: Locator, name: str, value: Value) -> None:
        control = place.locator(f'[name="{name}"]')
        match form.field(name).kind, value:
            case "checkbox", bool(ticked):
                self._reach(control)
                if control.is_checked() != ticked:
                    self.tab.keyboard.press("Space")
            case "radio", str(option):
                self._choose(control, place.locator(f'[name="{name}"][value="{option}"]'))
            case "text" | "textarea" | "number", str(text):
                self._reach(control)
                self.tab.keyboard.press("Control+a")
                self.tab.keyboard.type(text)
            case kind, _:
                raise Unexpected(f"{name!r} is a {kind}, which no key was needed for until now")

    def _choose(self, group: Locator, wanted: Locator) -> None:
        """Tab enters a group of radios at the one that is chosen; arrows go on from there."""
        self._reach(group)
        for _ in range(group.count()):
            if wanted.is_checked():
                return
            self.tab.keyboard.press("ArrowDown")
        raise Unexpected(f"{wanted} cannot be chosen by arrows")

    def _click(self, target: Locator) -> Page:
        self._reach(target)
        with self.tab.expect_navigation(wait_until="load") as navigation:
            self.tab.keyboard.press("Enter")
        self.pressed.append(self.tab.url)
        return self._arrive(navigation.value)

    def _reach(self, target: Locator) -> None:
        for _ in range(_FAR):
            if any(one.evaluate(_HAS_FOCUS) for one in target.all()):
                return
            self.tab.keyboard.press("Tab")
        raise Unexpected(f"{self.tab.url}: Tab does not come to {target}")
