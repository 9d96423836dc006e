"""What people see of later work, and what they may do about it: dead jobs, lines and their ages, workers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet

from minishop.chassis import clock
from minishop.chassis.jobs import queue, strangers
from minishop.chassis.jobs.crew import GONE_AFTER
from minishop.chassis.jobs.domain.lines import ALARM, Line, Pool, share_of_host
from minishop.chassis.jobs.domain.states import JobState
from minishop.chassis.jobs.models import Job, Worker
from minishop.chassis.jobs.queue import millis

PAGE = 50
MOST_REVIVED = 200
MOST_COUNTED = 10_000  # a page says "more than" beyond it: nothing that grows is counted to its end
_SILENT_AFTER = timedelta(seconds=GONE_AFTER)


@dataclass(frozen=True, slots=True)
class LineNow:
    """What waits in a line of a pool: how many (``MOST_COUNTED`` + 1 for more), and how long the oldest of those has been ready."""

    pool: Pool
    line: Line
    waiting: int
    oldest: timedelta

    @property
    def is_late(self) -> bool:
        """Older than the line allows."""
        return self.oldest.total_seconds() > ALARM[self.line]

    @property
    def oldest_seconds(self) -> int:
        """The age in whole seconds."""
        return self.oldest // timedelta(seconds=1)

    @property
    def oldest_minutes(self) -> int:
        """The age in whole minutes."""
        return self.oldest // timedelta(minutes=1)

    @property
    def is_more(self) -> bool:
        """More wait than are counted."""
        return self.waiting > MOST_COUNTED


def lines(*, true_now: datetime) -> list[LineNow]:
    """Every line of each pool, the most urgent first, in one bounded statement a line."""
    return [_line(pool, line, millis(true_now)) for pool in Pool for line in Line]


def _line(pool: Pool, line: Line, now: int) -> LineNow:
    ready = Job.objects.filter(state=JobState.READY, pool=pool, line=line).order_by("pool", "line", "turn", "id")
    found = ready[: MOST_COUNTED + 1].aggregate(waiting=Count("id"), since=Min("ready_at"))
    oldest = max(now - (found["since"] or now), 0)
    return LineNow(pool, line, found["waiting"], timedelta(milliseconds=oldest))


@dataclass(frozen=True, slots=True)
class NotYet:
    """Work that waits for its next time: ``all`` of it, and how much of that has ``failed`` at least once. ``MOST_COUNTED`` + 1 is more."""

    all: int
    failed: int

    @property
    def is_more(self) -> bool:
        """More waits than is counted."""
        return self.all > MOST_COUNTED


def not_yet() -> NotYet:
    """What waits by true time, as after a failure or for a host that is left alone; what is for a day of the calendar is not among it."""
    later = Job.objects.filter(state=JobState.LATER, calendar=False).order_by("calendar", "run_at")
    found = later[: MOST_COUNTED + 1].aggregate(all=Count("id"), failed=Count("id", filter=Q(attempts__gt=0)))
    return NotYet(**found)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an operator is told on the first page: how many jobs are ``dead``, and whether nobody works."""

    dead: int
    nobody_works: bool

    @property
    def is_more(self) -> bool:
        """More are dead than are counted."""
        return self.dead > MOST_COUNTED

    def __bool__(self) -> bool:
        return bool(self.dead) or self.nobody_works


def trouble(*, true_now: datetime) -> Trouble:
    """What needs a person now, in two bounded statements."""
    return Trouble(count_dead(), not roles_at_work(true_now=true_now))


class Standing(StrEnum):
    """Whether a process works. SILENT: it has not beaten for a minute, and nobody was there to declare it gone."""

    ALIVE = "alive"
    SILENT = "silent"
    GONE = "gone"


def standing(worker: Worker, true_now: datetime) -> Standing:
    """Whether a process works, as far as can be seen at this moment: two clocks are compared, so it is for reading only."""
    if worker.gone:
        return Standing.GONE
    return Standing.SILENT if worker.beat_at <= true_now - _SILENT_AFTER else Standing.ALIVE


def workers() -> list[Worker]:
    """The processes that run jobs, the newest first, and after them those that were declared gone lately: a process that dies again and
    again hides none that works."""
    return list(Worker.objects.order_by("gone", "-id")[:PAGE])


def roles_at_work(*, true_now: datetime) -> frozenset[str]:
    """The roles of the processes that work."""
    alive = Worker.objects.filter(gone=False, beat_at__gt=true_now - _SILENT_AFTER)
    return frozenset(role for roles in alive.values_list("roles", flat=True).distinct() for role in roles.split())


def dead_jobs(*, tenant: int | None = None, above: int = 0, at_most: int = PAGE) -> Sequence[Job]:
    """Work that only a person can begin anew, the oldest first, from the one after ``above``: a tenant's, or everybody's."""
    dead = Job.objects.filter(state=JobState.DEAD, id__gt=above)
    return list((dead if tenant is None else dead.filter(tenant=tenant)).order_by("id")[:at_most])


def run_again(job_id: int, *, now: datetime, tenant: int | None = None) -> bool:
    """다시 하기: begins a dead job anew, and says whether there was one; of a ``tenant`` only its own. Any number may be asked for."""
    return _dead(job_id, tenant).exists() and bool(queue.revive([job_id], now=millis(now - clock.shift())))


@transaction.atomic
def run_all_again(*, now: datetime) -> int:
    """모두 다시 하기: begins the oldest dead jobs anew, ``MOST_REVIVED`` at most, and says how many. What ended its workers is left to a
    person's look at each."""
    dead = Job.objects.filter(state=JobState.DEAD, losses__lt=queue.POISON).order_by("id")
    ids = list(dead.values_list("id", flat=True)[:MOST_REVIVED])
    # One after the other: so each takes its turn behind the one before, and no flood of one shop's comes before the others.
    return sum(len(queue.revive([job_id], now=millis(now - clock.shift()))) for job_id in ids)


def count_dead() -> int:
    """How many jobs only a person can begin anew; ``MOST_COUNTED`` + 1 for more."""
    return Job.objects.filter(state=JobState.DEAD).order_by("id")[: MOST_COUNTED + 1].count()


def count_workers(*, true_now: datetime) -> dict[Standing, int]:
    """How many processes stand how; of those that were declared gone, within a day."""
    found = Counter(standing(worker, true_now) for worker in Worker.objects.order_by("gone", "-id")[:MOST_COUNTED])
    return {each: found[each] for each in Standing}


def try_now(host: str, *, true_now: datetime) -> bool:
    """지금 다시 시도: a host that is left alone is called at once, with what waits for it; says whether it was left alone."""
    with transaction.atomic():
        if not strangers.release(host):
            return False
        queue.hasten(share_of_host(host), now=millis(true_now))
        return True


def discard(job_id: int, *, tenant: int | None = None) -> bool:
    """버리기: deletes a dead job, and says whether there was one; of a ``tenant`` only its own."""
    return bool(_dead(job_id, tenant).delete()[0])


def _dead(job_id: int, tenant: int | None) -> QuerySet[Job]:
    dead = Job.objects.filter(id=job_id, state=JobState.DEAD)
    return dead if tenant is None else dead.filter(tenant=tenant)
