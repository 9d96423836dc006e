"""Running what was claimed, and writing down how it went."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction

from minishop.chassis.http import Answer, Request, send
from minishop.chassis.jobs import queue
from minishop.chassis.jobs.domain.delays import after_asked, delay
from minishop.chassis.jobs.periods import Moment
from minishop.chassis.jobs.queue import Claimed, millis
from minishop.chassis.jobs.registry import GoOn, Later, Task, find_task

Clock = Callable[[], Moment]
# A name that this version does not know may be a newer one's: both run side by side during an upgrade.
_UNKNOWN_FOR, _UNKNOWN_TIMES = timedelta(seconds=60), 10
NEVER_ENDED = "it never ended, or ended its worker"
# The database is away, or full: what became of a job cannot be written, and that is no fault of the job.
AWAY = (OperationalError, InterfaceError)
_log = logging.getLogger(__name__)


class NotMine(Exception):
    """The worker was declared gone while it ran: the job is another's, and nothing is written."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A run of a job: what was claimed, its task, and the answer of the stranger it called, once that has come."""

    job: Claimed
    task: Task
    answer: Answer | None = None


def run(jobs: Sequence[Claimed], *, worker: int, clock: Clock) -> None:
    """Runs jobs one after the other, and several short ones in one transaction. Raises nothing that a task does: only what is AWAY."""
    several = [_with_answer(each, worker, clock) for each in known(jobs, worker=worker, clock=clock)]
    run_all([each for each in several if each], worker=worker, clock=clock)


def request_of(attempt: Attempt, *, worker: int, clock: Clock) -> Request | None:
    """What a job sends to a stranger; None, with that written down, where there is no need of it or it could not be made."""
    job, task = attempt.job, attempt.task
    assert task.prepare is not None
    try:
        request = task.prepare(**job.arguments, now=clock().calendar)
    except Exception as error:
        note_failure(job, task, error, worker=worker, clock=clock)
        return None
    if request is None:
        queue.finish([job.id], worker=worker, now=_now(clock))
    return request


def _with_answer(attempt: Attempt, worker: int, clock: Clock) -> Attempt | None:
    if attempt.task.prepare is None:
        return attempt
    request = request_of(attempt, worker=worker, clock=clock)
    return None if request is None else replace(attempt, answer=send(request))


def known(jobs: Sequence[Claimed], *, worker: int, clock: Clock) -> list[Attempt]:
    """The jobs that can be run; what cannot is put off or given up here."""
    return [Attempt(job, task) for job in jobs if (task := _task_of(job, worker, clock))]


def run_all(several: Sequence[Attempt], *, worker: int, clock: Clock) -> None:
    """Makes several attempts; the short ones in one transaction, unless one of them does not get through."""
    short = [each for each in several if each.task.short]
    together = len(short) > 1 and _run_together(short, worker, clock)
    for each in several:
        if not (together and each.task.short):
            run_one(each, worker=worker, clock=clock)


def run_one(attempt: Attempt, *, worker: int, clock: Clock) -> None:
    """Makes one attempt, and writes down how it went."""
    job, task = attempt.job, attempt.task
    try:
        with transaction.atomic() if task.short else nullcontext():
            if task.short and not queue.lock_mine([job.id], worker=worker):
                raise NotMine
            if _is_done(attempt, worker, clock):
                queue.finish([job.id], worker=worker, now=_now(clock))
    except NotMine:
        _log.warning("job %s is another worker's by now", job.task)
    except Exception as error:
        note_failure(job, task, error, worker=worker, clock=clock)


def note_failure(job: Claimed, task: Task, error: Exception, *, worker: int, clock: Clock) -> None:
    """An attempt did not get through: the job waits for the next, or is dead."""
    if not isinstance(error, Later):
        _log.exception("job %s failed", job.task, exc_info=error)
    try:
        reason = str(error) if isinstance(error, Later) else f"{type(error).__name__}: {error}"
        _put_off(job, task, reason, _pause(job, task, error), worker=worker, clock=clock)
    except AWAY:
        raise
    except Exception:
        # What nobody counts would be begun again at once, for ever.
        _log.exception("why job %s failed could not be written", job.task)
        _put_off(job, task, type(error).__name__, _own_pause(job, task), worker=worker, clock=clock)


@contextmanager
def counting_faults(jobs: Collection[Claimed], *, worker: int, clock: Clock) -> Iterator[None]:
    """A fault of ours in the block keeps what is among ``jobs`` by then from an outcome: that is an attempt of each. Raises what is AWAY,
    and what is raised where the attempts could not be written either."""
    try:
        yield
    except AWAY:
        raise
    except Exception as error:
        for each in known(list(jobs), worker=worker, clock=clock):
            note_failure(each.job, each.task, error, worker=worker, clock=clock)


def _put_off(job: Claimed, task: Task, reason: str, pause: int, *, worker: int, clock: Clock) -> None:
    now = _now(clock)
    if job.attempts >= task.max_attempts:
        queue.give_up(job.id, worker=worker, now=now, reason=reason)
    else:
        queue.put_off(job.id, worker=worker, run_at=now + pause, reason=reason)


def _pause(job: Claimed, task: Task, error: Exception) -> int:
    if isinstance(error, Later) and error.after is not None:
        return _millis(error.after)
    if isinstance(error, Later) and error.asked is not None:
        return after_asked(job.id, job.attempts, _millis(error.asked))
    return _own_pause(job, task)


def _own_pause(job: Claimed, task: Task) -> int:
    return delay(job.id, job.attempts, first=_millis(task.first), cap=_millis(task.cap))


def _task_of(job: Claimed, worker: int, clock: Clock) -> Task | None:
    try:
        task = find_task(job.task)
    except KeyError:
        if job.attempts < _UNKNOWN_TIMES:
            queue.put_off(job.id, worker=worker, run_at=_now(clock) + _millis(_UNKNOWN_FOR), reason="no such task")
        else:
            queue.give_up(job.id, worker=worker, now=_now(clock), reason="no such task")
        return None
    if job.attempts > task.max_attempts:
        # Nobody came back to say what went wrong: work that never ends would otherwise be begun for ever.
        queue.give_up(job.id, worker=worker, now=_now(clock), reason=NEVER_ENDED)
        return None
    return task


def _run_together(several: Sequence[Attempt], worker: int, clock: Clock) -> bool:
    """Makes short attempts in one transaction; False, with nothing done, when one of them does not get through."""
    try:
        with transaction.atomic():
            mine = queue.lock_mine([each.job.id for each in several], worker=worker)
            done = [each.job.id for each in several if each.job.id in mine and _is_done(each, worker, clock)]
            queue.finish(done, worker=worker, now=_now(clock))
    except Exception:
        _log.warning("%d short jobs did not get through together and are run one by one", len(several), exc_info=True)
        return False
    return True


def _is_done(attempt: Attempt, worker: int, clock: Clock) -> bool:
    """Runs the task; False when it said itself how it goes on, which is then written down: what it has written so far stands."""
    job, task = attempt.job, attempt.task
    answer = {} if task.prepare is None else {"answer": attempt.answer}
    try:
        task.run(**job.arguments, **answer, now=clock().calendar)
    except GoOn:
        queue.go_on(job.id, worker=worker, now=_now(clock))
    except Later as later:
        note_failure(job, task, later, worker=worker, clock=clock)
    else:
        return True
    return False


def _now(clock: Clock) -> int:
    return millis(clock().true)


def _millis(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)
