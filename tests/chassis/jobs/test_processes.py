"""Later work by real processes, which are killed, stopped and told to end: nothing is lost, and short tasks are done once."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from tests import nursery
from tests.forked import BOTH, Nursery, nursery_of, until

from minishop.chassis.jobs import queue, registry, stopping
from minishop.chassis.jobs.models import ClockJump, Job, Worker
from minishop.chassis.jobs.process import WAS_GONE
from minishop.kernel.clock import utc_now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
JOBS = 1_500
BATCH = 16


@pytest.fixture
def workers(several_connections: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Nursery]:
    monkeypatch.setattr(registry._registry, "tasks", {})
    monkeypatch.setattr(registry._registry, "rounds", [])
    nursery.declare()
    with nursery_of(nursery, tmp_path) as made:
        yield made


def enqueue(workers: Nursery, name: str, *numbers: int, later: bool = False) -> None:
    task, now = registry._registry.tasks[f"tests.nursery.{name}"], utc_now()
    with transaction.atomic():
        for number in numbers:
            task.enqueue(now=now, run_at=now + timedelta(seconds=later), key=f"{number}", number=number, notes=str(workers.notes))


def is_empty() -> bool:
    return not Job.objects.exists()


def test_of_three_workers_that_are_killed_at_any_moment_nothing_is_lost_and_short_work_is_done_once(workers: Nursery) -> None:
    """Lost none; long work is done twice at most for what one worker had in hand when it was killed."""
    numbers = list(range(JOBS))
    long, short, long_later, short_later = numbers[:500], numbers[500:1_000], numbers[1_000:1_250], numbers[1_250:]
    for name, some, later in (
        ("work", long, False),
        ("write", short, False),
        ("work", long_later, True),
        ("write", short_later, True),
    ):
        enqueue(workers, name, *some, later=later)
    chance = random.Random(20261126)
    deaths = [*nursery.DEATHS, *nursery.DEATHS]
    chance.shuffle(deaths)
    killed = len(deaths)
    alive = [workers.start(BOTH, deaths.pop(), chance.randrange(1, 9)) for _ in range(3)]

    def all_done() -> bool:
        for place, child in enumerate(alive):
            if workers.code(child) is not None:
                alive[place] = workers.start(BOTH, deaths.pop() if deaths else "", chance.randrange(1, 9))
        return is_empty()

    until(all_done)
    runs = Counter(workers.noted())
    assert (deaths, sorted(runs)) == ([], sorted(long + long_later))
    assert sum(times - 1 for times in runs.values()) <= BATCH * killed
    assert Counter(ClockJump.objects.values_list("seconds", flat=True)) == Counter(short + short_later)


def test_who_stood_still_is_gone_its_job_is_run_by_another_and_it_ends_with_its_own_code(workers: Nursery) -> None:
    stopped = workers.start(["worker"])
    enqueue(workers, "hold", 1)
    until(lambda: workers.noted() == [stopped])
    os.kill(stopped, signal.SIGSTOP)
    other = workers.start()
    until(lambda: workers.noted() == [stopped, other])
    enqueue(workers, "work", 2)
    os.kill(stopped, signal.SIGCONT)
    codes: list[int | None] = []
    until(lambda: codes.append(workers.code(stopped)) or codes[-1] is not None)
    assert codes[-1] == WAS_GONE
    assert Job.objects.get(task__endswith="hold").state == "running"
    workers.open()
    until(is_empty)


def test_what_ends_its_worker_three_times_is_dead_and_its_neighbours_are_done(workers: Nursery) -> None:
    enqueue(workers, "end_the_process", 0)
    enqueue(workers, "work", *range(1, 9))
    child, ended = workers.start(), 0

    def only_the_dead_is_left() -> bool:
        nonlocal child, ended
        if workers.code(child) is not None:
            child, ended = workers.start(), ended + 1
        return [job.state for job in Job.objects.all()] == ["dead"]

    until(only_the_dead_is_left)
    assert (Job.objects.get().last_error, ended) == ("it ended its worker three times", queue.POISON)
    assert set(workers.noted()) == set(range(1, 9))


def test_who_is_told_to_end_lets_what_runs_end_and_begins_nothing(workers: Nursery) -> None:
    child = workers.start(["worker"])
    enqueue(workers, "hold", 1)
    until(lambda: workers.noted() == [child])
    os.kill(child, signal.SIGTERM)
    until(workers.was_told)
    stopping.pause(0.5)  # what it had begun to look for before that is found
    enqueue(workers, "work", 2)
    workers.open()
    codes: list[int | None] = []
    until(lambda: codes.append(workers.code(child)) or codes[-1] is not None)
    assert codes[-1] == 0
    assert [(job.task.rpartition(".")[2], job.state) for job in Job.objects.all()] == [("work", "ready")]
    assert not Worker.objects.exists()


def test_who_is_told_twice_ends_at_once_and_its_job_is_run_by_the_next(workers: Nursery) -> None:
    child = workers.start(["worker"])
    enqueue(workers, "hold", 1)
    until(lambda: workers.noted() == [child])
    codes: list[int | None] = []

    def ended() -> bool:
        codes.append(workers.code(child))
        if codes[-1] is None:
            os.kill(child, signal.SIGTERM)
        return codes[-1] is not None

    until(ended)
    assert codes[-1] == 1
    workers.open()
    second = workers.start(["worker"])
    until(is_empty)
    assert workers.noted() == [child, second]
