"""Workers: several of them on one table take each job once, and none waits for another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from tests.racing import at_once, broken, meanwhile

from minishop.chassis.jobs import registry, worker
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.registry import Later, Task, task
from minishop.chassis.jobs.worker import run_due, run_next

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
JOBS = "minishop.chassis.jobs"


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What has run, by its word."""
    monkeypatch.setattr(registry._registry, "tasks", {})
    return []


def noting(ran: list[str]) -> Task:
    @task()
    def note(word: str, now: datetime) -> None:
        ran.append(word)

    return note


def enqueue(note: Task, *words: str, **options: str) -> None:
    with transaction.atomic():
        for position, word in enumerate(words):
            note.enqueue(now=NOON, run_at=NOON + timedelta(seconds=position), word=word, **options)


def later() -> datetime:
    return NOON + timedelta(minutes=1)


def test_while_one_worker_takes_a_job_another_takes_the_next_without_waiting(ran: list[str]) -> None:
    enqueue(noting(ran), "a", "b")
    taken: list[Job | None] = []
    with meanwhile(f"{JOBS}.models.Job.save", lambda: taken.append(worker._claim(later()))) as rival:
        taken.append(worker._claim(later()))
    assert (rival.raised, rival.waited) == ([], connection.vendor != "postgresql")  # SQLite has one writer at a time
    assert sorted(job.arguments["word"] for job in taken if job) == ["a", "b"]


def test_a_crowd_of_workers_runs_each_job_once(ran: list[str]) -> None:
    words = [f"{number:02}" for number in range(12)]
    enqueue(noting(ran), *words)
    assert at_once(*[lambda: [run_next(later, periodic=False) for _ in words]] * 4) == []
    assert sorted(ran) == words
    assert not Job.objects.exists()


def test_a_worker_that_dies_while_it_takes_a_job_has_not_taken_it(ran: list[str]) -> None:
    enqueue(noting(ran), "a")
    with broken(f"{JOBS}.models.Job.save"):
        worker._claim(later())
    assert run_due(later) == 1
    assert ran == ["a"]


def test_work_put_off_gives_way_to_work_of_its_key_that_came_meanwhile(ran: list[str]) -> None:
    """The same was asked for again while it ran: what runs later is the one that waits, and only that."""

    @task()
    def wait(word: str, now: datetime) -> None:
        ran.append(word)
        if len(ran) == 1:
            raise Later("not yet")

    enqueue(wait, "a", unique_key="k")
    with meanwhile(f"{JOBS}.worker.find_task", lambda: enqueue(wait, "b", unique_key="k")) as rival:
        assert run_next(later, periodic=False)
    assert rival.raised == []
    assert [(job.arguments["word"], job.state) for job in Job.objects.all()] == [("b", "ready")]
