"""The story in Chromium, with a picture of every step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from minishop.cli.checks.chromium import OPTIONS
from minishop.cli.story.chromium import ChromiumPerson
from minishop.cli.story.people import Person
from minishop.cli.story.story import Step, Story

Players = tuple[Callable[[str], Person], Callable[[int, Step, Story], None]]


@contextmanager
def at_chromium(executable: Path, folder: Path) -> Iterator[Players]:
    """People at one Chromium, each with cookies of their own, and what takes a picture after each step into ``folder``."""
    met: list[ChromiumPerson] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=OPTIONS)

        def people(role: str) -> Person:
            met.append(ChromiumPerson(browser, folder))
            return met[-1]

        def after(number: int, step: Step, story: Story) -> None:
            acted = [person for person in met if person.moved()]
            for place, person in enumerate(acted):
                stem = f"{number:02}-{step.key}" + (f"-{place + 1}" if place else "")
                person.shoot(folder / f"{stem}.png")
                person.shoot(folder / f"{stem}-390.png", narrow=True)

        yield people, after
        browser.close()
