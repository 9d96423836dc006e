"""Kill any one process at any step, start it again, and the story still ends right: one order, one payment, one shipment.

For each of the seven processes the whole story is played once, and in every step that process is killed (SIGKILL, at a random
moment), started again, and the step played again as a person reloads. The seed is printed; ``MINISHOP_CHAOS_SEED`` repeats it.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Iterator

import pytest
from tests.chaos.outcome import assert_one_of_each
from tests.running import Running, running

from minishop.cli.processes import Child
from minishop.cli.story.people import PlainPerson
from minishop.cli.story.steps import STEPS
from minishop.cli.story.story import Story, cast_of

PROCESSES = ["mall", "checkout", "shopping", "sandbox", "mall-worker", "checkout-worker", "shopping-worker"]
SEED = int(os.environ.get("MINISHOP_CHAOS_SEED") or random.SystemRandom().randrange(10**6))
LATEST_KILL = 0.6
RELOADS = 12
DOWN_FOR = 0.1


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("chaos") / "var") as started:
        yield started


@pytest.mark.parametrize("name", PROCESSES)
def test_the_story_ends_right_though_a_process_is_killed_in_every_step(name: str, system: Running) -> None:
    print(f"seed {SEED}")
    chance = random.Random(f"{SEED} {name}")
    story = Story(system.installation, cast_of(f"{PROCESSES.index(name)}x{chance.randrange(10**4):04}"), lambda role: PlainPerson())
    for step in STEPS:
        killer = threading.Thread(target=_kill_and_start, args=(system.child(name), chance.uniform(0, LATEST_KILL)))
        killer.start()
        try:
            step.play_through(story, again=RELOADS)
        finally:
            killer.join()
    assert_one_of_each(story)


def _kill_and_start(victim: Child, after: float) -> None:
    time.sleep(after)
    victim.kill()
    time.sleep(DOWN_FOR)
    victim.start()
