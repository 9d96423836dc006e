"""One running system for all tests of this folder, with one shop that is open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.running import Running, running

from minishop.cli.checks.chromium import OPTIONS
from minishop.cli.story.people import PlainPerson
from minishop.cli.story.steps import CLAIM_STEPS, STEPS
from minishop.cli.story.story import Story, cast_of


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with pytest.MonkeyPatch.context() as changed:
        # What the PG never answers is held for a moment: how long the hub waits for one that hangs is tried in tests/chaos.
        changed.setenv("SANDBOX_HOLD_SECONDS", "0.5")
        with running(tmp_path_factory.mktemp("e2e") / "var") as started:
            yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=os.environ["MINISHOP_CHROMIUM"], args=OPTIONS)
        yield opened
        opened.close()


@dataclass(frozen=True)
class Sale:
    """A sale that came to its end: its story, and the address of the order, which its buyer has confirmed."""

    story: Story
    order: str


@pytest.fixture(scope="session")
def sale(system: Running) -> Iterator[Sale]:
    """Both stories by plain HTTP, played once: the shop and the people in it serve every test of this folder."""
    with Story(system.installation, cast_of("open"), lambda role: PlainPerson()) as story:
        addresses = {step.key: step.play(story) for step in (*STEPS, *CLAIM_STEPS)}
        yield Sale(story, addresses["confirmed"])


@pytest.fixture(scope="session")
def open_shop(sale: Sale) -> Story:
    """A story that has come as far as an open shop, and on."""
    return sale.story
