"""Real worker processes for tests: Django is set up once, and each worker is forked from here, runs the real command, and may be killed.

Started with the name of a database and of the module that declares the tasks; told what to do in lines of JSON, each answered by one. Beats
and the minute until one is gone are shorter in here, by the same factor, so that a test need not wait so long; nothing else is changed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.conf import settings

FASTER = 20
# A function of the queue, and whether the process dies before it is called; else after it.
DEATHS = {
    "after claim": ("_take", False),
    "after work": ("finish", True),
    "after finish": ("finish", False),
    "in promotion": ("_changed", False),
}


def declare() -> None:
    """The tasks of these tests, in the place of the service's own."""
    from minishop.chassis.jobs import registry, stopping
    from minishop.chassis.jobs.domain.lines import Line
    from minishop.chassis.jobs.models import ClockJump
    from minishop.chassis.jobs.registry import task

    registry._registry.tasks.clear()
    registry._registry.rounds.clear()

    @task(line=Line.TRACKING)
    def work(number: int, notes: str, now: datetime) -> None:
        note(notes, number)

    @task(line=Line.TRACKING, short=True)
    def write(number: int, notes: str, now: datetime) -> None:
        ClockJump.objects.create(seconds=number, noticed_at=now)

    @task(line=Line.TRACKING)
    def hold(number: int, notes: str, now: datetime) -> None:
        note(notes, os.getpid())
        while not Path(f"{notes}.open").exists():
            if stopping.stopping():
                Path(f"{notes}.told").touch()
            signal.sigtimedwait([], 0.02)

    @task(line=Line.TRACKING)
    def end_the_process(number: int, notes: str, now: datetime) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def note(notes: str, number: int) -> None:
    """Adds a line, whole, whoever else writes."""
    file = os.open(notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, f"{number}\n".encode())
    os.close(file)


def work_in_child(roles: list[str], death: str, after: int) -> None:
    """Runs the real command, and dies at the ``after``-th moment of its kind."""
    from django.core.management import call_command

    from minishop.chassis.jobs import crew, scheduler

    crew.BEAT_EVERY /= FASTER
    crew.GONE_AFTER /= FASTER
    scheduler._LOOK_AT_WORKERS /= FASTER
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(quiet, stream)
    if death:
        die(*DEATHS[death], after)
    call_command("worker", "--roles", *roles)


def die(name: str, before: bool, after: int) -> None:
    """Has the process kill itself at a call that does something."""
    from minishop.chassis.jobs import queue

    owner: Any = queue.Claimer if name == "_take" else queue
    original: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def counted(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        done = None if before else original(*args, **kwargs)
        calls += bool(before or done)
        if calls >= after:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*args, **kwargs) if before else done

    setattr(owner, name, counted)


def main() -> None:
    """Forks a worker for each line that asks for one, and tells what became of it for each that asks for that."""
    django.setup()
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    import_module(sys.argv[2]).declare()
    for line in sys.stdin:
        told = json.loads(line)
        if "roles" in told:
            child = os.fork()
            if not child:
                work_in_child(**told)
                os._exit(0)
            answer: object = child
        else:
            ended, status = os.waitpid(told["ended"], told["how"])
            answer = os.waitstatus_to_exitcode(status) if ended else None
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()
