"""Declaring tasks and enqueueing them.

A task is a thin function of JSON arguments and ``now``. It may run twice and in any order, so what it calls must be safe
to repeat; it enters its tenant's scope itself. What it needs beyond its arguments it reads from rows: the arguments of one key never differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module

from django.apps import apps
from django.db import transaction
from django.utils.module_loading import module_has_submodule

from minishop.chassis import clock
from minishop.chassis.http import Request, host_of
from minishop.chassis.jobs.domain.delays import LONGEST
from minishop.chassis.jobs.domain.lines import Line, Pool, share_of_host
from minishop.chassis.jobs.queue import NewJob, enqueue, millis, wait_no_longer

Json = str | int | bool | None
# The column that names a service's tenant, as its tasks call it.
_TENANTS = ("shop_id", "merchant_id", "partner_id")
_AT_MOST = timedelta(milliseconds=LONGEST)
MINUTE = timedelta(minutes=1)


class Later(Exception):
    """Raised by a task: not now, try again after the task's own back-off, or ``after`` a time of its own. Counts as an attempt.

    ``asked`` is how long the other side said to wait (Retry-After): the pause is no shorter, and at most an hour.
    """

    def __init__(self, reason: str, after: timedelta | None = None, *, asked: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after, self.asked = after, asked


class GoOn(Exception):
    """Raised by a task that has done a part and has more to do: it runs again, behind what waits, and has failed nothing."""


class NotInTransaction(RuntimeError):
    """A task was enqueued outside a transaction, so a crash could lose it or run it for nothing."""


@dataclass(frozen=True, slots=True)
class Task:
    """A declared task; see ``task`` for what its facts mean."""

    name: str
    run: Callable[..., None]
    line: Line
    max_attempts: int
    first: timedelta
    cap: timedelta
    longest: timedelta
    short: bool
    calendar: bool
    every: timedelta | None
    prepare: Callable[..., Request | None] | None

    @property
    def pool(self) -> Pool:
        """Strangers, for a task that calls one; else inside."""
        return Pool.INSIDE if self.prepare is None else Pool.STRANGERS

    def enqueue(
        self,
        *,
        now: datetime,
        run_at: datetime | None = None,
        key: str = "",
        line: Line | None = None,
        url: str = "",
        **arguments: Json,
    ) -> None:
        """Adds a job to the open transaction: for now, or for ``run_at``, which a shifted calendar moves where the task goes by it.

        With ``key``, one job of that key is there at most: the earlier time and the more urgent line hold, and one that runs just now
        runs again. Enqueue late in a transaction, and several keys in ascending order. ``url`` is whose turn a call to a stranger
        takes. Raises NotInTransaction outside a transaction, ValueError for more than an hour by true time.
        """
        if not transaction.get_connection().in_atomic_block:
            raise NotInTransaction(self.name)
        due = run_at if run_at is not None and run_at > now else None
        if due is not None and not self.calendar and due - now > _AT_MOST:
            raise ValueError(f"{self.name}: more than an hour is a matter of the calendar")
        shift = clock.shift()
        tenant = next((arguments[name] for name in _TENANTS if name in arguments), 0)
        assert isinstance(tenant, int)
        enqueue(
            NewJob(
                task=self.name,
                arguments=arguments,
                line=self.line if line is None else min(line, self.line),
                now=now - shift,
                pool=self.pool,
                share=tenant if self.pool is Pool.INSIDE else share_of_host(host_of(url)),
                tenant=tenant,
                key=f"{self.name}:{key}" if key else "",
                due=due if due is None or self.calendar else due - shift,
                calendar=self.calendar,
            )
        )

    def begin_now(self, *, now: datetime, key: str, **arguments: Json) -> None:
        """지금: as ``enqueue`` for now; and where the key's job waits for its next attempt, it waits no longer. For a person who presses, since a
        stream of these would hammer whoever is down."""
        self.enqueue(now=now, run_at=None, key=key, line=None, url="", **arguments)
        wait_no_longer(f"{self.name}:{key}", now=millis(now - clock.shift()))


def task(
    *,
    line: Line = Line.HOUSEKEEPING,
    max_attempts: int = 12,
    first: timedelta = timedelta(seconds=1),
    cap: timedelta = 10 * MINUTE,
    longest: timedelta = 5 * MINUTE,
    short: bool = False,
    calendar: bool = False,
    every: timedelta | None = None,
    prepare: Callable[..., Request | None] | None = None,
) -> Callable[[Callable[..., None]], Task]:
    """Declares a module-level function of an app's ``tasks`` module as a task. It is called with its arguments and ``now``.

    ``line``: how urgent it is. ``max_attempts``, ``first`` and ``cap``: how often it is tried and with which pauses. ``longest``: what
    no run of it takes. ``short``: it uses the database only, so that its work and the end of its job are one transaction: its effect is
    exactly once; what it wrote before it raised ``Later`` or ``GoOn`` stands. ``calendar``: its ``run_at`` is the business calendar's,
    else true time. ``every``: it is periodic.
    ``prepare``: it calls a stranger. That function gets the arguments and ``now`` and returns the request, or None for no need of one;
    the task itself then also gets the ``answer``.
    """

    def declare(function: Callable[..., None]) -> Task:
        name = f"{function.__module__.removeprefix('minishop.')}.{function.__name__}"
        declared = Task(name, function, line, max_attempts, first, cap, longest, short, calendar, every, prepare)
        _registry.tasks[name] = declared
        return declared

    return declare


def each_round(function: Callable[[datetime], bool]) -> Callable[[datetime], bool]:
    """Declares a function of true time that every scheduler calls twice a second, and again at once while it returns True.

    It claims a bounded batch of what is due: any number of schedulers call it side by side.
    """
    _registry.rounds.append(function)
    return function


@dataclass
class _Registry:
    tasks: dict[str, Task] = field(default_factory=dict)
    rounds: list[Callable[[datetime], bool]] = field(default_factory=list)


_registry = _Registry()


def find_task(name: str) -> Task:
    """The task of a name; raises KeyError for one that no longer exists."""
    return _registry.tasks[name]


def tasks() -> list[Task]:
    """Every declared task."""
    return list(_registry.tasks.values())


def periodic_tasks() -> list[Task]:
    """Every declared task that has ``every``."""
    return [found for found in tasks() if found.every]


def rounds() -> list[Callable[[datetime], bool]]:
    """What every scheduler calls in each of its rounds."""
    return list(_registry.rounds)


def load_tasks() -> None:
    """Imports each installed app's ``tasks`` module."""
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "tasks"):
            import_module(f"{config.name}.tasks")
