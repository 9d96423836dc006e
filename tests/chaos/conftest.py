"""One system for all trials of this folder, and one shop that is open: starting and filling takes longer than most of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from tests.chaos import crowd
from tests.chaos.outcome import assert_one_of_each
from tests.running import Running, running

from minishop.cli.story.people import PlainPerson
from minishop.cli.story.steps import STEPS
from minishop.cli.story.story import Story, cast_of


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The crowd comes last: it brings the hub payments that no PG knows, and whoever reconciles would wait for them."""
    items.sort(key=lambda item: item.path.name == "test_nothing_freezes.py")


@dataclass(frozen=True)
class Calm:
    """A story that nobody disturbs, and how many seconds each of its steps took."""

    story: Story
    taken: dict[str, float]


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running system whose PG holds what it never answers for a moment only."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("SANDBOX_HOLD_SECONDS", "0.3")
        with running(tmp_path_factory.mktemp("chaos") / "var") as started:
            yield started


@pytest.fixture(scope="session")
def calm(system: Running) -> Iterator[Calm]:
    """The story to its end, one of each thing in it."""
    taken: dict[str, float] = {}
    with Story(system.installation, cast_of("calm"), lambda role: PlainPerson()) as story:
        for step in STEPS:
            began = time.monotonic()
            step.play(story)
            taken[step.key] = time.monotonic() - began
        assert_one_of_each(story)
        yield Calm(story, taken)


@pytest.fixture(scope="session")
def product(system: Running, calm: Calm) -> str:
    """The address of a product of the calm story's shop, of which there is enough for everyone."""
    crowd.furnish(system.installation, "mall", "stock")
    return calm.story.storefront(f"/products/{calm.story.notes['product']}/")
