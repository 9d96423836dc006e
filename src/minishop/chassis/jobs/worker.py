"""Running jobs: claim by lease, run outside the claim's transaction, retry with back-off, keep what failed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from minishop.chassis.jobs.models import Job, PeriodicRun
from minishop.chassis.jobs.registry import Later, find_task, periodic_tasks

LEASE = timedelta(minutes=2)
_log = logging.getLogger(__name__)


def run_forever(clock: Callable[[], datetime], stop: threading.Event, *, pause: float = 0.3) -> None:
    """Runs due jobs until ``stop`` is set; sleeps ``pause`` seconds when there is nothing to do."""
    while not stop.is_set():
        try:
            busy = run_next(clock)
        except Exception:
            # The database may be away for a moment; a worker that dies of it would need a second supervisor.
            _log.exception("worker could not look for work")
            connection.close()
            busy = False
        if not busy:
            stop.wait(pause)


def run_due(clock: Callable[[], datetime], *, at_most: int = 1000) -> int:
    """Runs what is due now, including what that work enqueues for now, and returns how many jobs ran. For tests and tools."""
    ran = 0
    while ran < at_most and run_next(clock, periodic=False):
        ran += 1
    return ran


def run_next(clock: Callable[[], datetime], *, periodic: bool = True) -> bool:
    """Runs one due job, if there is one, and says whether there was."""
    now = clock()
    if periodic:
        enqueue_periodic(now)
    job = _claim(now)
    if job is None:
        return False
    _run(job, clock)
    return True


def take_over(now: datetime) -> None:
    """Makes jobs that a killed worker left running due at once. Only for a worker that is the only one of its service."""
    Job.objects.filter(state=Job.State.RUNNING).update(lease_until=now - timedelta(seconds=1))


def enqueue_periodic(now: datetime) -> None:
    """Enqueues each periodic task once a time slot, whatever the number of workers and however often they restart."""
    for task in periodic_tasks():
        assert task.every is not None
        slot = int(now.timestamp() // task.every.total_seconds())
        last = PeriodicRun.objects.filter(task=task.name).values_list("last_slot", flat=True).first()
        if last is not None and last >= slot:
            continue
        with transaction.atomic():
            PeriodicRun.objects.bulk_create([PeriodicRun(task=task.name, last_slot=-1)], ignore_conflicts=True)
            if PeriodicRun.objects.filter(task=task.name, last_slot__lt=slot).update(last_slot=slot):
                task.enqueue(now=now, unique_key="periodic")


def _claim(now: datetime) -> Job | None:
    due = Q(state=Job.State.READY, run_at__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    if not Job.objects.filter(due).exists():
        return None
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(due).order_by("run_at", "id").first()
        if job is None:
            return None
        if job.state == Job.State.RUNNING and job.attempts >= _max_attempts(job):
            # Nobody came back to say what went wrong: work that kills its worker would otherwise kill it for ever.
            Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, last_error="it never ended, or ended its worker")
            return None
        job.state = Job.State.RUNNING
        job.lease_until = now + LEASE
        job.attempts += 1
        job.save(update_fields=["state", "lease_until", "attempts"])
        return job


def _run(job: Job, clock: Callable[[], datetime]) -> None:
    try:
        task = find_task(job.task)
        task.run(**job.arguments, now=clock())
    except Later as later:
        _put_off(job, str(later), later.after, clock())
    except Exception as error:
        _log.exception("job %s failed", job.task)
        _put_off(job, f"{type(error).__name__}: {error}", None, clock())
    else:
        Job.objects.filter(pk=job.pk, attempts=job.attempts).delete()


def _max_attempts(job: Job) -> int:
    try:
        return find_task(job.task).max_attempts
    except KeyError:
        return 0


def _put_off(job: Job, reason: str, after: timedelta | None, now: datetime) -> None:
    mine = Job.objects.filter(pk=job.pk, attempts=job.attempts)
    reason = reason.replace("\0", "")[:2000]  # PostgreSQL keeps no NUL, and a reason that cannot be kept loses the job
    if job.attempts >= _max_attempts(job):
        mine.update(state=Job.State.FAILED, last_error=reason)
        return
    wait = after or find_task(job.task).backoff(job.attempts)
    with transaction.atomic():
        if job.unique_key and Job.objects.filter(unique_key=job.unique_key, state=Job.State.READY).exists():
            mine.delete()  # another job of the same key already waits and will do this one's work
        else:
            mine.update(state=Job.State.READY, run_at=now + wait, last_error=reason)
