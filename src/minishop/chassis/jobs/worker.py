"""Running the jobs of our own pool: claimed in sets as threads are free, and never more than can begin."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from enum import Enum
from random import uniform
from time import monotonic

from django.db import connection

from minishop.chassis import clock as edge
from minishop.chassis.jobs import attempts, queue
from minishop.chassis.jobs.attempts import Clock
from minishop.chassis.jobs.domain.lines import LAST, Line, Pool
from minishop.chassis.jobs.lasting import Lasting
from minishop.chassis.jobs.periods import Moment
from minishop.chassis.jobs.queue import Claimed, Claimer, millis
from minishop.chassis.jobs.registry import find_task
from minishop.chassis.jobs.strays import Strays
from minishop.kernel.clock import utc_now

THREADS = 4
BATCH = 16
PAUSE = 0.2
# One thread is kept for what cannot wait.
_RESERVED_FOR = Line.HINTED
_TEST_WORKER = 1
_log = logging.getLogger(__name__)


def real_clock() -> Moment:
    """The present moment on both clocks."""
    return Moment(true=utc_now(), calendar=edge.now())


class _May(Enum):
    """What may be claimed just now: nothing, what cannot wait, whatever comes next and alone, or as much as threads are free for."""

    NOTHING = "nothing"
    URGENT = "urgent"
    ALONE = "alone"
    ANY = "any"


class Runner:
    """Claims and runs jobs in threads of its own, for one worker."""

    def __init__(self, worker: int, clock: Clock = real_clock, *, threads: int = THREADS) -> None:
        self._worker, self._clock, self._threads = worker, clock, threads
        self._claimer = Claimer(worker, Pool.INSIDE)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="job")
        self._guard = threading.Condition()
        self._lasting = Lasting()
        self._strays = Strays(worker, Pool.INSIDE, self._lasting.ids)
        self._busy = 0
        self._urgent = 0  # of those, how many were begun where only what cannot wait was asked for
        self._most = 1
        self._waits_alone = False  # a suspect waits until nothing runs but what cannot wait
        self._is_alone = False  # a suspect runs
        self._keeps_all = False  # the suspect cannot wait itself: nothing is begun before it

    def step(self) -> bool:
        """Claims what can begin and begins it; says whether there was anything. Raises Overdue."""
        self._lasting.look()
        self._strays.give_back()
        may, free = self._may()
        if may is _May.NOTHING:
            self._wait(PAUSE)
            return True
        with self._strays.in_doubt_if_it_fails():
            jobs = self._claim(may, free)
            for part in self._parts(jobs, may, free):
                self._begin(part, is_urgent=may is _May.URGENT)
        return bool(jobs)

    def rest(self) -> None:
        """Waits until a thread is free or a while is over."""
        self._wait(PAUSE + uniform(0, PAUSE / 4))  # noqa: S311  # so that many processes do not ask in step

    def end(self, within: float) -> bool:
        """Lets what runs come to its end, and says whether it did so in time."""
        until = monotonic() + within
        with self._guard:
            return self._guard.wait_for(lambda: not self._busy, until - monotonic())

    def _may(self) -> tuple[_May, int]:
        """What may be claimed, and for how many threads."""
        with self._guard:
            free, others = self._threads - self._busy, self._busy - self._urgent
            self._is_alone = self._is_alone and others > 0
            if not free:
                return _May.NOTHING, 0
            if self._waits_alone and not (self._busy if self._keeps_all else others):
                return _May.ALONE, 1
            if self._waits_alone or self._is_alone:
                return (_May.NOTHING if self._keeps_all or self._threads == 1 else _May.URGENT), 1
            return (_May.URGENT if free == 1 < self._threads else _May.ANY), free

    def _claim(self, may: _May, free: int) -> list[Claimed]:
        if may is _May.URGENT:
            return self._claimer.claim(1, last=_RESERVED_FOR)
        if may is _May.ALONE:
            self._waits_alone = self._keeps_all = False
            return self._claimer.claim(1)
        return self._claimer.claim(max(self._most, free - 1), last=LAST)

    def _parts(self, jobs: list[Claimed], may: _May, free: int) -> list[list[Claimed]]:
        """What each thread is to run: the short ones together, each other one by itself, a suspect beside what cannot wait at most."""
        jobs = self._without_suspects(jobs, may)
        short = [job for job in jobs if _is_short(job)]
        singly = [[job] for job in jobs if not _is_short(job)]
        room = max(free - 1, 1) - bool(short)
        if too_many := [job.id for part in singly[room:] for job in part]:
            queue.give_back(too_many, worker=self._worker)
        self._most = BATCH if jobs and len(short) == len(jobs) else 1
        return [*([short] if short else []), *singly[:room]]

    def _without_suspects(self, jobs: list[Claimed], may: _May) -> list[Claimed]:
        first = next((place for place, job in enumerate(jobs) if job.is_suspect), None)
        if first is None:
            return jobs
        if len(jobs) == 1 and (may is _May.ALONE or not self._busy):
            self._is_alone = True
            return jobs
        self._waits_alone, self._keeps_all = True, may is _May.URGENT
        queue.give_back([job.id for job in jobs[first:]], worker=self._worker)
        return jobs[:first]

    def _begin(self, part: list[Claimed], *, is_urgent: bool) -> None:
        with self._guard:
            self._busy += 1
            self._urgent += is_urgent
        self._pool.submit(self._run, part, self._lasting.begin(part), is_urgent=is_urgent)

    def _run(self, part: Sequence[Claimed], number: int, *, is_urgent: bool) -> None:
        is_written = False
        try:
            is_written = self._is_written(part)
        finally:
            self._lasting.end(number)
            if not is_written:
                self._strays.doubt()
            with self._guard:
                self._busy -= 1
                self._urgent -= is_urgent
                self._guard.notify_all()

    def _is_written(self, part: Sequence[Claimed]) -> bool:
        """Runs jobs; False where what became of one could not be written, since the database is away: it is given back later."""
        try:
            with attempts.counting_faults(part, worker=self._worker, clock=self._clock):
                attempts.run(part, worker=self._worker, clock=self._clock)
        except Exception:
            _log.exception("the outcome of %d jobs could not be written", len(part))
            connection.close()
            return False
        return True

    def _wait(self, seconds: float) -> None:
        with self._guard:
            self._guard.wait(seconds)


def run_due(clock: Callable[[], datetime], *, at_most: int = 1000) -> int:
    """Runs what is due now, including what that work enqueues for now, and returns how many jobs ran. For tests and tools.

    ``clock`` tells the calendar; true time is behind it by its shift.
    """
    ran = 0
    while ran < at_most and run_next(clock):
        ran += 1
    return ran


def run_next(clock: Callable[[], datetime]) -> bool:
    """Runs one due job of either pool, in this thread, and says whether there was one."""

    def both() -> Moment:
        calendar = clock()
        return Moment(true=calendar - edge.shift(), calendar=calendar)

    at = both()
    queue.promote(true=millis(at.true), calendar=millis(at.calendar))
    for pool in Pool:
        if jobs := Claimer(_TEST_WORKER, pool).claim(1):
            attempts.run(jobs, worker=_TEST_WORKER, clock=both)
            return True
    return False


def _is_short(job: Claimed) -> bool:
    try:
        return find_task(job.task).short
    except KeyError:
        return False
