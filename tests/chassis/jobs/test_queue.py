"""The job table: one row a key, fair turns, the most urgent first with a floor, and outcomes that only their worker writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from minishop.chassis.jobs import queue
from minishop.chassis.jobs.domain.delays import after_asked, delay
from minishop.chassis.jobs.domain.lines import Line, Pool, first_line, turn
from minishop.chassis.jobs.domain.wheel import next_due
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.queue import POISON, Claimer, NewJob, millis

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
T = millis(NOON)
ME, OTHER = 7, 8


def put(
    *, task: str = "t", at: int = 0, due: int | None = None, line: Line = Line.TRACKING, share: int = 0, key: str = "", **more: Any
) -> None:
    """Enqueues at so many milliseconds after noon, for at once or for ``due`` milliseconds after noon."""
    when = None if due is None else NOON + timedelta(milliseconds=due)
    with transaction.atomic():
        queue.enqueue(NewJob(task, {}, line, NOON + timedelta(milliseconds=at), share=share, key=key, due=when, **more))


def claim(most: int = 1, worker: int = ME, pool: Pool = Pool.INSIDE) -> list[int]:
    return [job.id for job in Claimer(worker, pool).claim(most)]


def facts(job: Job, *names: str) -> tuple[Any, ...]:
    return tuple(getattr(job, name) for name in names)


@pytest.mark.parametrize(
    ("now", "last", "place"),
    [(1000, None, 1000), (1000, 1000, 1200), (1000, 1200, 1400), (1000, 500, 1000), (5000, 1200, 5000)],
)
def test_turns(now: int, last: int | None, place: int) -> None:
    assert turn(now, last, 200, share=9) == place
    assert turn(now, last, 200, share=0) == now


@pytest.mark.parametrize(
    ("job", "attempt", "first", "cap", "pause"),
    [
        (7312000000000001, 1, 2_000, 60_000, 1_688),
        (7312000000000001, 2, 2_000, 60_000, 2_564),
        (7312000000000001, 6, 2_000, 60_000, 32_490),
        (7312000000000002, 6, 2_000, 60_000, 41_580),
        (7312000000000002, 20, 2_000, 60_000, 57_870),
        (42, 1, 1_000, 600_000, 539),
        (42, 10, 1_000, 600_000, 491_776),
        (42, 11, 1_000, 600_000, 393_300),
    ],
)
def test_pauses(job: int, attempt: int, first: int, cap: int, pause: int) -> None:
    assert delay(job, attempt, first=first, cap=cap) == pause


def test_a_pause_that_the_other_side_asked_for_is_no_shorter_and_no_longer_than_an_hour() -> None:
    pauses = [after_asked(job, 1, 60_000) for job in range(200)]
    assert 60_000 <= min(pauses) < max(pauses) < 90_000
    assert max(after_asked(job, 1, 10**9) for job in range(200)) <= 3_600_000


@pytest.mark.parametrize(
    ("phase", "interval", "due"),
    [
        (40_000, 240_000, 1_240_000),
        (160_000, 240_000, 1_120_000),
        (159_999, 240_000, 1_359_999),
        (160_001, 240_000, 1_120_001),
        (40_001, 240_000, 1_240_001),
        (100_000, 240_000, 1_300_000),
        (40_000, 60_000, 1_060_000),
        (20_000, 60_000, 1_040_000),
    ],
)
def test_when_a_phase_comes_round(phase: int, interval: int, due: int) -> None:
    assert next_due(1_000_000, interval, phase) == due


def test_the_floor_begins_at_each_line_once_in_fifty_six_claims() -> None:
    starts = [first_line(number) for number in range(56)]
    assert [start for number, start in enumerate(starts) if number % 8 == 7] == list(Line)
    assert {start for number, start in enumerate(starts) if number % 8 != 7} == {Line.MONEY}


def test_a_lone_share_takes_all_turns_and_others_come_between() -> None:
    for number in range(4):
        put(share=1, task=f"a{number}")
    for number in range(2):
        put(share=2, task=f"b{number}")
    assert [job.task for job in Claimer(ME, Pool.INSIDE).claim(9)] == ["a0", "b0", "a1", "b1", "a2", "a3"]


def test_what_becomes_due_takes_its_turn_behind_what_its_share_has_ready() -> None:
    """Each at the time it was due at, of one share a step apart; nobody's at that time, and what lies ahead by the calendar at now."""
    put(share=1, task="ready", at=500)
    for share, due in ((1, 100), (1, 100), (1, 2_000), (2, 100), (0, 100), (0, 100)):
        put(share=share, task=f"{share}", due=due)
    put(share=2, task="calendar", due=86_400_000, calendar=True)
    assert queue.promote(true=T + 2_000, calendar=T + 86_400_000) == 7
    turns = [(job.task, job.turn - T) for job in Job.objects.order_by("turn", "id")]
    assert turns == [("2", 100), ("0", 100), ("0", 100), ("ready", 500), ("1", 700), ("1", 900), ("1", 2_000), ("calendar", 2_000)]


def test_a_batch_of_what_becomes_due_is_a_few_statements_whatever_its_size() -> None:
    counted = []
    for number in (2, 300):
        Job.objects.bulk_create(
            Job(task="t", state="later", run_at=T, share=share, turn=T, created_at=NOON) for share in range(number)
        )
        with CaptureQueriesContext(connection) as asked:
            assert queue.promote(true=T, calendar=0) == number
        counted.append([query["sql"].split()[0] for query in asked if "jobs_job" in query["sql"]])
    looked = ["SELECT"] if connection.vendor == "sqlite" else []
    idle = ["SELECT"] * 2
    assert counted == [[*looked, "SELECT", "SELECT", "UPDATE", *idle]] * 2


def test_the_more_urgent_line_goes_first_whatever_its_turn() -> None:
    put(line=Line.FEEDS, task="old")
    put(line=Line.MONEY, at=500, task="money")
    assert [job.task for job in Claimer(ME, Pool.INSIDE).claim(9)] == ["money", "old"]


def test_a_claim_takes_its_pool_only_and_what_it_may() -> None:
    put(task="inside", line=Line.FEEDS)
    put(task="outside", pool=Pool.STRANGERS)
    assert [job.task for job in Claimer(ME, Pool.STRANGERS).claim(9)] == ["outside"]
    assert Claimer(ME, Pool.INSIDE).claim(9, last=Line.HINTED) == []
    assert [job.task for job in Claimer(ME, Pool.INSIDE).claim(9)] == ["inside"]


def test_a_slow_claim_reads_from_its_mark_and_looks_below_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The low-water mark of a head that the database could not clear; a late commit may bring a lesser turn."""
    monkeypatch.setattr("minishop.chassis.jobs.queue._NOT_SHORT", -1.0)
    claimer = Claimer(ME, Pool.INSIDE)
    put(at=100, task="first")
    assert [job.task for job in claimer.claim(1)] == ["first"]
    put(at=0, task="late commit")
    put(at=200, task="next")
    put(at=300, line=Line.FEEDS, task="another line")
    assert [job.task for job in claimer.claim(2)] == ["next", "another line"]
    assert [job.task for job in claimer.claim(2)] == ["late commit"]


PAST, SOON, LATE = None, 1_000, 9_000


@pytest.mark.parametrize(
    ("before", "asked", "after"),
    [
        # (state, attempts, run_at, losses), what is asked for, then (state, attempts, run_at, again)
        pytest.param(("ready", 0, None, 0), PAST, ("ready", 0, None, False), id="기다림 + 지금"),
        pytest.param(("ready", 0, None, 0), SOON, ("ready", 0, None, False), id="기다림 + 나중"),
        pytest.param(("later", 0, 5_000, 0), PAST, ("ready", 0, None, False), id="나중 + 지금"),
        pytest.param(("later", 0, 5_000, 0), SOON, ("later", 0, SOON, False), id="나중 + 더 이르게"),
        pytest.param(("later", 0, 5_000, 0), LATE, ("later", 0, 5_000, False), id="나중 + 더 늦게"),
        pytest.param(("later", 2, 5_000, 0), PAST, ("later", 2, 5_000, False), id="물러남 + 지금: 허브를 두드리지 않는다"),
        pytest.param(("later", 2, 5_000, 0), SOON, ("later", 2, 5_000, False), id="물러남 + 나중"),
        pytest.param(("running", 1, None, 0), PAST, ("running", 1, None, True), id="도는 중 + 지금"),
        pytest.param(("running", 1, None, 0), SOON, ("running", 1, SOON, True), id="도는 중 + 나중"),
        pytest.param(("dead", 9, None, 0), PAST, ("ready", 0, None, False), id="죽음 + 지금"),
        pytest.param(("dead", 9, None, 0), SOON, ("later", 0, SOON, False), id="죽음 + 나중"),
        pytest.param(("dead", 3, None, POISON), PAST, ("dead", 3, None, True), id="독 + 지금: 사람이 볼 때까지"),
    ],
)
def test_what_becomes_of_a_key_that_is_there(
    before: tuple[str, int, int | None, int], asked: int | None, after: tuple[str, int, int | None, bool]
) -> None:
    state, attempts, run_at, losses = before
    put(key="k", line=Line.POLLING)
    worker = ME if state == "running" else None
    Job.objects.update(
        state=state, attempts=attempts, run_at=run_at and T + run_at, losses=losses, worker=worker, last_error="why", turn=T
    )
    put(key="k", due=asked, line=Line.HINTED)
    job = Job.objects.get()
    assert facts(job, "state", "attempts", "run_at", "again") == (after[0], after[1], after[2] and T + after[2], after[3])
    assert facts(job, "line", "last_error") == (Line.HINTED, "why")


def test_two_wishes_for_a_running_key_leave_the_earlier() -> None:
    for asked, kept in ((5_000, 5_000), (2_000, 2_000), (8_000, 2_000), (None, None), (1_000, None)):
        if not Job.objects.exists():
            put(key="k")
            claim()
        put(key="k", due=asked)
        assert Job.objects.get().run_at == (None if kept is None else T + kept), asked


def test_a_less_urgent_wish_changes_no_line() -> None:
    put(key="k", line=Line.MONEY)
    put(key="k", line=Line.FEEDS)
    assert Job.objects.get().line == Line.MONEY


def test_what_is_done_is_gone_unless_it_was_asked_for_again() -> None:
    for key in ("done", "again", "again later"):
        put(key=key)
    ids = claim(3)
    put(key="again")
    put(key="again later", due=4_000)
    assert queue.finish(ids, worker=ME, now=T + 500) == set(ids)
    found = {job.key: facts(job, "state", "attempts", "again", "worker", "run_at") for job in Job.objects.all()}
    assert found == {"again": ("ready", 0, False, None, None), "again later": ("later", 0, False, None, T + 4_000)}


OUTCOMES: dict[str, Callable[[int], Any]] = {
    "finish": lambda job: queue.finish([job], worker=OTHER, now=T),
    "go on": lambda job: queue.go_on(job, worker=OTHER, now=T),
    "put off": lambda job: queue.put_off(job, worker=OTHER, run_at=T, reason="x"),
    "give up": lambda job: queue.give_up(job, worker=OTHER, now=T, reason="x"),
    "give back": lambda job: queue.give_back([job], worker=OTHER),
    "postpone": lambda job: queue.postpone([job], share=1, worker=OTHER, run_at=T),
    "lock": lambda job: queue.lock_mine([job], worker=OTHER),
}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_who_was_declared_gone_changes_nothing(outcome: str) -> None:
    """The fence: the job is another worker's by then."""
    put()
    (job,) = claim()
    before = list(Job.objects.values())
    with transaction.atomic():
        assert not OUTCOMES[outcome](job)
    assert list(Job.objects.values()) == before


def test_each_outcome_leaves_the_job_as_the_machine_says() -> None:
    put()
    (job,) = claim()
    assert queue.put_off(job, worker=ME, run_at=T + 1_000, reason="not yet\0")
    assert facts(Job.objects.get(), "state", "run_at", "attempts", "last_error") == ("later", T + 1_000, 1, "not yet")
    assert queue.promote(true=T + 999, calendar=T + 10**9) == 0
    assert queue.promote(true=T + 1_000, calendar=0) == 1
    assert claim() == [job]
    assert queue.give_back([job], worker=ME) == {job}
    assert facts(Job.objects.get(), "state", "attempts") == ("ready", 1)
    assert claim() == [job]
    assert queue.go_on(job, worker=ME, now=T)
    assert facts(Job.objects.get(), "state", "attempts") == ("ready", 0)
    assert claim() == [job]
    assert queue.give_up(job, worker=ME, now=T, reason="no")
    assert facts(Job.objects.get(), "state", "last_error", "worker") == ("dead", "no", None)
    assert claim() == []
    assert queue.revive([job], now=T) == {job}
    assert facts(Job.objects.get(), "state", "attempts") == ("ready", 0)
    assert queue.revive([job], now=T) == set()


def test_what_was_asked_for_while_the_last_attempt_ran_begins_anew() -> None:
    put(key="k")
    (job,) = claim()
    put(key="k")
    queue.give_up(job, worker=ME, now=T, reason="no")
    assert facts(Job.objects.get(), "state", "attempts", "again") == ("ready", 0, False)


def test_a_calendar_job_goes_by_the_calendar_and_its_retry_by_true_time() -> None:
    put(due=86_400_000, calendar=True)
    assert queue.promote(true=T, calendar=T + 86_399_999) == 0
    assert queue.promote(true=T, calendar=T + 86_400_000) == 1
    assert Job.objects.get().turn == T
    queue.put_off(*claim(), worker=ME, run_at=T + 1_000, reason="x")
    assert Job.objects.get().calendar is False


def test_what_a_clock_set_back_has_put_too_far_ahead_is_ready() -> None:
    put(due=7_200_000)
    assert queue.promote(true=T, calendar=T) == 0
    assert queue.promote(true=T - 1, calendar=T) == 1


def test_a_gone_workers_jobs_come_back_and_the_third_time_in_a_row_they_are_poison() -> None:
    put(key="k")
    for lost in (1, 2):
        claim()
        assert queue.take_back(ME, now=T) == (1, 0)
        assert facts(Job.objects.get(), "state", "losses", "attempts") == ("ready", lost, lost)
    (job,) = claim()
    assert queue.take_back(ME, now=T) == (0, 1)
    assert facts(Job.objects.get(), "state", "last_error") == ("dead", "it ended its worker three times")
    put(key="k")
    assert facts(Job.objects.get(), "state", "again") == ("dead", True)
    queue.revive([job], now=T)
    assert facts(Job.objects.get(), "state", "losses", "again") == ("ready", 0, False)


def test_an_outcome_ends_the_row_of_losses() -> None:
    put()
    for _ in range(2):
        claim()
        queue.take_back(ME, now=T)
    queue.put_off(*claim(), worker=ME, run_at=T, reason="x")
    assert Job.objects.get().losses == 0


def test_a_party_that_is_not_asked_takes_its_share_along_and_no_attempt_is_counted() -> None:
    for share in (5, 5, 6):
        put(share=share, pool=Pool.STRANGERS)
    (job,) = claim(1, pool=Pool.STRANGERS)
    queue.postpone([job], share=5, worker=ME, run_at=T + 30_000)
    assert sorted((job.share, job.state, job.attempts) for job in Job.objects.all()) == [
        (5, "later", 0),
        (5, "later", 0),
        (6, "ready", 0),
    ]


@pytest.mark.parametrize(
    "wrong", [{"worker": 1}, {"line": 7}, {"pool": 2}, {"state": "later"}, {"state": "gone"}, {"state": "running"}]
)
def test_the_database_refuses_what_makes_no_sense(wrong: dict[str, Any]) -> None:
    put()
    with pytest.raises(IntegrityError):
        Job.objects.update(**wrong)


@pytest.mark.parametrize("waits", [True, False], ids=["기다리던 일", "다른 일"])
def test_who_presses_has_a_job_begin_that_waits_for_its_next_attempt(waits: bool) -> None:
    """A wish alone leaves its time, so that a stream of them hammers nobody; a press is a person's."""
    put(key="k")
    [job] = claim()
    queue.put_off(job, worker=ME, run_at=T + 600_000, reason="down")
    put(at=1_000, key="k")
    assert claim() == []
    queue.wait_no_longer("k" if waits else "", now=T + 2_000)
    assert claim() == ([job] if waits else [])


@pytest.mark.parametrize("state", ["running", "dead"])
def test_a_press_alone_touches_nothing_that_does_not_wait(state: str) -> None:
    put(key="k")
    [job] = claim()
    if state == "dead":
        queue.give_up(job, worker=ME, now=T, reason="down")
    queue.wait_no_longer("k", now=T)
    assert Job.objects.get().state == state
