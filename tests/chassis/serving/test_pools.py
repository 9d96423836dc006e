"""Threads in pools of their own; who waits for one waits so long and in so many, and not for nothing."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from minishop.chassis.calls.roles import Role, role
from minishop.chassis.serving.pools import Dropped, GaveUp, NoThread, Pool

pytestmark = pytest.mark.usefixtures("socket_enabled")  # a loop wakes itself by a pair of sockets


@dataclass
class Held:
    """Work that holds its thread until it is released."""

    begun: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> str:
        self.begun.set()
        assert self.release.wait(20)
        return "done"


def in_pool(scenario: Callable[[Pool], Any], **bounds: Any) -> Any:
    async def run() -> Any:
        pool = Pool(Role.PAGE, **{"threads": 2, **bounds})
        try:
            return await scenario(pool)
        finally:
            pool.close()

    return asyncio.run(run())


def test_work_runs_in_a_thread_that_knows_what_it_serves_and_is_started_when_first_needed() -> None:
    async def scenario(pool: Pool) -> Any:
        assert pool._started == 0
        told = [await pool.enter(lambda: (role(), threading.current_thread().name)).result for _ in range(3)]
        return told, pool._started

    assert in_pool(scenario) == ([(Role.PAGE, "page-1")] * 3, 1)


def test_no_more_threads_than_the_pool_has_and_the_rest_come_in_the_order_they_came() -> None:
    async def scenario(pool: Pool) -> Any:
        held, order = [Held(), Held()], list[int]()
        tickets = [pool.enter(one) for one in held]
        later = [pool.enter(partial(order.append, number)) for number in range(5)]
        assert [ticket.waits for ticket in tickets] == [False, False]
        assert [ticket.waits for ticket in later] == [True] * 5
        held[0].release.set()
        for ticket in later:
            await ticket.result
        held[1].release.set()
        await asyncio.gather(*(ticket.result for ticket in tickets))
        return order, pool._started, pool._idle

    assert in_pool(scenario) == ([0, 1, 2, 3, 4], 2, 2)


@pytest.mark.parametrize("end", [BaseException("no Exception"), SystemExit(1), KeyboardInterrupt()])
def test_whatever_work_ends_by_is_told_to_who_waits_and_takes_no_thread(end: BaseException) -> None:
    def give_up() -> None:
        raise end

    async def scenario(pool: Pool) -> Any:
        with pytest.raises(GaveUp):
            await asyncio.wait_for(pool.enter(give_up).result, 20)
        return await asyncio.wait_for(pool.enter(lambda: "served").result, 20), pool._started

    assert in_pool(scenario, threads=1) == ("served", 1)


def test_the_one_too_many_is_told_at_once() -> None:
    async def scenario(pool: Pool) -> None:
        held = Held()
        pool.enter(held)
        waiting = [pool.enter(lambda: "served") for _ in range(3)]
        with pytest.raises(NoThread):
            await pool.enter(lambda: "never").result
        held.release.set()
        assert [await ticket.result for ticket in waiting] == ["served"] * 3

    in_pool(scenario, threads=1, most_waiting=3)


def test_who_has_waited_too_long_is_told_and_not_served_afterwards() -> None:
    async def scenario(pool: Pool) -> None:
        held, served = Held(), []
        pool.enter(held)
        ticket = pool.enter(lambda: served.append("too late"))
        with pytest.raises(NoThread):
            await ticket.result
        held.release.set()
        await pool.enter(lambda: None).result
        assert (served, ticket.is_begun) == ([], False)

    in_pool(scenario, threads=1, patience=0.05)


def test_what_nobody_wants_any_more_is_not_begun_and_makes_room() -> None:
    async def scenario(pool: Pool) -> None:
        held, served = Held(), []
        first = pool.enter(held)
        unwanted = pool.enter(lambda: served.append("unwanted"))
        pool.drop(unwanted)
        with pytest.raises(Dropped):
            await unwanted.result
        wanted = pool.enter(lambda: served.append("wanted"))
        pool.drop(first)  # it has been begun: too late
        held.release.set()
        await wanted.result
        assert (served, await first.result) == (["wanted"], "done")

    in_pool(scenario, threads=1, most_waiting=1)


def test_a_fault_reaches_who_waits_for_it_and_the_thread_lives_on(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario(pool: Pool) -> Any:
        with pytest.raises(ZeroDivisionError):
            await pool.enter(lambda: 1 // 0).result
        return await pool.enter(lambda: "next").result, pool._started

    assert in_pool(scenario, threads=1) == ("next", 1)
    assert "a thread could not do its work" in caplog.text


def test_every_thread_ends_with_what_it_must_do_at_its_end() -> None:
    ended = threading.Semaphore(0)

    async def scenario(pool: Pool) -> None:
        held = [Held(), Held()]
        tickets = [pool.enter(one) for one in held]
        for one in held:
            one.release.set()
        await asyncio.gather(*(ticket.result for ticket in tickets))

    in_pool(scenario, at_end=ended.release)
    assert ended.acquire(timeout=10)
    assert ended.acquire(timeout=10)


def test_one_pool_full_leaves_the_other_free() -> None:
    """Two services whose pages wait for each other's leaves never wait in a circle."""

    async def scenario(pages: Pool) -> Any:
        leaves, held = Pool(Role.LEAF, 1), [Held(), Held()]
        busy = [pages.enter(one) for one in held]
        answer = await leaves.enter(lambda: "answered").result
        for one in held:
            one.release.set()
        await asyncio.gather(*(ticket.result for ticket in busy))
        leaves.close()
        return answer

    assert in_pool(scenario) == "answered"
