"""A worker's threads: what begins beside what, what one transaction holds, what runs too long, and an outcome that cannot be written."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event, Thread

import pytest
from django.db import OperationalError, connection, transaction

from minishop.chassis.jobs import attempts, crew, lasting, process, queue, registry, stopping, strays, worker
from minishop.chassis.jobs.domain.delays import LONGEST
from minishop.chassis.jobs.domain.lines import Line, Pool
from minishop.chassis.jobs.lasting import Lasting, Overdue
from minishop.chassis.jobs.models import ClockJump, Job, Worker
from minishop.chassis.jobs.periods import Moment
from minishop.chassis.jobs.process import WAS_BROKEN, WAS_OVERDUE, Process, Role
from minishop.chassis.jobs.queue import Claimer, millis
from minishop.chassis.jobs.registry import GoOn, Later, Task, task
from minishop.chassis.jobs.scheduler import Scheduler
from minishop.chassis.jobs.worker import Runner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("several_connections")]
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ME = 7
PATIENCE = 20.0
FILLS_A_PAGE = 3_300


def noon() -> Moment:
    return Moment(true=NOON, calendar=NOON)


@pytest.fixture(autouse=True)
def only_own_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry._registry, "tasks", {})
    monkeypatch.setattr(stopping, "_asked", Event())


class Gate:
    """A task that says when it begins, and ends when it is let."""

    def __init__(self, line: Line, longest: timedelta = timedelta(minutes=5)) -> None:
        self.begun: list[int] = []
        self.open = Event()

        @task(line=line, longest=longest)
        def pass_(number: int, now: datetime) -> None:
            self.begun.append(number)
            assert self.open.wait(PATIENCE)

        self.task = pass_
        # Two gates are two tasks.
        registry._registry.tasks[f"gate {line.name}"] = registry._registry.tasks.pop(pass_.name)
        object.__setattr__(pass_, "name", f"gate {line.name}")


def note(**options: object) -> Task:
    """A short task that leaves a row of its number; a negative number fails after that."""

    @task(short=True, **options)  # type: ignore[arg-type]
    def write(number: int, now: datetime) -> None:
        ClockJump.objects.create(seconds=number, noticed_at=now)
        if number < 0:
            raise RuntimeError("negative")

    return write


def enqueue(of: Task, *numbers: int) -> None:
    with transaction.atomic():
        for number in numbers:
            of.enqueue(now=NOON, number=number)


def noted() -> list[int]:
    return sorted(ClockJump.objects.values_list("seconds", flat=True))


def states() -> list[tuple[str, int]]:
    return sorted(Job.objects.values_list("state", "attempts"))


@contextmanager
def at_work(*gates: Gate, threads: int = 4) -> Iterator[Runner]:
    """A runner, whose gates are opened and whose threads and their connections are gone when the block is left."""
    runner = Runner(ME, noon, threads=threads)
    try:
        yield runner
    finally:
        for gate in gates:
            gate.open.set()
        close(runner, threads)


def close(runner: Runner, threads: int) -> None:
    assert runner.end(PATIENCE)
    all_there = Barrier(threads)

    def leave() -> None:
        all_there.wait(PATIENCE)
        connection.close()

    for _ in range(threads):
        runner._pool.submit(leave)
    runner._pool.shutdown()


def step_until(runner: Runner, reached: Callable[[], bool]) -> None:
    for _ in range(1_000):
        if reached():
            return
        with suppress(OperationalError):  # as the process does
            if not runner.step():
                runner.rest()
    raise AssertionError("it never came to that")


def until(reached: Callable[[], bool]) -> None:
    for _ in range(int(PATIENCE / 0.05)):
        if reached():
            return
        stopping.pause(0.05)
    raise AssertionError("it never came to that")


def steps(runner: Runner) -> None:
    """As many rounds as would begin whatever can begin."""
    for _ in range(4):
        runner.step()


def test_one_thread_is_kept_for_what_cannot_wait() -> None:
    slow, urgent = Gate(Line.HOUSEKEEPING), Gate(Line.HINTED)
    enqueue(slow.task, *range(9))
    with at_work(slow, urgent) as runner:
        step_until(runner, lambda: len(slow.begun) == 3)
        steps(runner)
        assert len(slow.begun) == 3
        enqueue(urgent.task, 1)
        step_until(runner, lambda: urgent.begun == [1])


def test_after_a_set_of_short_ones_the_thread_is_kept_too_and_what_cannot_begin_is_given_back() -> None:
    """A set of sixteen is claimed where the last one was of short tasks only."""
    short, slow = note(line=Line.HINTED), Gate(Line.HOUSEKEEPING)
    enqueue(short, 1, 2, 3)
    with at_work(slow) as runner:
        runner.step()
        until(lambda: noted() == [1, 2, 3] and not runner._busy)
        enqueue(slow.task, *range(9))
        step_until(runner, lambda: len(slow.begun) >= 3)
        steps(runner)
        assert states() == [("ready", 0)] * 6 + [("running", 1)] * 3
        assert sorted(slow.begun) == [0, 1, 2]  # in their old places


def test_a_worker_of_one_thread_takes_every_line() -> None:
    slow = Gate(Line.HOUSEKEEPING)
    enqueue(slow.task, 1)
    with at_work(slow, threads=1) as runner:
        step_until(runner, lambda: slow.begun == [1])


def test_urgent_work_does_not_move_the_floor_of_the_others() -> None:
    claimer = Claimer(ME, Pool.INSIDE)
    money, last = Gate(Line.MONEY), Gate(Line.HOUSEKEEPING)
    enqueue(money.task, *range(130))
    enqueue(last.task, 1)
    lines = []
    for _ in range(16):
        lines += [job.line for job in claimer.claim(1)]
        for _ in range(7):  # so that no claim of everything would be the eighth of all
            claimer.claim(1, last=Line.HINTED)
    assert lines.count(Line.HOUSEKEEPING) == 1


def test_short_tasks_are_one_transaction_with_the_ends_of_their_jobs() -> None:
    seen_at_commit: list[int] = []

    @task(short=True)
    def count(number: int, now: datetime) -> None:
        ClockJump.objects.create(seconds=number, noticed_at=now)
        transaction.on_commit(lambda: seen_at_commit.append(ClockJump.objects.count()))

    enqueue(count, 1, 2, 3)
    attempts.run(Claimer(ME, Pool.INSIDE).claim(9), worker=ME, clock=noon)
    assert (seen_at_commit, states()) == ([3, 3, 3], [])


def test_one_that_fails_among_short_ones_stops_none_of_them_and_leaves_nothing() -> None:
    enqueue(note(), 1, -2, 3)
    attempts.run(Claimer(ME, Pool.INSIDE).claim(9), worker=ME, clock=noon)
    assert (noted(), states()) == ([1, 3], [("later", 1)])
    assert Job.objects.get().last_error == "RuntimeError: negative"


def test_a_short_one_that_is_anothers_by_now_is_not_done() -> None:
    enqueue(note(), 1, 2, 3)
    jobs = Claimer(ME, Pool.INSIDE).claim(9)
    Job.objects.filter(id=jobs[1].id).update(worker=8)
    attempts.run(jobs, worker=ME, clock=noon)
    attempts.run(jobs[1:2], worker=ME, clock=noon)
    assert (noted(), states()) == ([1, 3], [("running", 1)])


def test_the_part_that_a_short_task_has_done_stays_done() -> None:
    @task(short=True)
    def count(number: int, now: datetime) -> None:
        ClockJump.objects.create(seconds=number, noticed_at=now)
        if ClockJump.objects.count() < 3:
            raise GoOn

    enqueue(count, 1)
    assert worker.run_due(lambda: NOON) == 3
    assert (noted(), states()) == ([1, 1, 1], [])


def test_a_suspect_is_begun_alone_and_nothing_begins_beside_it_but_what_cannot_wait() -> None:
    """Two workers in a row went away with it: it takes no neighbours along, and holds up no money."""
    suspect, other, urgent = Gate(Line.FEEDS), Gate(Line.TRACKING), Gate(Line.HINTED)
    enqueue(suspect.task, 1)
    Job.objects.update(losses=2)
    enqueue(other.task, 1)
    with at_work(suspect, other, urgent) as runner:
        step_until(runner, lambda: other.begun == [1])
        steps(runner)
        enqueue(urgent.task, 1)
        step_until(runner, lambda: urgent.begun == [1])
        assert suspect.begun == []
        other.open.set()
        step_until(runner, lambda: suspect.begun == [1])
        enqueue(other.task, 2)
        enqueue(urgent.task, 2)
        step_until(runner, lambda: urgent.begun == [1, 2])
        steps(runner)
        assert other.begun == [1]
        suspect.open.set()
        step_until(runner, lambda: other.begun == [1, 2])


def test_a_suspect_that_cannot_wait_is_begun_when_nothing_else_runs() -> None:
    suspect, other = Gate(Line.MONEY), Gate(Line.HINTED)
    enqueue(other.task, 1)
    with at_work(suspect, other) as runner:
        step_until(runner, lambda: other.begun == [1])
        enqueue(suspect.task, 1)
        Job.objects.filter(line=Line.MONEY).update(losses=2)
        enqueue(other.task, 2)
        steps(runner)
        assert (suspect.begun, other.begun, runner._may()[0].value) == ([], [1], "nothing")
        other.open.set()
        step_until(runner, lambda: suspect.begun == [1])
        suspect.open.set()
        step_until(runner, lambda: other.begun == [1, 2])


def test_what_went_away_with_one_worker_runs_beside_others() -> None:
    """All that a killed worker had in hand went away with it."""
    once, other = Gate(Line.FEEDS), Gate(Line.TRACKING)
    enqueue(once.task, 1)
    Job.objects.update(losses=1)
    enqueue(other.task, 1)
    with at_work(once, other) as runner:
        steps(runner)
        until(lambda: (once.begun, other.begun) == ([1], [1]))


class Elapsed:
    """Elapsed time that a test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_what_runs_too_long_is_reported_once_and_ends_the_process_at_twice_the_time(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    elapsed = Elapsed()
    monkeypatch.setattr(lasting, "monotonic", elapsed)
    slow, other = Gate(Line.FEEDS, longest=timedelta(seconds=10)), Gate(Line.HINTED)
    enqueue(slow.task, 1)
    with at_work(slow, other) as runner:
        step_until(runner, lambda: slow.begun == [1])
        for elapsed.seconds in (10, 11, 20):
            runner.step()
        assert caplog.messages == ["job gate FEEDS has run for 11 s, and should never take longer than 10 s"]
        enqueue(other.task, 1)
        elapsed.seconds = 21
        with pytest.raises(Overdue):
            runner.step()
        assert states() == [("ready", 0), ("running", 1)]


def test_a_process_that_a_job_holds_has_all_its_duties_end_and_ends_with_its_own_code(monkeypatch: pytest.MonkeyPatch) -> None:
    held = Gate(Line.FEEDS, longest=timedelta(seconds=0))
    enqueue(held.task, 1, 2)
    runner = Runner(ME, noon, threads=2)
    monkeypatch.setattr(process, "GRACE", 0.01)
    monkeypatch.setattr(process, "Runner", lambda *_, **__: runner)
    held_by = Process([Role.WORKER])
    held_by._work(ME)
    assert held_by._overdue == {Job.objects.get(state="running").id}
    assert (held_by._code, stopping.stopping(), states()) == (WAS_OVERDUE, True, [("ready", 0), ("running", 1)])
    held.open.set()
    close(runner, 2)


def test_a_duty_that_breaks_down_ends_the_process(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(clock: object) -> Scheduler:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(process, "Scheduler", broken)
    assert Process([Role.SCHEDULER]).run() == WAS_BROKEN
    assert not Worker.objects.exists()


def test_a_process_that_cannot_sign_off_ends_all_the_same(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(worker: int, **_: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(crew, "sign_off", away)
    stopping.stop()
    assert Process([Role.SCHEDULER]).run() == 0


def test_a_process_works_while_two_others_call_strangers_and_calls_when_one_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_UNTIL_ASKED_AGAIN", 0.02)
    others = [crew.sign_on(["caller"], true_now=NOON).id for _ in range(2)]
    assert all(map(crew.may_call, others))
    Worker.objects.update(place="another machine")

    def work() -> None:
        Process([Role.CALLER, Role.SCHEDULER]).run()
        connection.close()

    third = Thread(target=work)
    third.start()
    until(lambda: Worker.objects.filter(roles="scheduler").exists())
    crew.declare_gone(others[0], true_now=NOON)
    until(lambda: Worker.objects.filter(roles="caller scheduler").exists())
    stopping.stop()
    third.join(PATIENCE)
    # The row of who is gone may be there or not: the third forgets, in its rounds, whoever was gone a day ago, and noon is long ago.
    assert list(Worker.objects.filter(gone=False).values_list("id", flat=True)) == [others[1]]


def test_an_outcome_that_cannot_be_written_has_the_job_run_again_and_the_worker_lives(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The database is away for a moment, just when a job ends: twice for its end, once for its being given back."""
    monkeypatch.setattr(worker, "PAUSE", 0.02)
    gate = Gate(Line.HINTED)
    gate.open.set()
    away: list[str] = []
    for name, times in (("finish", 1), ("put_off", 1), ("give_back", 1)):
        monkeypatch.setattr(queue, name, failing(away, name, times))
    enqueue(gate.task, 1)
    with caplog.at_level(logging.CRITICAL, logger="minishop"), at_work(gate) as runner:
        step_until(runner, lambda: not Job.objects.exists())
    assert (gate.begun, away) == ([1, 1], ["finish", "put_off", "give_back"])


def test_what_was_claimed_and_never_heard_of_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The claim is committed, and its answer lost."""
    gate, lost = Gate(Line.HINTED), [True]
    gate.open.set()
    claim = Claimer.claim

    def without_answer(claimer: Claimer, most: int, *, last: Line = Line.HOUSEKEEPING) -> list[queue.Claimed]:
        claimed = claim(claimer, most, last=last)
        if claimed and lost:
            lost.clear()
            raise OperationalError("the connection is gone")
        return claimed

    monkeypatch.setattr(Claimer, "claim", without_answer)
    monkeypatch.setattr(strays, "LOOK_EVERY", float("inf"))
    enqueue(gate.task, 1)
    with at_work(gate) as runner:
        step_until(runner, lambda: not Job.objects.exists())
    assert (gate.begun, lost) == ([1], [])


def test_every_half_minute_what_the_table_says_is_compared_with_what_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    held, lost = Gate(Line.HINTED), Gate(Line.MONEY)
    elapsed = Elapsed()
    monkeypatch.setattr(strays, "monotonic", elapsed)
    enqueue(held.task, 1)
    with at_work(held, lost) as runner:
        step_until(runner, lambda: held.begun == [1])
        enqueue(lost.task, 1)
        Claimer(ME, Pool.INSIDE).claim(1)
        elapsed.seconds = strays.LOOK_EVERY - 1
        steps(runner)
        assert lost.begun == []
        elapsed.seconds += 1
        step_until(runner, lambda: lost.begun == [1])
        assert held.begun == [1]


def test_one_that_is_claimed_anew_before_its_thread_is_done_is_held_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    both = Lasting()
    enqueue(note(), 1)
    jobs = Claimer(ME, Pool.INSIDE).claim(1)
    first, _ = both.begin(jobs), both.begin(jobs)
    both.end(first)
    assert both.ids() == {jobs[0].id}


def test_a_fault_whose_words_cannot_be_told_is_an_attempt_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no words")

    @task()
    def fail(now: datetime) -> None:
        raise Mute

    with transaction.atomic():
        fail.enqueue(now=NOON)
    with caplog.at_level(logging.CRITICAL, logger="minishop"):
        worker.run_due(lambda: NOON)
    assert (states(), Job.objects.get().last_error) == ([("later", 1)], "Mute")


def failing(away: list[str], name: str, times: int) -> Callable[..., object]:
    """A function of the queue that fails so often, and then does what it does."""
    original: Callable[..., object] = getattr(queue, name)

    def fail(*args: object, **kwargs: object) -> object:
        if away.count(name) < times:
            away.append(name)
            raise OperationalError("away")
        return original(*args, **kwargs)

    return fail


def test_a_full_disk_has_the_job_run_again_and_the_worker_lives(caplog: pytest.LogCaptureFixture) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's disk cannot be filled for one connection")
    ran: list[str] = []

    @task()
    def fill(number: int, now: datetime) -> None:
        ran.append("full" if not ran else "room again")
        if len(ran) == 1:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA page_count")
                cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
            raise Later("x" * 2_000)

    enqueue(fill, 1)
    Job.objects.update(state="dead", last_error="y" * FILLS_A_PAGE)  # the next job's row has little room to grow
    enqueue(fill, 2)
    with caplog.at_level(logging.CRITICAL, logger="minishop"), at_work() as runner:
        step_until(runner, lambda: bool(Job.objects.filter(last_error="OperationalError: database or disk is full")))
        queue.promote(true=millis(NOON) + LONGEST, calendar=0)
        step_until(runner, lambda: Job.objects.count() == 1)
    assert ran == ["full", "room again"]
    assert [job.arguments for job in Job.objects.all()] == [{"number": 1}]


def test_a_reason_that_no_database_keeps_is_kept_as_far_as_it_goes(caplog: pytest.LogCaptureFixture) -> None:
    """A half of a character pair: without its replacement the job would run for ever, and never be counted."""

    @task()
    def quote(now: datetime) -> None:
        raise Later("it said \ud83d")

    with transaction.atomic():
        quote.enqueue(now=NOON)
    worker.run_due(lambda: NOON)
    assert Job.objects.get().last_error == "it said ?"
