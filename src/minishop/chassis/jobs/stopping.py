"""Whether this process is to end: asked by tasks with long loops between two pieces, which then raise ``GoOn``."""

from __future__ import annotations

from threading import Event

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
