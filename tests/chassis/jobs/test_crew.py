"""The crew: who beats lives, who stands still for a minute by the watcher's own elapsed time is gone, and takes nothing any more."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from minishop.chassis.jobs import crew, queue
from minishop.chassis.jobs.crew import Watcher
from minishop.chassis.jobs.domain.lines import Line, Pool
from minishop.chassis.jobs.models import Job, Worker
from minishop.chassis.jobs.queue import Claimer, NewJob

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class Elapsed:
    """Elapsed time that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def elapsed() -> Elapsed:
    return Elapsed()


@pytest.fixture
def watcher(elapsed: Elapsed) -> Watcher:
    return Watcher(elapsed)


def look_for(watcher: Watcher, elapsed: Elapsed, seconds: float) -> None:
    """Looks every ten seconds, for so long."""
    until = elapsed.seconds + seconds
    while elapsed.seconds < until:
        elapsed.seconds = min(until, elapsed.seconds + 10)
        watcher.look(true_now=NOON)


def signed_on(*roles: str) -> int:
    return crew.sign_on(roles or ("worker",), true_now=NOON).id


def put(*names: str) -> None:
    with transaction.atomic():
        for name in names:
            queue.enqueue(NewJob(name, {}, Line.MONEY, NOON))


def claim(worker: int, most: int = 9) -> list[str]:
    return [job.task for job in Claimer(worker, Pool.INSIDE).claim(most)]


def states() -> list[tuple[str, int]]:
    return sorted(Job.objects.values_list("state", "losses"))


def test_who_stands_still_for_a_minute_of_the_watchers_own_time_is_gone(watcher: Watcher, elapsed: Elapsed) -> None:
    worker = signed_on()
    put("t")
    claim(worker)
    watcher.look(true_now=NOON)
    look_for(watcher, elapsed, crew.GONE_AFTER - 1)
    watcher.look(true_now=NOON + DAY / 2)  # the machine's clock says nothing
    assert states() == [("running", 0)]
    elapsed.seconds += 1
    watcher.look(true_now=NOON)
    assert (states(), Worker.objects.get().gone) == ([("ready", 1)], True)
    assert not crew.beat(worker, true_now=NOON)


def test_who_beats_is_there_however_long(watcher: Watcher, elapsed: Elapsed) -> None:
    worker = signed_on()
    for _ in range(5):
        watcher.look(true_now=NOON)
        look_for(watcher, elapsed, crew.GONE_AFTER - 1)
        assert crew.beat(worker, true_now=NOON)
    assert not Worker.objects.get().gone


def test_a_watcher_that_starts_waits_a_minute_anew(elapsed: Elapsed) -> None:
    signed_on()
    Watcher(elapsed).look(true_now=NOON)
    elapsed.seconds += crew.GONE_AFTER
    Watcher(elapsed).look(true_now=NOON)
    assert not Worker.objects.get().gone


def test_a_look_that_failed_starts_every_minute_anew(watcher: Watcher, elapsed: Elapsed) -> None:
    """While the database was away nobody could beat."""
    signed_on()
    watcher.look(true_now=NOON)
    look_for(watcher, elapsed, crew.GONE_AFTER - 1)

    def away() -> set[int]:
        raise DatabaseError("away")

    with pytest.MonkeyPatch.context() as patch, pytest.raises(DatabaseError):
        patch.setattr(queue, "at_work", away)
        watcher.look(true_now=NOON)
    elapsed.seconds += 1
    watcher.look(true_now=NOON)
    assert not Worker.objects.get().gone
    look_for(watcher, elapsed, crew.GONE_AFTER)
    assert Worker.objects.get().gone


def test_a_look_that_comes_late_starts_every_minute_anew(watcher: Watcher, elapsed: Elapsed) -> None:
    """A database that stood still for a minute without an error kept every worker's beats."""
    signed_on()
    watcher.look(true_now=NOON)
    elapsed.seconds += crew.GONE_AFTER + 10
    watcher.look(true_now=NOON)
    assert not Worker.objects.get().gone
    look_for(watcher, elapsed, crew.GONE_AFTER)
    assert Worker.objects.get().gone


def test_who_beats_while_a_watcher_judges_it_is_not_gone(
    watcher: Watcher, elapsed: Elapsed, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_on()
    declare_gone = crew.declare_gone

    def beaten_meanwhile(worker: int, *, beats: int | None = None, true_now: datetime) -> None:
        crew.beat(worker, true_now=true_now)
        declare_gone(worker, beats=beats, true_now=true_now)

    monkeypatch.setattr(crew, "declare_gone", beaten_meanwhile)
    watcher.look(true_now=NOON)
    look_for(watcher, elapsed, crew.GONE_AFTER)
    assert (Worker.objects.get().gone, Worker.objects.get().beats) == (False, 1)


def test_who_has_beaten_since_it_was_judged_is_not_gone() -> None:
    worker = signed_on()
    crew.beat(worker, true_now=NOON)
    crew.declare_gone(worker, beats=0, true_now=NOON)
    assert not Worker.objects.get().gone
    crew.declare_gone(worker, beats=1, true_now=NOON)
    assert Worker.objects.get().gone


def test_who_was_declared_gone_takes_nothing_any_more() -> None:
    """It may not know yet: what it took now would be taken back by nobody, and a job of its own would meet itself."""
    worker, other = signed_on(), signed_on()
    put("a", "b")
    claim(worker, 1)
    crew.declare_gone(worker, true_now=NOON)
    assert claim(worker) == []
    assert sorted(claim(other)) == ["a", "b"]


def test_what_a_worker_took_while_it_was_declared_gone_is_taken_back_all_the_same(watcher: Watcher) -> None:
    gone, forgotten, there = signed_on(), signed_on(), signed_on()
    for worker in (gone, forgotten, there):
        put(str(worker))
        claim(worker, 1)
    Worker.objects.filter(id=gone).update(gone=True)
    Worker.objects.filter(id=forgotten).delete()
    watcher.look(true_now=NOON)
    assert states() == [("ready", 1), ("ready", 1), ("running", 0)]
    assert Job.objects.get(state="running").worker == there


def test_the_gone_are_forgotten_after_a_day_and_the_living_never(watcher: Watcher) -> None:
    gone, there = signed_on(), signed_on()
    crew.declare_gone(gone, true_now=NOON)
    watcher.look(true_now=NOON + DAY)
    assert Worker.objects.count() == 2
    watcher.look(true_now=NOON + DAY + timedelta(seconds=1))
    assert [worker.id for worker in Worker.objects.all()] == [there]


def dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    return ended.pid


def test_whoever_starts_relieves_the_dead_of_its_own_place_only() -> None:
    dead, living, elsewhere = signed_on(), signed_on(), signed_on()
    Worker.objects.filter(id=dead).update(pid=dead_process())
    Worker.objects.filter(id=living).update(pid=os.getppid())
    Worker.objects.filter(id=elsewhere).update(pid=dead_process(), place="another machine")
    put("t")
    claim(dead)
    crew.relieve_the_dead(true_now=NOON)
    assert [worker.id for worker in Worker.objects.filter(gone=True)] == [dead]
    assert states() == [("ready", 1)]


def test_who_ends_leaves_what_it_could_not_finish_to_the_others_and_nothing_is_held_against_it() -> None:
    """So three restarts bury no work that takes longer than the time they give it."""
    worker = signed_on()
    put("a", "b")
    claim(worker)
    crew.sign_off(worker, true_now=NOON)
    assert (list(Job.objects.values_list("state", "losses", "attempts")), Worker.objects.count()) == ([("ready", 0, 0)] * 2, 0)


def test_what_held_a_process_for_twice_its_time_is_held_against_it() -> None:
    """Else it would hold one after the other, for ever."""
    worker = signed_on()
    put("a", "b")
    claim(worker)
    crew.sign_off(worker, overdue=[Job.objects.get(task="a").id], true_now=NOON)
    assert sorted(Job.objects.values_list("task", "state", "losses", "attempts")) == [("a", "ready", 1, 1), ("b", "ready", 0, 0)]
    assert not Worker.objects.exists()


def test_a_third_process_that_calls_strangers_waits_until_one_of_two_is_gone() -> None:
    first, second, third = signed_on("caller", "worker"), signed_on("caller"), signed_on("scheduler", "caller")
    assert Worker.objects.get(id=third).roles == "scheduler"
    assert [crew.may_call(worker) for worker in (first, second, third)] == [True, True, False]
    assert crew.may_call(first), "it does already"
    assert Worker.objects.get(id=third).roles == "scheduler"
    crew.declare_gone(first, true_now=NOON)
    assert crew.may_call(third)
    assert Worker.objects.get(id=third).roles == "caller scheduler"
    assert not crew.may_call(first)
