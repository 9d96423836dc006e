"""Tests' own end of worker processes: see ``nursery`` for the other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from types import ModuleType
from typing import Any

from django.db import connection

from minishop.chassis.jobs import stopping

PATIENCE = 60.0
BOTH = ["worker", "scheduler"]


@dataclass
class Nursery:
    """The process that workers are forked from, and those that were."""

    process: subprocess.Popen[str]
    notes: Path
    children: list[int] = field(default_factory=list)

    def ask(self, **told: object) -> Any:
        """One line to that process, and its answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{json.dumps(told)}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def start(self, roles: list[str] = BOTH, death: str = "", after: int = 0) -> int:
        """Forks a worker, and returns its number."""
        child: int = self.ask(roles=roles, death=death, after=after)
        self.children.append(child)
        return child

    def code(self, child: int) -> int | None:
        """What a child ended with, the number of its signal below 0; None: it has not."""
        code: int | None = self.ask(ended=child, how=os.WNOHANG)
        if code is not None:
            self.children.remove(child)
        return code

    def end(self) -> None:
        """Ends whatever is left."""
        for child in list(self.children):
            os.kill(child, signal.SIGKILL)
            os.kill(child, signal.SIGCONT)
            self.ask(ended=child, how=0)
        self.process.communicate()

    def noted(self) -> list[int]:
        """What the workers wrote down."""
        return [int(line) for line in self.notes.read_text().split()] if self.notes.exists() else []

    def was_told(self) -> bool:
        """Whether a worker that holds has seen that it is to end."""
        return Path(f"{self.notes}.told").exists()

    def open(self) -> None:
        """Lets go what holds."""
        Path(f"{self.notes}.open").touch()


@contextmanager
def nursery_of(declaring: ModuleType, folder: Path, variables: Mapping[str, str] | None = None) -> Iterator[Nursery]:
    """A nursery whose workers do what ``declaring.declare`` says, on this test's database, with these variables beside ours."""
    program = "from tests import nursery; nursery.main()"
    command = [sys.executable, "-c", program, str(connection.settings_dict["NAME"]), declaring.__name__]
    environment = {**os.environ, **(variables or {})}
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    made = Nursery(process, folder / "notes")
    try:
        yield made
    finally:
        made.end()


def until(reached: Callable[[], bool]) -> None:
    """Waits for it. Raises AssertionError where it does not come to that."""
    give_up = monotonic() + PATIENCE
    while not reached():
        if monotonic() > give_up:
            raise AssertionError("it never came to that")
        stopping.pause(0.05)
