"""Both stories over the real wire: in Chromium, with no complaint from the browser, and by plain HTTP, which knows no scripts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.e2e.conftest import Sale
from tests.e2e.keyboard import KeyboardPerson
from tests.running import Running

from minishop.cli.checks.chromium import OPTIONS
from minishop.cli.story.chromium import ChromiumPerson
from minishop.cli.story.people import Person, PlainPerson
from minishop.cli.story.steps import CLAIM_STEPS, STEPS
from minishop.cli.story.story import Step, Story, cast_of

BY_KEYBOARD = ("cancelled", "return")
# The same forms again and again, which the story by plain HTTP sends: each is met once in the browser, with a picture, by hand.
WITHOUT_BROWSER = ("import-again", "categories", "pictures")


def test_the_stories_by_plain_http(sale: Sale) -> None:
    """R1, R53, R66, Q11."""
    assert {"product", "sheet", "cancel", "return", "exchange"} <= sale.story.notes.keys()
    assert sale.story.told[-1] == "reconcile: 0 differences"


def test_the_stories_in_chromium(system: Running, tmp_path: Path) -> None:
    """R102: the buyer cancels and returns with the keyboard alone, and without scripts."""
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
            with Story(system.installation, cast_of("chrome"), people) as story:
                for step in (*STEPS, *CLAIM_STEPS):
                    if step.key in BY_KEYBOARD:
                        play_by_keyboard(story, step, browser, tmp_path)
                    elif step.key in WITHOUT_BROWSER:
                        play_without_browser(story, step)
                    else:
                        step.play(story)
        finally:
            browser.close()
    complaints = [told for person in met for told in person.complaints]
    # A part that the manual's profile refuses, once in the shop and once at the centre, is a page in the form's place.
    refused = [told for told in complaints if " 422 " in told and told.endswith("/cancel/")]
    assert len(refused) == 2
    assert [told for told in complaints if told not in refused] == [], "the browser's console has errors"


def play_without_browser(story: Story, step: Step) -> None:
    with Story(story.installation, story.cast, lambda role: PlainPerson(), notes=story.notes) as plain:
        for each in (STEPS[0], step):  # who has signed up logs in
            each.play(plain)


def play_by_keyboard(story: Story, step: Step, browser: Browser, folder: Path) -> None:
    usual = story.buyer
    assert isinstance(usual, ChromiumPerson)
    person = KeyboardPerson(browser, folder, taking_over=usual)
    others = {"buyer": person, "seller": story.seller, "operator": story.operator}
    step.play(Story(story.installation, story.cast, others.__getitem__, notes=story.notes, told=story.told))
    person.leave()
    assert any("/my/claims/" in address for address in person.pressed)
