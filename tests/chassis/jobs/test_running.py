"""The job table: enqueued with the change or not at all, run at least once, retried, kept when it fails."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from minishop.chassis.jobs import registry
from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.queue import NewJob, enqueue
from minishop.chassis.jobs.registry import Later, NotInTransaction, Task, task
from minishop.chassis.jobs.worker import run_due

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **passed: int) -> None:
        self.time += timedelta(**passed)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture(autouse=True)
def only_own_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry._registry, "tasks", {})


def write_down(done: list[str], **options: object) -> Task:
    @task(**options)  # type: ignore[arg-type]
    def note(word: str, now: datetime) -> None:
        done.append(word)

    return note


def failing(times: int, done: list[str], **options: object) -> Task:
    @task(**options)  # type: ignore[arg-type]
    def fail(now: datetime) -> None:
        done.append("tried")
        if len(done) <= times:
            raise RuntimeError("not yet")

    return fail


def test_a_task_outside_a_transaction_is_refused(done: list[str], clock: Clock) -> None:
    with pytest.raises(NotInTransaction):
        write_down(done).enqueue(now=NOON, word="lost")
    assert not Job.objects.exists()


def test_a_rolled_back_change_leaves_no_task(done: list[str], clock: Clock) -> None:
    note = write_down(done)
    with pytest.raises(RuntimeError), transaction.atomic():
        note.enqueue(now=NOON, word="no")
        raise RuntimeError
    assert run_due(clock) == 0
    assert done == []


def test_due_work_runs_once_and_is_gone(done: list[str], clock: Clock) -> None:
    note = write_down(done)
    with transaction.atomic():
        note.enqueue(now=NOON, word="now")
        note.enqueue(now=NOON, run_at=NOON + timedelta(hours=1), word="later")
    assert run_due(clock) == 1
    clock.pass_(hours=1)
    assert run_due(clock) == 1
    assert done == ["now", "later"]
    assert not Job.objects.exists()


def test_a_failing_task_is_tried_again_with_growing_pauses(done: list[str], clock: Clock) -> None:
    fail = failing(2, done)
    with transaction.atomic():
        fail.enqueue(now=NOON)
    assert run_due(clock) == 1
    assert run_due(clock) == 0
    clock.pass_(seconds=1)
    assert run_due(clock) == 1
    clock.pass_(milliseconds=900)
    assert run_due(clock) == 0
    clock.pass_(milliseconds=1100)
    assert run_due(clock) == 1
    assert not Job.objects.exists()


def test_what_keeps_failing_stays_with_its_reason(done: list[str], clock: Clock) -> None:
    fail = failing(99, done, max_attempts=3)
    with transaction.atomic():
        fail.enqueue(now=NOON)
    for _ in range(5):
        run_due(clock)
        clock.pass_(minutes=10)
    job = Job.objects.get()
    assert (job.state, job.attempts, job.last_error) == ("dead", 3, "RuntimeError: not yet")


def test_a_task_may_say_when_to_come_back(done: list[str], clock: Clock) -> None:
    @task()
    def wait(now: datetime) -> None:
        done.append("looked")
        raise Later("the carrier sleeps", timedelta(minutes=5))

    with transaction.atomic():
        wait.enqueue(now=NOON)
    run_due(clock)
    job = Job.objects.get()
    assert (job.due, job.last_error) == (NOON + timedelta(minutes=5), "the carrier sleeps")


def test_a_task_that_this_version_does_not_know_waits_for_one_that_does_and_is_given_up_in_the_end(clock: Clock) -> None:
    """Old and new versions run side by side during an upgrade."""
    with transaction.atomic():
        enqueue(NewJob("gone.task", {}, Line.MONEY, NOON))
    for attempt in range(1, 11):
        assert run_due(clock) == 1
        assert Job.objects.get().attempts == attempt
        clock.pass_(seconds=60)
    assert (Job.objects.get().state, Job.objects.get().last_error) == ("dead", "no such task")


def test_work_that_never_ends_is_given_up_in_the_end(done: list[str], clock: Clock) -> None:
    """Nothing raises when a worker is killed: only the attempts tell, and without them such work would be begun for ever."""
    note = write_down(done, max_attempts=3)
    with transaction.atomic():
        note.enqueue(now=NOON, word="hangs")
    Job.objects.update(attempts=3)
    assert run_due(clock) == 1
    assert (done, Job.objects.get().state) == ([], "dead")


def test_a_reason_with_a_nul_is_kept_without_it(clock: Clock) -> None:
    """PostgreSQL refuses one, and the job would be left running, to be run again for ever."""

    @task()
    def quote(now: datetime) -> None:
        raise Later("it said \0")

    with transaction.atomic():
        quote.enqueue(now=NOON)
    run_due(clock)
    assert Job.objects.get().last_error == "it said "
