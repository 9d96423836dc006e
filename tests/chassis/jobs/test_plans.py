"""What the statements of later work cost: each goes by its own partial index, with no sort, however many jobs there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from minishop.chassis.jobs import queue, upkeep
from minishop.chassis.jobs.domain.lines import Line, Pool
from minishop.chassis.jobs.models import Job
from minishop.chassis.jobs.queue import Claimer, NewJob, millis
from minishop.kernel.ids import new_id

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
T = millis(NOON)
MANY = 20_000
STATES = ("ready", "ready", "ready", "ready", "later", "later", "later", "later", "dead", "running")


def fill_and_count(number: int) -> None:
    """Jobs of every state, spread over lines, shares and times, and the engine's figures of them up to date."""
    fill(number)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE jobs_job")


def fill(number: int) -> None:
    for start in range(0, number, 2_000):
        Job.objects.bulk_create(row(place) for place in range(start, min(start + 2_000, number)))


def row(place: int) -> Job:
    state = STATES[place % 10]
    return Job(
        id=new_id(), task="t", state=state, line=place // 10 % 7, share=place % 997, tenant=place // 10 % 3, turn=T + place,
        pool=place // 10 % 2, worker=place // 10 % 40 if state == "running" else None, created_at=NOON,
        run_at=T + place * 100 if state == "later" else None, calendar=place % 100 < 10 and state == "later",
        ready_at=T if state == "ready" else None,
    )  # fmt: skip


@contextmanager
def plans() -> Iterator[list[str]]:
    """The plan of each statement on the job table that the block executes, in words."""
    told: list[str] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "jobs_job" in sql:
            how = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
            rows = execute(f"{how} {sql}", params, False, context) or context["cursor"]
            told.append("\n".join(str(row[-1]) for row in rows.fetchall()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield told


def claim(above: int | None = None) -> None:
    claimer = Claimer(1, Pool.INSIDE)
    if above is not None:
        claimer._marks, claimer._is_slow, claimer._plain_at = dict.fromkeys(Line, (above, 0)), True, float("inf")
    claimer.claim(16)


# What is due, up to where its shares stand, and the rows themselves.
PROMOTING = "(jobs_later|jobs_share|jobs_job_pkey1?|sqlite_autoindex_jobs_job_1)"
DEEDS: dict[str, tuple[Callable[[], object], str]] = {
    "claim": (claim, "jobs_ready"),
    "claim from a mark": (lambda: claim(above=T + 9_000), "jobs_ready"),
    "turn": (lambda: queue.enqueue(NewJob("t", {}, Line.FEEDS, NOON, share=7)), "jobs_share"),
    "promotion": (lambda: queue.promote(true=T + 100 * MANY, calendar=T + 100 * MANY), PROMOTING),
    "taking back": (lambda: queue.take_back(7, now=T), "jobs_running"),
    "what waits for its next time": (upkeep.not_yet, "jobs_later"),
    "dead of all": (lambda: upkeep.dead_jobs(above=5), "jobs_dead"),
    "dead of a tenant": (lambda: upkeep.dead_jobs(tenant=2), "jobs_dead(_of_tenant)?"),
    "a share put off": (lambda: queue.postpone([], share=7, worker=1, run_at=T), "jobs_share"),
    "what a worker runs": (lambda: queue.running(7), "jobs_running"),
    "waiting no longer": (lambda: queue.wait_no_longer("t:7", now=T), "jobs_one_per_key"),
    "who is at work": (queue.at_work, "jobs_running"),
}


def faults(plan: str, index: str) -> list[str]:
    """What is wrong with a plan: another way than the index, or a sort."""
    bad = [word for word in ("SCAN jobs_job\n", "TEMP B-TREE", "Seq Scan on jobs_job", "Sort") if word in f"{plan}\n"]
    return bad if re.search(rf"\b{index}\b", plan) else [*bad, f"not by {index}"]


@pytest.mark.django_db
def test_each_statement_goes_by_its_index_and_sorts_nothing() -> None:
    fill_and_count(MANY)
    wrong: dict[str, list[str]] = {}
    for deed, (act, index) in DEEDS.items():
        with plans() as told:
            act()
        assert told, deed
        wrong |= {f"{deed}: {plan}": found for plan in told if (found := faults(plan, index))}
    assert wrong == {}


@pytest.mark.django_db
def test_promotion_goes_by_its_indexes_also_where_the_figures_say_that_nothing_is_ready() -> None:
    """As after every quiet hour: another index then looks as cheap as the one that gives the last turn without a sort."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE INDEX jobs_tempting ON jobs_job (line) WHERE state = 'ready'")
        rows = [row(place) for place in range(MANY) if STATES[place % 10] == "later"]
        Job.objects.bulk_create(rows, batch_size=2_000)
        cursor.execute("ANALYZE jobs_job")
    queue.promote(true=T + 50 * MANY, calendar=0)
    with plans() as told:
        queue.promote(true=T + 50 * MANY, calendar=0)
    assert {plan: found for plan in told if (found := faults(plan, PROMOTING))} == {}


@pytest.mark.django_db
def test_a_claim_from_a_mark_begins_at_the_mark() -> None:
    """What lies before it is not read: on PostgreSQL an old transaction keeps that full of what is finished."""
    fill_and_count(MANY // 10)
    with plans() as told:
        claim(above=T + 900)
    if connection.vendor == "postgresql":
        assert ["Index Cond: ((pool = 0) AND (line >= 0) AND (line <= 0) AND (ROW(turn, id) >= ROW(" in plan for plan in told] == [
            True
        ]
    else:
        assert faults(told[-1], "jobs_ready") == []
