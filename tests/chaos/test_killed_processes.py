"""Kill any one process at any step, start it again, and the story still ends right: one order, one payment, one shipment.

The story is played once undisturbed, which shows how long each step takes. Then it is played again, and in every step another of the seven
processes is killed (SIGKILL, at a random moment inside the step) and started again, and the step is played again as a person reloads. Seven
such rounds kill each process in each step; a run plays two of them, spread over the seven by its seed, which is printed with a failure:
``MINISHOP_CHAOS_SEED`` repeats it, ``MINISHOP_CHAOS_ROUNDS=7`` plays all.
"""

from __future__ import annotations

import os
import random
import threading
import time

import pytest
from tests.chaos.conftest import Calm
from tests.chaos.outcome import assert_one_of_each
from tests.running import Running

from minishop.cli.processes import Child
from minishop.cli.running import wait_until_ready
from minishop.cli.story.people import PlainPerson
from minishop.cli.story.steps import STEPS
from minishop.cli.story.story import Story, cast_of

PROCESSES = ["mall", "checkout", "shopping", "sandbox", "mall-worker", "checkout-worker", "shopping-worker"]
SEED = int(os.environ.get("MINISHOP_CHAOS_SEED") or random.SystemRandom().randrange(10**6))
ROUNDS = int(os.environ.get("MINISHOP_CHAOS_ROUNDS") or 2)
SHORTEST_STEP = 0.05
PATIENCE = 45
DOWN_FOR = 0.1

Pace = dict[str, float]


@pytest.fixture(scope="module")
def pace(calm: Calm) -> Pace:
    """How many seconds each step takes when nobody dies."""
    return {key: max(SHORTEST_STEP, seconds) for key, seconds in calm.taken.items()}


@pytest.mark.parametrize("number", range(ROUNDS))
def test_the_story_ends_right_though_in_every_step_a_process_is_killed(number: int, system: Running, pace: Pace) -> None:
    print(f"seed {SEED}")
    chance = random.Random(f"{SEED} {number}")
    first = SEED + number * len(PROCESSES) // ROUNDS
    with Story(system.installation, cast_of(f"{number}x{chance.randrange(10**4):04}"), lambda role: PlainPerson()) as story:
        for place, step in enumerate(STEPS, start=first):
            victim = system.child(PROCESSES[place % len(PROCESSES)])
            killer = threading.Thread(target=_kill_and_start, args=(victim, chance.uniform(0, pace[step.key])))
            killer.start()
            try:
                step.play_through(story, within=PATIENCE)
            finally:
                killer.join()
        wait_until_ready(system.installation, system.supervisor)
        assert_one_of_each(story)


def _kill_and_start(victim: Child, after: float) -> None:
    time.sleep(after)
    victim.kill()
    time.sleep(DOWN_FOR)
    victim.start()
