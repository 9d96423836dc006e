"""A database with jobs of the old table is brought up: no work is lost, none is there twice, and each stands where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from minishop.kernel.clock import utc_now

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = [("jobs", "0003_decide_by_a_table")], [("jobs", "0004_rebuild_the_job_table")]
COLLECT, FOLLOW, GRANT = (
    "mall.channel.tasks.collect",
    "checkout.parcels.tasks.follow_number",
    "checkout.benefits.tasks.grant_points",
)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def migrate(targets: list[tuple[str, str]]) -> Any:
    MigrationExecutor(connection).migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def old() -> Iterator[Any]:
    """The old table, empty; the newest stands again afterwards."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    # The way back is for an empty table only: the old one is made anew.
    MigrationExecutor(connection).migrate([("jobs", None)])
    yield migrate(BEFORE).get_model("jobs", "Job").objects
    MigrationExecutor(connection).migrate(newest)


def put(old: Any, task: str, state: str = "ready", *, due: timedelta = -MINUTE, key: str = "", **more: Any) -> int:
    now = utc_now()
    arguments = more.pop("arguments", {"shop_id": 9})
    made = old.create(task=task, state=state, run_at=now + due, unique_key=key, arguments=arguments, created_at=now, **more)
    return int(made.id)


def moved() -> dict[int, Any]:
    return {job.id: job for job in migrate(AFTER).get_model("jobs", "Job").objects.all()}


def test_each_job_stands_where_it_belongs(old: Any) -> None:
    lease: dict[str, Any] = {"lease_until": utc_now() + MINUTE, "attempts": 2}
    places = {
        put(old, COLLECT): ("ready", 2, False),
        put(old, COLLECT, due=MINUTE): ("later", 2, False),
        put(old, FOLLOW, "running", **lease): ("ready", 3, False),
        put(old, FOLLOW, "failed", last_error="no answer", attempts=12): ("dead", 3, False),
        put(old, GRANT, due=MINUTE): ("later", 6, True),
        put(old, "mall.orders.tasks.expire", due=24 * HOUR): ("later", 6, True),  # far: no pause by true time is so long
    }
    jobs = moved()
    assert {key: (job.state, job.line, job.calendar) for key, job in jobs.items()} == places
    assert {job.state: (job.attempts, job.last_error) for job in jobs.values() if job.line == 3} == {
        "ready": (2, ""),
        "dead": (12, "no answer"),
    }
    for job in jobs.values():
        assert (job.run_at is not None, job.ready_at is not None) == (job.state == "later", job.state == "ready")
        assert (job.tenant, job.share, job.worker, job.again, job.losses) == (9, 9, None, False, 0)


def test_of_several_of_one_key_one_keeps_it_and_a_failed_one_its_reason(old: Any) -> None:
    put(old, COLLECT, "running", key="a")
    waiting = put(old, COLLECT, key="a")
    failed = put(old, COLLECT, "failed", key="a", last_error="no answer")
    alone = put(old, COLLECT, "running", key="b")
    dead = put(old, COLLECT, "failed", key="c", last_error="why")
    jobs = moved()
    assert {key: (job.state, job.key) for key, job in jobs.items()} == {
        waiting: ("ready", "a"),
        failed: ("dead", ""),
        alone: ("ready", "b"),
        dead: ("dead", "c"),
    }
    assert jobs[failed].last_error == "no answer"


def test_what_ran_beside_a_later_wish_is_not_put_off_until_then(old: Any) -> None:
    """Its worker is gone with the old version, and nothing else would end what it began."""
    ran = put(old, COLLECT, "running", key="a")
    later = put(old, COLLECT, due=HOUR / 2, key="a")
    jobs = moved()
    assert {key: (job.state, job.key) for key, job in jobs.items()} == {ran: ("ready", ""), later: ("later", "a")}


def test_what_the_new_table_begins_by_itself_is_not_brought_along_nor_how_often_a_carrier_was_silent(old: Any) -> None:
    put(old, "mall.channel.tasks.collect_everywhere", key="periodic")
    follow = put(old, FOLLOW, arguments={"merchant_id": 7, "silences": 3})
    put(old, COLLECT, arguments={})
    jobs = moved()
    assert jobs[follow].arguments == {"merchant_id": 7}
    assert sorted(job.share for job in jobs.values()) == [0, 7]


def test_more_than_one_batch_is_brought_along(old: Any) -> None:
    for _ in range(501):
        put(old, COLLECT)
    assert len(moved()) == 501
