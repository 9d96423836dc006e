"""What makes later work due: promotion, periodic rounds, the services' own rounds, and taking back from workers that are gone.

Any number of schedulers run side by side, all alike: each claims what it does.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from time import monotonic

from django.db import connection, transaction

from minishop.chassis.jobs import queue
from minishop.chassis.jobs.attempts import Clock
from minishop.chassis.jobs.crew import Watcher
from minishop.chassis.jobs.jumps import Watch, note_jump
from minishop.chassis.jobs.models import PeriodicRun
from minishop.chassis.jobs.periods import Moment, first_pause, is_due
from minishop.chassis.jobs.queue import MOST_PROMOTED, millis
from minishop.chassis.jobs.registry import Task, periodic_tasks, rounds
from minishop.kernel.clock import utc_now

ROUND = 0.5
_LOOK_AT_WORKERS = 10.0
_PERIODIC = 1.0
_log = logging.getLogger(__name__)


@dataclass
class Scheduler:
    """One scheduler's memory between its rounds."""

    clock: Clock
    watch: Watch = field(default_factory=Watch)
    watcher: Watcher = field(default_factory=Watcher)
    _last: dict[str, float] = field(default_factory=dict)

    def step(self) -> bool:
        """One round of everything; says whether some of it has more to do at once. What fails leaves the rest alone."""
        at = self.clock()
        busy = self._try("jump", 0, self._look_at_clocks)
        busy |= self._try("promotion", 2 * ROUND, partial(_promote, at))
        busy |= self._try("periodic", _PERIODIC, partial(enqueue_periodic, at))
        busy |= self._try("workers", _LOOK_AT_WORKERS, partial(self.watcher.look, true_now=at.true))
        for each in rounds():
            busy |= self._try(each.__name__, 0, partial(each, at.true))
        return busy

    def _try(self, name: str, every: float, deed: Callable[[], bool | None]) -> bool:
        """Does what is to be done every so many seconds, if that is over, and says whether it has more to do at once."""
        now = monotonic()
        if now < self._last.get(name, 0.0) + every:
            return False
        try:
            more = bool(deed())
        except Exception:
            _log.exception("%s failed", name)
            connection.close()
            more = False
        self._last[name] = 0.0 if more else now
        return more

    def _look_at_clocks(self) -> None:
        jump = self.watch.look()
        if jump and note_jump(jump, true_now=utc_now()) and jump < timedelta():
            queue.bring_forward(-jump // timedelta(milliseconds=1))


def enqueue_periodic(at: Moment) -> None:
    """Enqueues each periodic task that is due, once a round, whatever the number of schedulers and however often they restart."""
    tasks = {task.name: task for task in periodic_tasks()}
    known = {run.task: run for run in PeriodicRun.objects.filter(task__in=tasks)}
    for name, task in tasks.items():
        assert task.every is not None
        run = known.get(name)
        if run is None:
            _begin_to_count(name, task.every, at)
        elif is_due(task.every, Moment(true=run.started_at, calendar=run.calendar_at), at):
            _begin_round(task, run, at)


def _begin_to_count(name: str, every: timedelta, at: Moment) -> None:
    # As if a round had begun some part of the period ago, for each task another: a new installation does not begin all at once.
    ago = every - first_pause(name, every)
    run = PeriodicRun(task=name, round=0, started_at=at.true - ago, calendar_at=at.calendar - ago)
    PeriodicRun.objects.bulk_create([run], ignore_conflicts=True)


@transaction.atomic
def _begin_round(task: Task, last: PeriodicRun, at: Moment) -> None:
    """The round's number is compared and set: of several schedulers that found it due, one begins it."""
    mine = PeriodicRun.objects.filter(task=task.name, round=last.round)
    if mine.update(round=last.round + 1, started_at=at.true, calendar_at=at.calendar):
        task.enqueue(now=at.calendar, key="periodic")


def _promote(at: Moment) -> bool:
    return queue.promote(true=millis(at.true), calendar=millis(at.calendar)) >= MOST_PROMOTED
