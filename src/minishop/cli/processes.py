"""Child processes: started in groups of their own, watched, started again when they die, and ended without orphans."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from minishop.cli.words import say

LONGEST_PAUSE = 30.0
_QUICK_DEATH = 10.0
_PATIENCE = 8.0


@dataclass
class Child:
    """A process and all that it starts: they share a process group, which is ended as one."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0
    start_again_at: float = 0.0

    def start(self) -> None:
        """Starts it; what it says goes to its log. Raises OSError when that cannot be."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command, env=dict(self.environment), stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )
        self.started_at = time.monotonic()

    @property
    def alive(self) -> bool:
        """Whether its first process still runs."""
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        """Sends a signal to it alone, if it still runs."""
        if self.process is not None and self.alive:
            self.process.send_signal(number)

    def kill(self) -> None:
        """SIGKILL for it and for everything it started."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, deadline: float) -> None:
        """Waits for a process that was asked to end until ``deadline`` (monotonic), then kills what is left of it."""
        if self.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(max(0.1, deadline - time.monotonic()))
            self.kill()


@dataclass
class Supervisor:
    """Keeps children running. ``noted`` holds their process groups, for whoever comes after a supervisor that was killed itself;
    ``tell`` is called with one line for what a person should know."""

    children: list[Child]
    noted: Path
    tell: Callable[[str, str], None] = say
    stopping: bool = field(default=False, init=False)

    def start(self) -> None:
        """Starts every child."""
        for child in self.children:
            child.start()
        self._note_down()

    def watch(self) -> None:
        """Looks once: starts what died again, at once the first time and ever later when it keeps dying."""
        for child in self.children:
            if child.alive or self.stopping:
                continue
            if child.process is not None and child.start_again_at == 0.0:
                self._note_death(child)
            if time.monotonic() >= child.start_again_at:
                child.start_again_at = 0.0
                child.start()
                self._note_down()

    def stop(self) -> None:
        """Asks every child to end, waits, and kills what does not; nothing is left running."""
        self.stopping = True
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + _PATIENCE
        for child in self.children:
            child.stop(deadline)
        self.noted.unlink(missing_ok=True)

    def _note_down(self) -> None:
        self.noted.write_text("\n".join(str(child.process.pid) for child in self.children if child.process), encoding="utf-8")

    def _note_death(self, child: Child) -> None:
        assert child.process is not None
        code = child.process.returncode
        child.kill()  # what it may have left running would keep its port
        lived = time.monotonic() - child.started_at
        child.deaths = child.deaths + 1 if lived < _QUICK_DEATH else 1
        pause = 0.0 if child.deaths == 1 else min(2.0 ** (child.deaths - 2), LONGEST_PAUSE)
        child.start_again_at = time.monotonic() + pause
        self.tell(
            f"{child.name} 프로세스가 죽어({code}) {pause:g}초 뒤 다시 띄웁니다. 기록: {child.log}",
            f"{child.name} died ({code}); starting it again in {pause:g} s. Log: {child.log}",
        )
