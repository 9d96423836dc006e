"""Later work by real processes, which are killed, stopped and told to end: nothing is lost, and short tasks are done once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from django.db import connection, transaction
from tests.chassis.jobs import nursery

from minishop.chassis.jobs import queue, registry, stopping
from minishop.chassis.jobs.models import ClockJump, Job, Worker
from minishop.chassis.jobs.process import WAS_GONE
from minishop.kernel.clock import utc_now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
PATIENCE = 60.0
JOBS = 1_500
BATCH = 16
BOTH = ["worker", "scheduler"]


@dataclass
class Nursery:
    """The process that workers are forked from, and those that were."""

    process: subprocess.Popen[str]
    notes: Path
    children: list[int] = field(default_factory=list)

    def ask(self, **told: object) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{json.dumps(told)}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def start(self, roles: list[str] = BOTH, death: str = "", after: int = 0) -> int:
        child: int = self.ask(roles=roles, death=death, after=after)
        self.children.append(child)
        return child

    def code(self, child: int) -> int | None:
        """What a child ended with, the number of its signal below 0; None: it has not."""
        code: int | None = self.ask(ended=child, how=os.WNOHANG)
        if code is not None:
            self.children.remove(child)
        return code

    def end(self) -> None:
        for child in list(self.children):
            os.kill(child, signal.SIGKILL)
            os.kill(child, signal.SIGCONT)
            self.ask(ended=child, how=0)
        self.process.communicate()

    def noted(self) -> list[int]:
        return [int(line) for line in self.notes.read_text().split()] if self.notes.exists() else []

    def open(self) -> None:
        """Lets go what holds."""
        Path(f"{self.notes}.open").touch()


@pytest.fixture
def workers(several_connections: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Nursery]:
    monkeypatch.setattr(registry._registry, "tasks", {})
    monkeypatch.setattr(registry._registry, "rounds", [])
    nursery.declare()
    command = [
        sys.executable,
        "-c",
        "from tests.chassis.jobs import nursery; nursery.main()",
        str(connection.settings_dict["NAME"]),
    ]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    made = Nursery(process, tmp_path / "notes")
    yield made
    made.end()


def until(reached: Callable[[], bool]) -> None:
    give_up = monotonic() + PATIENCE
    while not reached():
        if monotonic() > give_up:
            raise AssertionError("it never came to that")
        stopping.pause(0.05)


def enqueue(workers: Nursery, name: str, *numbers: int, later: bool = False) -> None:
    task, now = registry._registry.tasks[f"tests.chassis.jobs.nursery.{name}"], utc_now()
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
    stopping.pause(0.5)  # a round of the worker, in which it sees that
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
