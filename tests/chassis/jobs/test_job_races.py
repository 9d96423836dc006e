"""Workers: several of them on one table take each job once, none waits for another, and no wish for work is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from tests.racing import at_once, broken, meanwhile, stored

from minishop.chassis.jobs import crew, queue, registry, upkeep
from minishop.chassis.jobs.domain.lines import Line, Pool
from minishop.chassis.jobs.models import Job, StrangerHost, Worker
from minishop.chassis.jobs.queue import Claimer, NewJob, millis
from minishop.chassis.jobs.registry import Later, Task, task
from minishop.chassis.jobs.worker import run_next

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
JOBS = "minishop.chassis.jobs"
ME, RIVAL = 7, 8


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


def enqueue(note: Task, *words: str, key: str = "") -> None:
    with transaction.atomic():
        for word in words:
            note.enqueue(now=NOON, word=word, key=key)


def later() -> datetime:
    return NOON + timedelta(minutes=1)


def take(worker: int) -> list[str]:
    return [str(job.arguments["word"]) for job in Claimer(worker, Pool.INSIDE).claim(1)]


def test_while_one_worker_takes_a_job_another_takes_the_next_without_waiting(ran: list[str]) -> None:
    enqueue(noting(ran), "a", "b")
    taken: list[str] = []
    with meanwhile(f"{JOBS}.queue.finish", lambda: taken.extend(take(RIVAL))) as rival, transaction.atomic():
        taken += take(ME)
        queue.finish([], worker=ME, now=0)
        waited = rival.waited
    assert (rival.raised, waited) == ([], connection.vendor != "postgresql")  # SQLite has one writer at a time
    assert sorted(taken) == ["a", "b"]


def test_a_crowd_of_workers_runs_each_job_once(ran: list[str]) -> None:
    words = [f"{number:02}" for number in range(12)]
    enqueue(noting(ran), *words)
    assert at_once(*[lambda: [run_next(later) for _ in words]] * 4) == []
    assert sorted(ran) == words
    assert not Job.objects.exists()


def test_a_wish_that_is_not_committed_yet_is_not_run_past(ran: list[str]) -> None:
    """The lost wake-up: a worker that runs the waiting job of a key, before the fact that this key is for is committed, would end it."""
    note = noting(ran)
    enqueue(note, "a", key="k")

    def run() -> None:
        run_next(later)

    with meanwhile(f"{JOBS}.queue.finish", run) as rival, transaction.atomic():
        note.enqueue(now=NOON, word="a", key="k")
        queue.finish([], worker=ME, now=0)
        seen = list(ran)
    assert (rival.raised, seen) == ([], [])
    run_next(later)
    assert ran == ["a"]


def test_what_is_asked_for_while_it_runs_runs_again(ran: list[str]) -> None:
    note = noting(ran)
    enqueue(note, "a", key="k")
    with meanwhile(f"{JOBS}.queue.finish", lambda: enqueue(note, "a", key="k")) as rival:
        assert run_next(later)
    assert rival.raised == []
    assert run_next(later)
    assert not run_next(later)
    assert ran == ["a", "a"]


def test_what_is_asked_for_while_it_fails_waits_for_its_pause_once(ran: list[str]) -> None:
    @task()
    def wait(word: str, now: datetime) -> None:
        ran.append(word)
        raise Later("not yet")

    enqueue(wait, "a", key="k")
    with meanwhile(f"{JOBS}.queue.put_off", lambda: enqueue(wait, "a", key="k")) as rival:
        assert run_next(later)
    assert rival.raised == []
    assert [(job.state, job.again) for job in Job.objects.all()] == [("later", False)]


def put_later(*words: str) -> None:
    for word in words:
        with transaction.atomic():
            queue.enqueue(NewJob("t", {"word": word}, Line.FEEDS, NOON, share=1, due=later()))


def promote() -> int:
    return queue.promote(true=millis(later()), calendar=0)


def test_while_one_scheduler_promotes_another_promotes_the_next_without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "MOST_PROMOTED", 1)
    put_later("a", "b")
    promoted: list[int] = []
    with meanwhile(f"{JOBS}.queue.turns", lambda: promoted.append(promote())) as rival:
        promoted.append(promote())
        waited = rival.waited
    assert (rival.raised, promoted, waited) == ([], [1, 1], connection.vendor != "postgresql")  # SQLite has one writer at a time
    assert Job.objects.filter(state="ready").count() == 2


def test_what_another_scheduler_has_promoted_just_before_is_left_alone() -> None:
    put_later("a")
    with meanwhile(f"{JOBS}.queue._made_ready", promote) as rival:
        assert promote() == 0
    assert (rival.raised, Job.objects.get().state) == ([], "ready")


def test_of_several_who_see_a_worker_stand_still_one_takes_its_jobs_back(ran: list[str]) -> None:
    enqueue(noting(ran), "a", "b")
    worker = crew.sign_on(["worker"], true_now=NOON).id
    Claimer(worker, Pool.INSIDE).claim(2)
    assert at_once(*[lambda: crew.declare_gone(worker, true_now=NOON)] * 4) == []
    assert [(job.state, job.losses) for job in Job.objects.all()] == [("ready", 1)] * 2
    assert Worker.objects.get().gone


def test_a_worker_is_gone_and_its_jobs_are_back_or_neither(ran: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    enqueue(noting(ran), "a")
    worker = crew.sign_on(["worker"], true_now=NOON).id
    Claimer(worker, Pool.INSIDE).claim(1)

    def broken(*_: object, **__: object) -> None:
        raise BrokenPipeError

    with monkeypatch.context() as patched, pytest.raises(BrokenPipeError):
        patched.setattr(queue, "take_back", broken)
        crew.declare_gone(worker, true_now=NOON)
    assert not Worker.objects.get().gone
    crew.declare_gone(worker, true_now=NOON)
    assert Job.objects.get().ready_at == millis(NOON)


def test_a_host_is_let_go_and_what_waits_for_it_is_ready_or_neither() -> None:
    StrangerHost.objects.create(host="shop.example", failures=3, parked_until=NOON + timedelta(hours=1), changed_at=NOON)
    before = stored(StrangerHost)
    with broken("minishop.chassis.jobs.queue.hasten"):
        upkeep.try_now("shop.example", true_now=NOON)
    assert stored(StrangerHost) == before
    assert upkeep.try_now("shop.example", true_now=NOON)
    assert stored(StrangerHost) != before


def test_of_four_that_would_call_strangers_at_once_two_do(ran: list[str]) -> None:
    workers = [crew.sign_on(["caller"], true_now=NOON).id for _ in range(4)]
    assert at_once(*[partial(crew.may_call, worker) for worker in workers]) == []
    assert Worker.objects.filter(roles="caller").count() == crew.MOST_CALLERS
