"""Moving the clock of all services together: the shift, in whole seconds, stands in one file that all of them read."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from minishop.sandbox.clock.domain import Move, seconds_ahead
from minishop.sandbox.clock.errors import AlreadyMoved, NotShared


def shift_seconds() -> int:
    """How far the clock is ahead of the machine; 0 before the first move, and where no file is shared."""
    path = _file()
    try:
        return int(path.read_text(encoding="ascii") or "0") if path else 0
    except FileNotFoundError:
        return 0


def is_shared() -> bool:
    """Whether there is a file through which the services follow."""
    return _file() is not None


def move(*, how: Move, days: int = 0, seen_shift: int | None = None, now: datetime) -> int:
    """Moves the clock ahead and returns the new shift; never back. Written whole or not at all.

    Raises NotShared, ImpossibleMove, and AlreadyMoved when the shift is no longer ``seen_shift``.
    """
    path = _file()
    if path is None:
        raise NotShared
    with _only_one(path):
        shift = shift_seconds()
        if seen_shift is not None and seen_shift != shift:
            raise AlreadyMoved(seen=seen_shift, shift=shift)
        moved = shift + seconds_ahead(how, days=days, now=now)
        _write(path, moved)
    return moved


def _file() -> Path | None:
    name = os.environ.get("MINISHOP_CLOCK_FILE")
    return Path(name) if name else None


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, seconds: int) -> None:
    whole = path.with_name(f"{path.name}.new")
    with whole.open("w", encoding="ascii") as file:
        file.write(str(seconds))
        file.flush()
        os.fsync(file.fileno())
    whole.replace(path)
