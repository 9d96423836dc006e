"""Periodic work: once a round, by elapsed time, whatever is done to the clocks; and a clock that jumps is reported."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from minishop.chassis.jobs import jumps, queue, registry, scheduler
from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.jumps import Watch, clock_jumps, forget_jumps, note_jump
from minishop.chassis.jobs.models import ClockJump, Job, PeriodicRun
from minishop.chassis.jobs.periods import FUTURE, Moment, first_pause, is_due
from minishop.chassis.jobs.queue import NewJob
from minishop.chassis.jobs.registry import task
from minishop.chassis.jobs.scheduler import Scheduler, enqueue_periodic
from minishop.chassis.jobs.worker import run_due

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def at(true: timedelta = timedelta(), calendar: timedelta | None = None) -> Moment:
    """A moment so long after noon; the calendar goes along unless it says otherwise."""
    return Moment(true=NOON + true, calendar=NOON + (true if calendar is None else calendar))


@pytest.mark.parametrize(
    ("now", "due"),
    [
        pytest.param(at(HOUR - SECOND), False, id="한 시간이 덜 됨"),
        pytest.param(at(HOUR), True, id="한 시간이 됨"),
        pytest.param(at(SECOND, calendar=HOUR), True, id="달력을 한 시간 앞으로"),
        pytest.param(at(SECOND, calendar=HOUR - SECOND), False, id="달력을 덜 앞으로"),
        pytest.param(at(HOUR, calendar=-24 * HOUR), True, id="달력을 하루 뒤로, 실제로는 한 시간 지남"),
        pytest.param(at(SECOND, calendar=-24 * HOUR), False, id="달력을 하루 뒤로, 방금"),
        pytest.param(at(-3 * HOUR), True, id="기계 시계를 세 시간 뒤로"),
        pytest.param(at(-FUTURE), False, id="기계 시계를 1분 뒤로: 그만큼 늦을 뿐"),
        pytest.param(at(-FUTURE - SECOND), True, id="기계 시계를 1분 넘게 뒤로"),
    ],
)
def test_when_a_round_is_due(now: Moment, due: bool) -> None:
    assert is_due(HOUR, at(), now) is due


def test_tasks_first_run_at_different_parts_of_their_period() -> None:
    """A new installation does not begin everything at once."""
    pauses = {first_pause(f"task-{number}", HOUR) for number in range(40)}
    assert len(pauses) > 30
    assert max(pauses) < HOUR


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One task every hour, and what it did."""
    monkeypatch.setattr(registry._registry, "tasks", {})
    done: list[str] = []

    @task(every=HOUR)
    def tidy(now: datetime) -> None:
        done.append("tidied")

    return done


@pytest.fixture
def began(done: list[str]) -> None:
    """The installation is so old that the task is due at noon."""
    enqueue_periodic(at(-HOUR))


def run_at(moment: Moment) -> None:
    enqueue_periodic(moment)
    run_due(lambda: moment.calendar)


@pytest.mark.django_db(transaction=True)
def test_a_round_is_begun_once_by_any_number_of_workers_and_a_missed_one_is_not_made_up(done: list[str], began: None) -> None:
    for _ in range(3):
        run_at(at())
    assert done == ["tidied"]
    for _ in range(3):
        run_at(at(24 * HOUR))
    assert done == ["tidied", "tidied"]


@pytest.mark.django_db(transaction=True)
def test_a_clock_set_back_three_hours_stops_nothing_and_starts_no_storm(done: list[str], began: None) -> None:
    """The machine once had a date in the future: work went on only when that date was reached."""
    run_at(at())
    for minute in range(0, 60, 10):
        run_at(at(-3 * HOUR + timedelta(minutes=minute)))
    assert done == ["tidied", "tidied"]
    run_at(at(-2 * HOUR))
    assert done == ["tidied", "tidied", "tidied"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_read_an_older_round_begins_nothing(done: list[str], began: None) -> None:
    """Two workers find the round due; the second comes to begin it when the first already has."""
    run_at(at())
    stale = PeriodicRun.objects.get()
    run_at(at(HOUR))
    scheduler._begin_round(registry.periodic_tasks()[0], stale, at(HOUR))
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_round_that_cannot_be_enqueued_is_not_begun(done: list[str], began: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise DatabaseError("the disk is full")

    with monkeypatch.context() as patched, pytest.raises(DatabaseError):
        patched.setattr(registry.Task, "enqueue", broken)
        enqueue_periodic(at())
    run_at(at())
    assert done == ["tidied"]


class Clocks:
    """A machine's clock and its elapsed time, which a test moves apart."""

    def __init__(self) -> None:
        self.true, self.elapsed = NOON, 0.0

    def pass_(self, seconds: float, jump: float = 0) -> None:
        self.true += timedelta(seconds=seconds + jump)
        self.elapsed += seconds

    def watch(self) -> Watch:
        return Watch(lambda: self.true, lambda: self.elapsed)


@pytest.mark.parametrize(
    ("jump", "told"),
    [
        pytest.param(0, None, id="그대로"),
        pytest.param(5, None, id="5초: 봐줌"),
        pytest.param(-5, None, id="5초 뒤로: 봐줌"),
        pytest.param(6, timedelta(seconds=6), id="6초 앞으로"),
        pytest.param(-10800, timedelta(hours=-3), id="세 시간 뒤로"),
    ],
)
def test_a_jump_is_told_once(jump: float, told: timedelta | None) -> None:
    clocks = Clocks()
    watch = clocks.watch()
    clocks.pass_(100, jump)
    assert watch.look() == told
    clocks.pass_(100)
    assert watch.look() is None


@pytest.mark.django_db(transaction=True)
def test_several_workers_note_a_jump_once_and_say_it_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger=jumps.__name__):
        for later in range(3):
            note_jump(timedelta(hours=-3, seconds=later), true_now=NOON + later * SECOND)
    assert [jump.seconds for jump in clock_jumps()] == [-10800]
    assert caplog.messages == ["the machine's clock jumped by -10800 s"]


@pytest.mark.django_db(transaction=True)
def test_a_jump_there_and_one_back_are_two_and_seeing_the_first_leaves_the_second(caplog: pytest.LogCaptureFixture) -> None:
    note_jump(timedelta(hours=-3), true_now=NOON)
    first = clock_jumps()[0].id
    note_jump(timedelta(hours=3), true_now=NOON + SECOND)
    assert [jump.seconds for jump in clock_jumps()] == [10800, -10800]
    forget_jumps(str(first))
    assert [jump.seconds for jump in clock_jumps()] == [10800]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("upto", ["", "-1", "１２", "9" * 30, "all"])
def test_a_number_that_is_none_forgets_nothing(upto: str) -> None:
    note_jump(timedelta(hours=-3), true_now=NOON)
    forget_jumps(upto)
    assert len(clock_jumps()) == 1


@pytest.mark.django_db(transaction=True)
def test_only_the_latest_hundred_are_kept(caplog: pytest.LogCaptureFixture) -> None:
    ClockJump.objects.bulk_create([ClockJump(seconds=number, noticed_at=NOON - HOUR) for number in range(100, 200)])
    note_jump(timedelta(seconds=7), true_now=NOON)
    assert [jump.seconds for jump in clock_jumps()] == [7, *range(199, 100, -1)]


@pytest.mark.django_db(transaction=True)
def test_a_scheduler_reports_the_jump_and_goes_on(done: list[str], began: None) -> None:
    clocks = Clocks()
    round_ = Scheduler(at, watch=clocks.watch())
    clocks.pass_(1, jump=-3600)
    assert round_.step() is False
    run_due(lambda: NOON)
    assert [jump.seconds for jump in clock_jumps()] == [-3600]
    assert done == ["tidied"]


@pytest.mark.django_db(transaction=True)
def test_a_clock_set_back_keeps_no_retry_waiting_and_two_who_see_it_move_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten seconds were left; the clock went back by an hour, and ten seconds are left. The calendar's jobs stay where they are."""
    monkeypatch.setattr(registry._registry, "tasks", {})
    monkeypatch.setattr("minishop.chassis.jobs.queue.MOST_PROMOTED", 1)
    with transaction.atomic():
        for number, calendar in enumerate((False, False, True)):
            due = NOON + 10 * SECOND
            queue.enqueue(NewJob(f"t{number}", {}, Line.MONEY, NOON, due=due, calendar=calendar))
    clocks = [Clocks(), Clocks()]
    schedulers = [Scheduler(at, watch=one.watch()) for one in clocks]
    for one in clocks:
        one.pass_(1, jump=-3600)
    monkeypatch.setattr("minishop.chassis.jobs.queue.promote", lambda **_: 0)
    for each in schedulers:
        each.step()
    ahead = [job.due - NOON for job in Job.objects.order_by("task") if job.due]
    assert ahead == [10 * SECOND - HOUR, 10 * SECOND - HOUR, 10 * SECOND]


@pytest.mark.django_db(transaction=True)
def test_what_fails_in_a_round_leaves_the_rest_alone(
    done: list[str], began: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: datetime) -> bool:
        raise OSError

    with caplog.at_level(logging.ERROR, logger=scheduler.__name__):
        monkeypatch.setattr(registry._registry, "rounds", [broken])
        monkeypatch.setattr("minishop.chassis.jobs.queue.promote", broken)
        Scheduler(at).step()
    assert (Job.objects.get().state, caplog.messages) == ("ready", ["promotion failed", "broken failed"])
