"""Later work enqueues in a transaction of its own: that of a test, in which it runs there, is none that a worker would have opened."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.db import connection

from minishop.chassis.jobs.registry import NotInTransaction, Task, tasks

_fewest: ContextVar[int] = ContextVar("blocks that are open where a task may enqueue", default=0)


def refuse_to_enqueue_in_a_tests_transaction() -> None:
    """From now on a declared task, unless it is short, raises NotInTransaction where it enqueues in no block that was opened in its run."""
    for each in tasks():
        if not each.short:
            object.__setattr__(each, "run", _counting(each.run))
        if each.prepare is not None:
            object.__setattr__(each, "prepare", _counting(each.prepare))
    enqueue = Task.enqueue

    @wraps(enqueue)
    def strictly(self: Task, **facts: Any) -> None:
        if len(connection.atomic_blocks) < _fewest.get():
            raise NotInTransaction(self.name)
        enqueue(self, **facts)

    Task.enqueue = strictly  # type: ignore[method-assign]


def _counting(run: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(run)
    def counted(*some: Any, **facts: Any) -> Any:
        before = _fewest.set(len(connection.atomic_blocks) + 1)
        try:
            return run(*some, **facts)
        finally:
            _fewest.reset(before)

    return counted
