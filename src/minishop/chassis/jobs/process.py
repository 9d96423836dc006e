"""One process of later work: its roles, its beats, and its end.

It ends when it is asked to, when it was declared gone, when a job holds it for twice its longest time, or when one of its duties breaks
down; whoever started it starts it again.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from enum import StrEnum
from time import monotonic

from django.db import connection

from minishop.chassis.jobs import crew, stopping
from minishop.chassis.jobs.caller import Caller
from minishop.chassis.jobs.lasting import Overdue
from minishop.chassis.jobs.scheduler import ROUND, Scheduler
from minishop.chassis.jobs.worker import PAUSE, THREADS, Runner, real_clock
from minishop.kernel.clock import utc_now

GRACE = 30.0
_UNTIL_ASKED_AGAIN = 2.0  # seconds until a process asks again whether it may call strangers
WAS_GONE, WAS_OVERDUE, WAS_BROKEN = 76, 75, 74
_log = logging.getLogger(__name__)


class Role(StrEnum):
    """What a process does of later work."""

    WORKER = "worker"
    CALLER = crew.CALLER
    SCHEDULER = "scheduler"


class Process:
    """Runs its roles, each in a thread, until it is to end. ``leave`` ends the process with a code at once.

    While two other processes call strangers, the role of a caller waits until one of them is gone."""

    def __init__(self, roles: Sequence[Role], *, threads: int = THREADS, leave: Callable[[int], object] = os._exit) -> None:
        self._roles, self._threads, self._leave = roles, threads, leave
        self._code = 0
        self._overdue: frozenset[int] = frozenset()

    def run(self) -> int:
        """Works until it is asked to end; what runs then has half a minute, and what does not end by then is given back, so that the process
        has to be gone at once. Returns the code to end with."""
        true_now = utc_now()
        crew.relieve_the_dead(true_now=true_now)
        worker = crew.sign_on(self._roles, true_now=true_now).id
        duties = {Role.WORKER: self._work, Role.CALLER: self._call, Role.SCHEDULER: self._schedule}
        threads = [threading.Thread(target=self._serve, args=(self._beat, worker), name="beat", daemon=True)]
        threads += [
            threading.Thread(target=self._serve, args=(duties[role], worker), name=role, daemon=True) for role in self._roles
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(1.0)  # a join without an end would keep signals out
        try:
            crew.sign_off(worker, overdue=self._overdue, true_now=utc_now())
        except Exception:
            _log.exception("worker %d could not sign off: whoever sees it stand still takes its jobs back", worker)
        return self._code

    def _serve(self, duty: Callable[[int], None], worker: int) -> None:
        """A duty ends only with the process: one that breaks down ends it, since nobody would miss it otherwise."""
        try:
            duty(worker)
        except BaseException:
            _log.exception("a duty has broken down: the process ends")
            self._code = self._code or WAS_BROKEN
            stopping.stop()
        finally:
            connection.close()

    def _beat(self, worker: int) -> None:
        while not stopping.pause(crew.BEAT_EVERY):
            try:
                lives = crew.beat(worker, true_now=utc_now())
            except Exception:
                _log.exception("could not beat")
                connection.close()
                continue
            if not lives:
                _log.error("worker %d was declared gone while it stood still; it ends and records nothing", worker)
                self._leave(WAS_GONE)
                return

    def _work(self, worker: int) -> None:
        runner = Runner(worker, threads=self._threads)
        self._until_stopped(runner.step, runner.rest)
        runner.end(GRACE)

    def _call(self, worker: int) -> None:
        callers: list[Caller] = []

        def step() -> bool:
            if not callers and crew.may_call(worker):
                callers.append(Caller(worker, real_clock))
            return bool(callers) and callers[0].step()

        def rest() -> None:
            if callers:
                callers[0].rest(PAUSE)
            else:
                stopping.pause(_UNTIL_ASKED_AGAIN)

        self._until_stopped(step, rest)
        for caller in callers:
            caller.end(GRACE)

    def _schedule(self, worker: int) -> None:
        scheduler = Scheduler(real_clock)
        self._until_stopped(scheduler.step, lambda: stopping.pause(ROUND))

    def _until_stopped(self, step: Callable[[], bool], rest: Callable[[], object]) -> None:
        until_said = 0.0
        while not stopping.stopping():
            try:
                busy = step()
            except Overdue as overdue:
                _log.error("%s runs for more than twice its longest time: the process ends", overdue)
                self._code, self._overdue = WAS_OVERDUE, overdue.ids
                stopping.stop()  # so that every other duty comes to its end in good order
                break
            except Exception:
                # The database may be away for a moment; a process that dies of it would need a second supervisor.
                if monotonic() > until_said:
                    _log.exception("could not look for work")
                    until_said = monotonic() + 10
                connection.close()
                busy = False
            if not busy:
                rest()
