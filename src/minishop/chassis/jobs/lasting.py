"""How long what a thread has in hand takes: reported once past its longest time, and past twice that the process has to end."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Sequence
from datetime import timedelta
from itertools import count
from time import monotonic

from minishop.chassis.jobs.queue import Claimed
from minishop.chassis.jobs.registry import find_task

_log = logging.getLogger(__name__)


class Overdue(Exception):
    """Jobs have run for twice their longest time, and nothing can stop them but the end of the process. ``ids`` names them."""

    def __init__(self, jobs: Sequence[Claimed]) -> None:
        super().__init__(jobs[0].task)
        self.ids = frozenset(job.id for job in jobs)


class Lasting:
    """The sets of jobs that threads have in hand, and since when. Jobs of one set run one after the other."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._sets: dict[int, tuple[Sequence[Claimed], float]] = {}
        self._reported: set[int] = set()
        self._numbers = count()

    def begin(self, jobs: Sequence[Claimed]) -> int:
        """A thread takes a set in hand; returns by which number to end it."""
        with self._guard:
            number = next(self._numbers)
            self._sets[number] = (jobs, monotonic())
            return number

    def end(self, number: int) -> None:
        """The set is in nobody's hand any more."""
        with self._guard:
            del self._sets[number]
            self._reported.discard(number)

    def ids(self) -> set[int]:
        """The jobs of all sets."""
        with self._guard:
            return {job.id for jobs, _ in self._sets.values() for job in jobs}

    def look(self) -> None:
        """Reports what takes too long, each set once. Raises Overdue for one past twice its longest time."""
        with self._guard:
            running = list(self._sets.items())
        for number, (jobs, began) in running:
            longest, spent = _longest(jobs), monotonic() - began
            if spent > 2 * longest:
                raise Overdue(jobs)
            if spent > longest and number not in self._reported:
                self._reported.add(number)
                _log.error("job %s has run for %d s, and should never take longer than %d s", jobs[0].task, spent, longest)


def _longest(jobs: Collection[Claimed]) -> float:
    try:
        return sum((find_task(job.task).longest for job in jobs), timedelta()).total_seconds()
    except KeyError:
        return float("inf")
