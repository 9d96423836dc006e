"""The whole story over the real wire: in Chromium, with no complaint from the browser, and by plain HTTP."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from tests.e2e.conftest import Sale
from tests.running import Running

from minishop.cli.checks.chromium import OPTIONS
from minishop.cli.story.chromium import ChromiumPerson
from minishop.cli.story.people import Person
from minishop.cli.story.steps import STEPS
from minishop.cli.story.story import Story, cast_of


def play(system: Running, mark: str, people: Callable[[str], Person]) -> dict[str, str]:
    with Story(system.installation, cast_of(mark), people) as story:
        for step in STEPS:
            step.play(story)
        return story.notes


def test_the_story_by_plain_http(sale: Sale) -> None:
    """R1, R66."""
    assert {"product", "sheet"} <= sale.story.notes.keys()


def test_the_story_in_chromium(system: Running, tmp_path: Path) -> None:
    executable = os.environ.get("MINISHOP_CHROMIUM")
    if not executable:
        pytest.fail("no Chromium: run ./minishop test, which finds or installs one")
    met: list[ChromiumPerson] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=OPTIONS)

        def people(role: str) -> Person:
            met.append(ChromiumPerson(browser, tmp_path))
            return met[-1]

        try:
            play(system, "chrome", people)
        finally:
            browser.close()
    complaints = [told for person in met for told in person.complaints]
    assert complaints == [], "the browser's console has errors"
