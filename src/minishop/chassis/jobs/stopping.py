"""Whether this process is to end: asked by tasks with long loops between two pieces, which then raise ``GoOn``."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import monotonic

from minishop.chassis.jobs.registry import GoOn

_asked = Event()


def stop() -> None:
    """Asks everything in this process to end."""
    _asked.set()


def stopping() -> bool:
    """Whether the process has been asked to end."""
    return _asked.is_set()


def pause(seconds: float) -> bool:
    """Waits so long, or until the process is asked to end; says whether it was."""
    return _asked.wait(seconds)


TURN = 20.0  # seconds of elapsed time that one part of long work takes


class Turn:
    """One part of long work, from now. Between two pieces the task asks whether it is over, and then raises ``GoOn``."""

    def __init__(self) -> None:
        self._until = monotonic() + TURN

    def is_over(self) -> bool:
        """Whether it has lasted long enough, or the process is to end."""
        return stopping() or monotonic() >= self._until


def in_turns(batch: Callable[[], bool]) -> None:
    """Does a batch after the other while it says that there may be more. Raises GoOn when the turn is over before that."""
    turn = Turn()
    while batch():
        if turn.is_over():
            raise GoOn
