"""Thousands of jobs that are due at once: one worker takes them by line, with a floor, and under an old transaction as cheaply as before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from itertools import accumulate
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from minishop.chassis.jobs import attempts, queue, registry
from minishop.chassis.jobs.domain.lines import Line, Pool, first_line
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.periods import Moment
from minishop.chassis.jobs.queue import Claimer, millis
from minishop.chassis.jobs.registry import task
from minishop.chassis.jobs.worker import BATCH

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
T = millis(NOON)
ME = 7
JOBS, FEW, MANY = 3_000, 100, 3_000
BEGINNINGS = [first_line(claim) for claim in range(56)]  # in which each line begins once or more


def clock() -> Moment:
    return Moment(true=NOON, calendar=NOON)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Line]:
    """The lines of the jobs that ran, one after the other."""
    monkeypatch.setattr(registry._registry, "tasks", {})
    ran: list[Line] = []

    @task(short=True)
    def note(line: int, now: datetime) -> None:
        ran.append(Line(line))

    return ran


def mixed(number: int, tenants: int) -> list[Line]:
    """So many jobs of all lines and so many tenants, due at one instant; returns the line of each."""
    [name] = registry._registry.tasks
    random = Random(number)  # the same each time
    lines = [random.choice(tuple(Line)) for _ in range(number)]
    Job.objects.bulk_create(
        Job(
            task=name,
            arguments={"line": line},
            state="later",
            run_at=T,
            line=line,
            share=place % tenants + 1,
            turn=T,
            created_at=NOON,
        )
        for place, line in enumerate(lines)
    )
    return lines


@contextmanager
def old_transaction() -> Iterator[None]:
    """Somebody looked at the jobs, and has not ended: no database clears what is finished meanwhile."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ" if connection.vendor == "postgresql" else "BEGIN DEFERRED")
        cursor.execute("SELECT COUNT(*) FROM jobs_job")
        yield
    other.close()


def cost(claimer: Claimer) -> int:
    """What a claim of a batch reads and writes, whatever the machine does beside it: buffers of PostgreSQL, steps of SQLite. It is
    taken back."""
    spent: list[int] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "jobs_job" not in sql:
            return execute(sql, params, many, context)
        with transaction.atomic():
            execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params, False, context)
            [[[told]]] = context["cursor"].fetchall()
            spent.append(told["Plan"]["Shared Hit Blocks"] + told["Plan"]["Shared Read Blocks"])
            transaction.set_rollback(True)
        return execute(sql, params, many, context)

    def step() -> None:
        spent.append(1)

    with transaction.atomic():
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(step, 1)
        with connection.execute_wrapper(explain) if connection.vendor == "postgresql" else nullcontext():
            assert len(claimer.claim(BATCH)) == BATCH
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(None, 1)
        transaction.set_rollback(True)
    return sum(spent)


def drain() -> None:
    """One worker runs whatever there is, a batch of short jobs at a time."""
    claimer = Claimer(ME, Pool.INSIDE)
    while jobs := claimer.claim(BATCH):
        attempts.run(jobs, worker=ME, clock=clock)


def latest_end(jobs: int) -> int:
    """By when so many most urgent jobs have ended at the latest: every claim takes a batch of them but those that begin further back."""
    taken = accumulate(BATCH * (first_line(claim) == Line.MONEY) for claim in range(JOBS))
    return BATCH * next(claims for claims, most in enumerate(taken, 1) if most >= jobs)


PLAINLY, BY_MARKS = float("inf"), -1.0  # what is too slow a claim to go on plainly


@pytest.mark.django_db
@pytest.mark.parametrize("slow", [PLAINLY, BY_MARKS], ids=["바로", "표시부터"])
def test_of_thousands_that_are_due_at_once_each_line_ends_in_its_order_and_the_last_begins_early(
    ran: list[Line], slow: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "_NOT_SHORT", slow)
    lines = mixed(JOBS, FEW)
    while queue.promote(true=T, calendar=T):
        pass
    drain()
    assert sorted(ran) == sorted(lines)
    assert not Job.objects.exists()
    ends = {line: JOBS - ran[::-1].index(line) for line in Line}
    for line, jobs in zip(Line, accumulate(lines.count(line) for line in Line), strict=True):
        assert jobs <= ends[line] <= min(latest_end(jobs), JOBS), line
        assert ran.index(line) <= BATCH * BEGINNINGS.index(line), line


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tenants", [FEW, MANY])
def test_under_an_old_transaction_a_claim_costs_no_more_than_twice_what_it_did_before(
    ran: list[Line], several_connections: None, tenants: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where thousands of tenants' jobs fell due at one instant, so that all have one turn."""
    monkeypatch.setattr(queue, "_NOT_SHORT", BY_MARKS)
    monkeypatch.setattr(queue, "_LOOK_BELOW", PLAINLY)
    mixed(JOBS, tenants)
    while queue.promote(true=T, calendar=T):
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    before, claimer = cost(Claimer(ME, Pool.INSIDE)), Claimer(ME, Pool.INSIDE)
    with old_transaction():
        for _ in range(JOBS // BATCH - 1):
            queue.finish([job.id for job in claimer.claim(BATCH)], worker=ME, now=T)
        after, plainly = cost(claimer), cost(Claimer(ME, Pool.INSIDE))
    assert after <= 2 * before
    assert (plainly > 2 * before) == (connection.vendor == "postgresql")  # SQLite's index keeps nothing that is finished
