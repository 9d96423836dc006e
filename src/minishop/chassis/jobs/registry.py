"""Declaring tasks and enqueueing them.

A task is a thin function of JSON arguments and ``now``. It may run twice and in any order, so what it calls must be safe
to repeat; it enters its tenant's scope itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module

from django.apps import apps
from django.db import transaction
from django.utils.module_loading import module_has_submodule

from minishop.chassis.jobs.models import Job

Json = str | int | bool | None


class Later(Exception):
    """Raised by a task: not now, try again after a while (or after the task's own back-off). Counts as an attempt."""

    def __init__(self, reason: str, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class NotInTransaction(RuntimeError):
    """A task was enqueued outside a transaction, so a crash could lose it or run it for nothing."""


@dataclass(frozen=True, slots=True)
class Task:
    """A declared task. ``every`` makes it periodic; ``backoff`` and ``max_attempts`` bound its retries."""

    name: str
    run: Callable[..., None]
    max_attempts: int
    backoff: Callable[[int], timedelta]
    every: timedelta | None = None

    def enqueue(self, *, now: datetime, run_at: datetime | None = None, unique_key: str = "", **arguments: Json) -> None:
        """Adds a job to the open transaction. With ``unique_key``, a job of that key that still waits makes this a no-op.

        Raises NotInTransaction outside a transaction.
        """
        if not transaction.get_connection().in_atomic_block:
            raise NotInTransaction(self.name)
        key = f"{self.name}:{unique_key}" if unique_key else ""
        job = Job(task=self.name, arguments=arguments, unique_key=key, run_at=run_at or now, created_at=now)
        Job.objects.bulk_create([job], ignore_conflicts=bool(key))


def exponential(attempt: int) -> timedelta:
    """1, 2, 4 … seconds, at most 10 minutes."""
    return timedelta(seconds=min(2 ** (attempt - 1), 600))


def task(
    *, max_attempts: int = 12, backoff: Callable[[int], timedelta] = exponential, every: timedelta | None = None
) -> Callable[[Callable[..., None]], Task]:
    """Declares a module-level function of an app's ``tasks`` module as a task. It is called with its arguments and ``now``."""

    def declare(function: Callable[..., None]) -> Task:
        name = f"{function.__module__.removeprefix('minishop.')}.{function.__name__}"
        declared = Task(name, function, max_attempts, backoff, every)
        _registry.tasks[name] = declared
        return declared

    return declare


@dataclass
class _Registry:
    tasks: dict[str, Task] = field(default_factory=dict)


_registry = _Registry()


def retry(job: Job, now: datetime) -> None:
    """Begins failed work anew, in the open transaction. Raises KeyError for work that this version no longer knows."""
    task = find_task(job.task)
    key = job.unique_key.removeprefix(f"{job.task}:") if job.unique_key else ""
    task.enqueue(now=now, unique_key=key, **job.arguments)
    job.delete()


def find_task(name: str) -> Task:
    """The task of a name; raises KeyError for one that no longer exists."""
    return _registry.tasks[name]


def periodic_tasks() -> list[Task]:
    """Every declared task that has ``every``."""
    return [found for found in _registry.tasks.values() if found.every]


def load_tasks() -> None:
    """Imports each installed app's ``tasks`` module."""
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "tasks"):
            import_module(f"{config.name}.tasks")
