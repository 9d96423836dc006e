"""Running the jobs of our own pool: claimed in sets as threads are free, and never more than can begin."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from random import uniform
from time import monotonic

from django.db import connection

from minishop.chassis import clock as edge
from minishop.chassis.jobs import attempts, queue
from minishop.chassis.jobs.attempts import Clock
from minishop.chassis.jobs.domain.lines import LAST, Line, Pool
from minishop.chassis.jobs.periods import Moment
from minishop.chassis.jobs.queue import Claimed, Claimer, millis
from minishop.chassis.jobs.registry import find_task
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


class Overdue(Exception):
    """A job has run for twice its longest time, and nothing can stop it but the end of the process."""


class Runner:
    """Claims and runs jobs in threads of its own, for one worker."""

    def __init__(self, worker: int, clock: Clock = real_clock, *, threads: int = THREADS) -> None:
        self._worker, self._clock, self._threads = worker, clock, threads
        self._claimer = Claimer(worker, Pool.INSIDE)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="job")
        self._guard = threading.Condition()
        self._under_way: dict[int, tuple[Claimed, float]] = {}
        self._reported: set[int] = set()
        self._busy = 0
        self._most = 1
        self._waits_alone: bool = False
        self._is_alone: bool = False

    def step(self) -> bool:
        """Claims what can begin and begins it; says whether there was anything. Raises Overdue."""
        self._look_at_the_long()
        free = self._free()
        if not free:
            self._wait(PAUSE)
            return True
        jobs = self._claim(free)
        for part in self._parts(jobs, free):
            self._begin(part)
        return bool(jobs)

    def rest(self) -> None:
        """Waits until a thread is free or a while is over."""
        self._wait(PAUSE + uniform(0, PAUSE / 4))  # noqa: S311  # so that many processes do not ask in step

    def end(self, within: float) -> bool:
        """Lets what runs come to its end, and says whether it did so in time."""
        until = monotonic() + within
        with self._guard:
            return self._guard.wait_for(lambda: not self._busy, until - monotonic())

    def _free(self) -> int:
        with self._guard:
            if self._busy and (self._waits_alone or self._is_alone):
                return 0
            self._is_alone = False
            return 1 if self._waits_alone else self._threads - self._busy

    def _claim(self, free: int) -> list[Claimed]:
        if free == 1 and self._threads > 1 and not self._waits_alone:
            return self._claimer.claim(1, last=_RESERVED_FOR)
        if self._waits_alone:
            self._waits_alone = False
            return self._claimer.claim(1)
        return self._claimer.claim(max(self._most, free - 1), last=LAST)

    def _parts(self, jobs: list[Claimed], free: int) -> list[list[Claimed]]:
        """What each thread is to run: the short ones together, each other one by itself, a suspect when nothing else runs."""
        jobs = self._without_suspects(jobs)
        short = [job for job in jobs if _is_short(job)]
        singly = [[job] for job in jobs if not _is_short(job)]
        room = max(free - 1, 1) - bool(short)
        if too_many := [job.id for part in singly[room:] for job in part]:
            queue.give_back(too_many, worker=self._worker)
        self._most = BATCH if jobs and len(short) == len(jobs) else 1
        return [*([short] if short else []), *singly[:room]]

    def _without_suspects(self, jobs: list[Claimed]) -> list[Claimed]:
        first = next((place for place, job in enumerate(jobs) if job.is_suspect), None)
        if first is None:
            return jobs
        if len(jobs) == 1 and not self._busy:
            self._is_alone = True
            return jobs
        self._waits_alone = True
        queue.give_back([job.id for job in jobs[first:]], worker=self._worker)
        return jobs[:first]

    def _begin(self, part: list[Claimed]) -> None:
        with self._guard:
            self._busy += 1
            self._under_way |= {job.id: (job, monotonic()) for job in part}
        self._pool.submit(self._run, part)

    def _run(self, part: Sequence[Claimed]) -> None:
        try:
            attempts.run(part, worker=self._worker, clock=self._clock)
        except Exception:
            # The outcome could not be written: the database is away. The job is taken back when this worker is, or when it is asked again.
            _log.exception("the outcome of %d jobs could not be written", len(part))
            connection.close()
            attempts.hand_back([job.id for job in part], worker=self._worker)
        finally:
            with self._guard:
                self._busy -= 1
                for job in part:
                    self._under_way.pop(job.id, None)
                    self._reported.discard(job.id)
                self._guard.notify_all()

    def _look_at_the_long(self) -> None:
        with self._guard:
            running = list(self._under_way.values())
        for job, began in running:
            longest, spent = _longest(job), monotonic() - began
            if spent > 2 * longest:
                raise Overdue(job.task)
            if spent > longest and job.id not in self._reported:
                self._reported.add(job.id)
                _log.error("job %s has run for %d s, and should never take longer than %d s", job.task, spent, longest)

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

    queue.promote(true=millis(both().true), calendar=millis(both().calendar))
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


def _longest(job: Claimed) -> float:
    try:
        return find_task(job.task).longest.total_seconds()
    except KeyError:
        return float("inf")
