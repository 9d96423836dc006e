"""Whether this process is to end: asked by tasks with long loops between two pieces, which then raise ``GoOn``."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from threading import Event
from time import monotonic
from typing import TypeVar

from minishop.chassis.jobs.registry import GoOn

_One = TypeVar("_One")
_log = logging.getLogger(__name__)
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


def each_in_turn(
    found_after: Callable[[_One | None], Sequence[_One]], act: Callable[[_One], None], *, fault: Callable[[_One], str]
) -> None:
    """Acts on one after the other of batches, of which each is found after the last of the one before; None is before the first.

    One that fails is logged as its ``fault``, is left for the next time and holds up no other; a failure is raised in the end.
    Raises GoOn when the turn is over before that.
    """
    turn, failed, last = Turn(), None, None
    while found := found_after(last):
        for one in found:
            failed = _failure(act, one, fault) or failed
        last = found[-1]
        if turn.is_over():
            raise GoOn
    if failed:
        raise failed


def _failure(act: Callable[[_One], None], one: _One, fault: Callable[[_One], str]) -> Exception | None:
    try:
        act(one)
    except Exception as error:  # whatever it is, the others go on; it is raised when they are done
        _log.exception("%s", fault(one))
        return error
    return None
