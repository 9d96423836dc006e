"""Rows that say that a worker runs them, and it does not: the answer to a claim was lost, or an outcome could not be written.

Nobody else would take them back, since the worker lives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from minishop.chassis.jobs import queue
from minishop.chassis.jobs.domain.lines import Pool

LOOK_EVERY = 30.0


class Strays:
    """Gives back one worker's rows of a pool that it does not hold. ``held`` tells which it does, each from its claim to its outcome."""

    def __init__(self, worker: int, pool: Pool, held: Callable[[], set[int]]) -> None:
        self._worker, self._pool, self._held = worker, pool, held
        self._is_in_doubt = False
        self._looked = monotonic()

    def doubt(self) -> None:
        """Something that was written, or was to be, may stand otherwise in the table. To be called when it is held no more."""
        self._is_in_doubt = True

    @contextmanager
    def in_doubt_if_it_fails(self) -> Iterator[None]:
        """For a block that claims, up to where what it claimed is held."""
        try:
            yield
        except Exception:
            self.doubt()
            raise

    def give_back(self) -> None:
        """Looks where there is doubt, and every half minute. To be called by the thread that claims: nothing is claimed meanwhile.
        Raises what the database does; the doubt then stands."""
        if not self._is_in_doubt and monotonic() < self._looked + LOOK_EVERY:
            return
        self._is_in_doubt = False
        with self.in_doubt_if_it_fails():
            held = self._held()
            strays = [job_id for job_id, pool in queue.running(self._worker) if pool == self._pool and job_id not in held]
            queue.give_back(strays, worker=self._worker)
        self._looked = monotonic()
