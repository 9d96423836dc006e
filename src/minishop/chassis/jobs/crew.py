"""일꾼: workers that beat, and whoever sees one stand still takes its jobs back. No two clocks are compared."""

from __future__ import annotations

import contextlib
import logging
import os
import platform
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from minishop.chassis.jobs import queue
from minishop.chassis.jobs.jumps import elapsed_seconds
from minishop.chassis.jobs.models import Worker
from minishop.chassis.jobs.queue import millis

BEAT_EVERY = 10.0
GONE_AFTER = 60.0
CALLER, MOST_CALLERS = "caller", 2
# Of a minute: who looks again after more than this may have missed beats. A database that stands still stops every beat.
_LOOK_LOST = 0.5
_KEPT = timedelta(days=1)
_log = logging.getLogger(__name__)


def sign_on(roles: Collection[str], *, true_now: datetime) -> Worker:
    """Writes down that this process works. It calls no strangers before ``may_call`` says so."""
    return Worker.objects.create(
        roles=" ".join(sorted(set(roles) - {CALLER})),
        host=platform.node()[:120],
        place=_place(),
        pid=os.getpid(),
        started_at=true_now,
        beat_at=true_now,
    )


@transaction.atomic
def may_call(worker: int) -> bool:
    """Writes down that the process calls strangers from now on; False, with nothing written, while two living ones do.

    What bounds the calls to a host is each process's own: with more than two of them a stranger gets too many.
    """
    # Of several who ask at once each locks its own row and sees those of the ones before it: they come one after the other.
    roles = dict(Worker.objects.select_for_update().filter(gone=False).order_by("id").values_list("id", "roles"))
    callers = Worker.objects.filter(gone=False, roles__contains=CALLER).exclude(id=worker).count()
    if worker not in roles or callers >= MOST_CALLERS:
        return False
    Worker.objects.filter(id=worker).update(roles=" ".join(sorted({*roles[worker].split(), CALLER})))
    return True


def sign_off(worker: int, *, overdue: Collection[int] = (), true_now: datetime) -> None:
    """The process ends at once and in good order. What it could not finish is ready again, and nothing is held against it but against
    what is ``overdue``: that would be begun, and hold a process, for ever.

    Each statement stands by itself: where it dies in between, whoever sees the worker stand still does the rest.
    """
    queue.give_back([job_id for job_id, _ in queue.running(worker) if job_id not in overdue], worker=worker)
    if overdue:
        _take_from(worker, true_now)
    Worker.objects.filter(id=worker, gone=False).delete()


def beat(worker: int, *, true_now: datetime) -> bool:
    """Says that the process lives; False when it was declared gone, and has nothing to say any more."""
    return bool(Worker.objects.filter(id=worker, gone=False).update(beats=F("beats") + 1, beat_at=true_now))


class Watcher:
    """Remembers, by its own elapsed time, when it last saw each worker beat."""

    def __init__(self, elapsed: Callable[[], float] = elapsed_seconds) -> None:
        self._elapsed = elapsed
        self._seen: dict[int, tuple[int, float]] = {}
        self._looked = elapsed()

    def look(self, *, true_now: datetime) -> None:
        """Declares gone whoever has not beaten for a minute, and takes its jobs back, and those of workers that are not there any more.
        A look that fails, or comes late, begins all minutes anew: while the database was away nobody could beat."""
        try:
            at_work = queue.at_work()  # asked first: who signs on meanwhile is in the other list only
            beats = dict(Worker.objects.filter(gone=False).values_list("id", "beats"))
        except Exception:
            self._seen.clear()
            raise
        before, self._looked = self._looked, self._elapsed()
        now = self._looked
        if now - before > GONE_AFTER * _LOOK_LOST:
            self._seen.clear()
        self._seen = {worker: self._last(worker, count, now) for worker, count in beats.items()}
        for worker, (count, since) in self._seen.items():
            if now - since >= GONE_AFTER:
                declare_gone(worker, beats=count, true_now=true_now)
        for worker in at_work - set(beats):
            _take_from(worker, true_now)
        _forget_old(true_now)

    def _last(self, worker: int, count: int, now: float) -> tuple[int, float]:
        before = self._seen.get(worker)
        return before if before is not None and before[0] == count else (count, now)


@transaction.atomic
def declare_gone(worker: int, *, beats: int | None = None, true_now: datetime) -> None:
    """The worker never writes again, and its jobs are others'. Of several who say so, the first does it. Where it was judged by its
    ``beats``, and has beaten since, nothing happens."""
    as_judged = {} if beats is None else {"beats": beats}
    if not Worker.objects.filter(id=worker, gone=False, **as_judged).update(gone=True):
        return
    _take_from(worker, true_now)


def _take_from(worker: int, true_now: datetime) -> None:
    back, dead = queue.take_back(worker, now=millis(true_now))
    _log.warning("worker %d is gone: %d jobs taken back, %d given up", worker, back, dead)


def relieve_the_dead(*, true_now: datetime) -> None:
    """Declares gone, at once, the workers of this place whose process is not there any more; to be asked when a process starts."""
    for worker, pid in Worker.objects.filter(gone=False, place=_place()).values_list("id", "pid"):
        if pid != os.getpid() and not _runs(pid):
            declare_gone(worker, true_now=true_now)


def _forget_old(true_now: datetime) -> None:
    Worker.objects.filter(gone=True, beat_at__lt=true_now - _KEPT).delete()


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _place() -> str:
    # A process number says something only on the same machine, since the same start, and in the same container.
    facts = [platform.node()]
    with contextlib.suppress(OSError), open("/proc/sys/kernel/random/boot_id", encoding="ascii") as boot:  # noqa: PTH123  # no file of ours
        facts.append(boot.read().strip())
    with contextlib.suppress(OSError):
        facts.append(os.readlink("/proc/self/ns/pid"))  # noqa: PTH115
    return " ".join(facts)[-120:]
