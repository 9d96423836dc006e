"""Running jobs: claim by lease, run outside the claim's transaction, retry with back-off, keep what failed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from minishop.chassis.jobs.domain import MACHINE, JobEvent, JobState
from minishop.chassis.jobs.jumps import Watch, note_jump
from minishop.chassis.jobs.models import Job, PeriodicRun
from minishop.chassis.jobs.periods import Moment, is_due
from minishop.chassis.jobs.registry import Later, Task, find_task, periodic_tasks
from minishop.kernel.clock import utc_now

LEASE = timedelta(minutes=2)
_log = logging.getLogger(__name__)


def run_forever(clock: Callable[[], datetime], stop: threading.Event, *, pause: float = 0.3) -> None:
    """Runs due jobs until ``stop`` is set; sleeps ``pause`` seconds when there is nothing to do. Reports a clock that jumps."""
    watch = Watch()
    while not stop.is_set():
        try:
            if jump := watch.look():
                note_jump(jump, true_now=utc_now())
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
        enqueue_periodic(Moment(true=utc_now(), calendar=now))
    job = _claim(now)
    if job is None:
        return False
    _run(job, clock)
    return True


def take_over(now: datetime) -> None:
    """Makes jobs that a killed worker left running due at once. Only for a worker that is the only one of its service."""
    Job.objects.filter(state=JobState.RUNNING).update(lease_until=now - timedelta(seconds=1))


def enqueue_periodic(at: Moment) -> None:
    """Enqueues each periodic task that is due, once a round, whatever the number of workers and however often they restart."""
    tasks = {task.name: task for task in periodic_tasks()}
    known = {run.task: run for run in PeriodicRun.objects.filter(task__in=tasks)}
    for name, task in tasks.items():
        run = known.get(name)
        last = Moment(true=run.started_at, calendar=run.calendar_at) if run else None
        assert task.every is not None
        if is_due(task.every, last, at):
            _begin_round(task, run, at)


@transaction.atomic
def _begin_round(task: Task, last: PeriodicRun | None, at: Moment) -> None:
    """The round's number is compared and set: of several workers that found it due, one begins it."""
    began = {"started_at": at.true, "calendar_at": at.calendar}
    if last is None:
        PeriodicRun.objects.bulk_create([PeriodicRun(task=task.name, round=0, **began)], ignore_conflicts=True)
    before = last.round if last else 0
    if PeriodicRun.objects.filter(task=task.name, round=before).update(round=before + 1, **began):
        task.enqueue(now=at.calendar, unique_key="periodic")


def _claim(now: datetime) -> Job | None:
    due = Q(state=JobState.READY, run_at__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
    if not Job.objects.filter(due).exists():
        return None
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(due).order_by("run_at", "id").first()
        if job is None:
            return None
        if job.state == JobState.RUNNING and job.attempts >= _max_attempts(job):
            # Nobody came back to say what went wrong: work that kills its worker would otherwise kill it for ever.
            Job.objects.filter(pk=job.pk).update(
                state=_after(job, JobEvent.GIVE_UP), last_error="it never ended, or ended its worker"
            )
            return None
        job.state = _after(job, JobEvent.CLAIM)
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


def _after(job: Job, event: JobEvent) -> str:
    return MACHINE.next_state(JobState(job.state), event).value


def _max_attempts(job: Job) -> int:
    try:
        return find_task(job.task).max_attempts
    except KeyError:
        return 0


def _put_off(job: Job, reason: str, after: timedelta | None, now: datetime) -> None:
    mine = Job.objects.filter(pk=job.pk, attempts=job.attempts)
    reason = reason.replace("\0", "")[:2000]  # PostgreSQL keeps no NUL, and a reason that cannot be kept loses the job
    if job.attempts >= _max_attempts(job):
        mine.update(state=_after(job, JobEvent.GIVE_UP), last_error=reason)
        return
    wait = after or find_task(job.task).backoff(job.attempts)
    try:
        mine.update(state=_after(job, JobEvent.PUT_OFF), run_at=now + wait, last_error=reason)
    except IntegrityError:
        mine.delete()  # another job of the same key already waits and will do this one's work
