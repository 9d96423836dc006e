"""The laws of later work, held by chance: any sequence of wishes, claims, outcomes and losses, compared with a list in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.chassis.jobs.book import Book, Fact

from minishop.chassis.jobs import queue
from minishop.chassis.jobs.domain.delays import delay
from minishop.chassis.jobs.domain.lines import STEP, Line, Pool, first_line
from minishop.chassis.jobs.domain.wheel import next_due
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.queue import POISON, Claimer, NewJob, millis

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
T = millis(NOON)
LINES = st.sampled_from(list(Line))


def instant(millis: int) -> datetime:
    return datetime.fromtimestamp(millis / 1000, UTC)


class RolledBack(Exception):
    """The transaction of a wish is given up."""


@dataclass
class Run:
    """A run of a job: the steps at which it began and ended, if it has."""

    name: str
    begun: int
    worker: int


@dataclass
class World:
    """The job table and the list beside it, with what was wished and what ran."""

    book: Book = field(default_factory=Book)
    now: int = T
    step: int = 0
    worker: int = 1
    wishes: list[tuple[str, int]] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    under_way: list[Run] = field(default_factory=list)
    never: set[str] = field(default_factory=set)
    claimer: Claimer = field(default_factory=lambda: Claimer(1, Pool.INSIDE))

    def enqueue(self, key: int, line: Line, share: int, due: int | None, committed: bool) -> None:
        name = f"key {key}" if key else f"own {self.step}"
        share, due = key % 3 if key else share, None if due is None else self.now + due
        try:
            with transaction.atomic():
                self._written(name, key, line, share, due)
                if not committed:
                    raise RolledBack
        except RolledBack:
            self.never.add(name)
            return
        self.book.enqueue(name, now=self.now, line=line, share=share, due=due)
        self.wishes.append((name, self.step))

    def _written(self, name: str, key: int, line: Line, share: int, due: int | None) -> None:
        when = None if due is None else instant(due)
        queue.enqueue(NewJob(name, {}, line, instant(self.now), share=share, key=name if key else "", due=when))

    def claim(self, most: int) -> None:
        start = first_line(self.book.claims)
        taken = [job.task for job in self.claimer.claim(most)]
        assert taken == self.book.claim(most, self.worker)
        for name in taken:
            assert name not in {run.name for run in self.under_way}, "two runs of one job overlap"
            self.under_way.append(Run(name, self.step, self.worker))
        left = [row.line for row in self.book.of("ready")]
        if taken and not start:
            assert max(self.book.rows[name].line for name in taken) <= min(left, default=99)

    def outcome(self, kind: str, which: int) -> None:
        if not self.under_way:
            return
        run = self.under_way.pop(which % len(self.under_way))
        job = Job.objects.get(task=run.name).id
        if kind != "give back":
            self.runs.append(run)
        if kind == "finish":
            assert queue.finish([job], worker=run.worker, now=self.now) == {job}
            self.book.finish(run.name, self.now)
        elif kind == "go on":
            assert queue.go_on(job, worker=run.worker, now=self.now)
            self.book.ready_anew(run.name, self.now)
        elif kind == "put off":
            assert queue.put_off(job, worker=run.worker, run_at=self.now + 700, reason="x")
            self.book.put_off(run.name, self.now + 700)
        elif kind == "give up":
            assert queue.give_up(job, worker=run.worker, now=self.now, reason="x")
            self.book.give_up(run.name, self.now)
        else:
            assert queue.give_back([job], worker=run.worker) == {job}
            self.book.give_back(run.name)

    def lose(self) -> None:
        """The worker is declared gone, and another begins; what the first one still writes changes nothing."""
        lost = list(Job.objects.filter(worker=self.worker).values_list("id", flat=True))
        queue.take_back(self.worker, now=self.now)
        turns = list(Job.objects.filter(id__in=lost).values_list("task", "turn"))
        self.book.take_back(turns, self.worker)
        assert queue.finish(lost, worker=self.worker, now=self.now) == set()
        self.worker += 1
        self.claimer.worker, self.under_way = self.worker, []

    def promote(self) -> None:
        queue.promote(true=self.now, calendar=0)
        self.book.promote(self.now)

    def wait(self, passed: int) -> None:
        self.now += passed

    def revive(self) -> None:
        dead = list(Job.objects.filter(state="dead").order_by("id")[:1])
        queue.revive([job.id for job in dead], now=self.now)
        self.book.revive([job.task for job in dead], self.now)

    def table(self) -> list[Fact]:
        return sorted(_facts(job) for job in Job.objects.all())

    def drain(self) -> None:
        """Whatever is left is run to its end."""
        self.lose()
        for _ in range(100):
            self.step += 1
            self.wait(10_000)
            self.promote()
            while Job.objects.filter(state="dead").exists():
                self.revive()
            self.claim(50)
            while self.under_way:
                self.outcome("finish", 0)
            if not self.book.rows:
                break
        assert self.table() == []


def _facts(job: Job) -> Fact:
    when = job.turn if job.state == "ready" else job.run_at if job.state == "later" else None
    return job.task, job.state, job.line, when, job.attempts, job.losses, job.again, job.worker


STEPS = st.one_of(
    st.tuples(
        st.just("enqueue"),
        st.integers(0, 3),
        LINES,
        st.integers(0, 2),
        st.sampled_from([None, None, 300, 900]),
        st.sampled_from([True, True, True, False]),
    ),
    st.tuples(st.just("claim"), st.integers(1, 4)),
    st.tuples(
        st.just("outcome"), st.sampled_from(["finish", "finish", "go on", "put off", "give up", "give back"]), st.integers(0, 3)
    ),
    st.tuples(st.just("wait"), st.sampled_from([1, 199, 1_000])),
    st.sampled_from([("lose",), ("promote",), ("revive",)]),
)
WISH = ("enqueue", 1, Line.MONEY, 0, None, True)
LOSSES = [WISH, *[("claim", 1), ("lose",)] * POISON, WISH]
AGAIN = [WISH, ("claim", 1), WISH, ("outcome", "finish", 0)]
AGAIN_LATER = [WISH, ("claim", 1), ("enqueue", 1, Line.FEEDS, 0, 900, True), ("outcome", "finish", 0)]


BACKING_OFF = [WISH, ("claim", 1), ("outcome", "put off", 0), WISH, ("enqueue", 1, Line.FEEDS, 0, 300, True)]
EARLIER = [WISH, ("claim", 1), *[("enqueue", 1, Line.FEEDS, 0, due, True) for due in (900, 300, 900, None, 300)]]


@pytest.mark.django_db
@settings(max_examples=50)
@given(steps=st.lists(STEPS, min_size=15, max_size=40))
@example(steps=LOSSES)
@example(steps=AGAIN)
@example(steps=AGAIN_LATER)
@example(steps=BACKING_OFF)
@example(steps=EARLIER)
def test_the_table_does_what_the_list_does_and_every_committed_wish_is_run_after_it(steps: list[tuple[Any, ...]]) -> None:
    """A committed wish is run after its commit, one that was rolled back never; runs of one key do not overlap; no claim but for the
    floor takes the less urgent first."""
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(queue, "_NOT_SHORT", float("inf"))  # how long a claim took says how busy the machine is
        world = World()
        for world.step, (name, *arguments) in enumerate(steps):
            deed: Callable[..., None] = getattr(world, name)
            deed(*arguments)
            assert world.table() == world.book.facts(), (world.step, name)
        world.drain()
        began = {run.name: run.begun for run in sorted(world.runs, key=lambda run: run.begun)}
        assert [wish for wish in world.wishes if began.get(wish[0], -1) <= wish[1]] == []
        assert world.never & began.keys() <= {name for name, _ in world.wishes}
        transaction.set_rollback(True)


@given(first=st.integers(0, 10**6))
def test_in_any_fifty_six_claims_each_line_begins_once_or_more(first: int) -> None:
    starts = Counter(first_line(claim) for claim in range(first, first + 56))
    assert [starts[line] for line in Line] == [50, 1, 1, 1, 1, 1, 1]


@pytest.mark.django_db
@settings(max_examples=30)
@given(shares=st.lists(st.integers(1, 4), min_size=1, max_size=24), line=LINES)
@example(shares=[1] * 12 + [2] * 3, line=Line.FEEDS)
def test_while_another_has_ready_work_a_share_gets_one_more_at_most(shares: list[int], line: Line) -> None:
    with transaction.atomic():
        for share in shares:
            queue.enqueue(NewJob("t", {}, line, NOON, share=share))
        assert_fair(shares)
        transaction.set_rollback(True)


def assert_fair(shares: list[int]) -> None:
    """Of these jobs, which got their turns at one instant, a share gets one more at most than any other that still waits."""
    waiting, taken = Counter(shares), Counter[int]()
    for job in Claimer(1, Pool.INSIDE).claim(len(shares)):
        assert all(taken[job.share] <= taken[other] for other, left in waiting.items() if left), (job.share, taken)
        taken[job.share] += 1
        waiting[job.share] -= 1
    assert taken == Counter(shares)


@pytest.mark.django_db
@settings(max_examples=30)
@given(shares=st.lists(st.integers(1, 4), min_size=1, max_size=24), batch=st.integers(1, 9))
@example(shares=[1] * 12 + [2] * 3, batch=500)
@example(shares=[1] * 12 + [2] * 3, batch=4)
def test_what_becomes_due_at_one_instant_is_as_fair_in_however_many_batches(shares: list[int], batch: int) -> None:
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(queue, "MOST_PROMOTED", batch)
        for share in shares:
            queue.enqueue(NewJob("t", {}, Line.FEEDS, NOON, share=share, due=instant(T + 1_000)))
        while queue.promote(true=T + 9_000, calendar=0):
            pass
        assert_fair(shares)
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=30)
@given(
    flood=st.lists(st.integers(0, 1_000), max_size=40), ready=st.integers(0, 9), batch=st.integers(1, 50), due=st.integers(0, 1_000)
)
@example(flood=[0] * 40, ready=0, batch=50, due=1_000)
def test_a_job_waits_for_no_more_of_anothers_flood_that_is_due_in_its_second_than_there_are_steps_in_it(
    flood: list[int], ready: int, batch: int, due: int
) -> None:
    """Also where some of that share's jobs are ready already."""
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(queue, "MOST_PROMOTED", batch)
        for each in [None] * ready + [instant(T + later) for later in flood]:
            queue.enqueue(NewJob("flood", {}, Line.FEEDS, NOON, share=1, due=each))
        queue.enqueue(NewJob("other", {}, Line.FEEDS, NOON, share=2, due=instant(T + due)))
        while queue.promote(true=T + 1_000, calendar=0):
            pass
        taken = [job.task for job in Claimer(1, Pool.INSIDE).claim(99)]
        assert len(taken) == ready + len(flood) + 1
        assert taken.index("other") <= due // STEP[Pool.INSIDE] + 1
        transaction.set_rollback(True)


@given(name=st.integers(1, 2**63 - 1), attempt=st.integers(1, 200), first=st.integers(2, 10**6), more=st.integers(0, 10**7))
@example(name=779, attempt=1, first=1_000, more=0)  # the longest there is
def test_a_pause_is_half_its_base_or_more_and_less_than_the_whole(name: int, attempt: int, first: int, more: int) -> None:
    base = first
    for _ in range(min(attempt - 1, 30)):
        base = min(first + more, base * 2)
    pause = delay(name, attempt, first=first, cap=first + more)
    assert base // 2 <= pause < base
    assert pause == delay(str(name), attempt, first=first, cap=first + more)


@given(now=st.integers(0, 2**42), interval=st.integers(2, 10**7), phase=st.integers(0, 2**32 - 1))
def test_what_is_asked_regularly_keeps_its_phase_and_its_distance(now: int, interval: int, phase: int) -> None:
    due = next_due(now, interval, phase)
    assert interval <= 2 * (due - now) + interval % 2 < 3 * interval + interval % 2
    assert (due - phase) % interval == 0
    assert next_due(due, interval, phase) == due + interval
