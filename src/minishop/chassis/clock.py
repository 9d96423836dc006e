"""The clock at the edge of a service.

A sandbox installation can move it for all services together: they read the shift, in seconds, from one file
(``MINISHOP_CLOCK_FILE``). In production the file is left alone: the machine's time is the time.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from minishop.chassis import environment
from minishop.kernel.clock import utc_now

_shift = timedelta()
_read_as: tuple[int, int] = (-1, -1)


def now() -> datetime:
    """The present instant in UTC. Pages, tasks and API calls ask once, and hand it down as ``now``."""
    return utc_now() + shift()


def true(instant: datetime) -> datetime:
    """The machine's own time at an instant of the calendar: for what a moved calendar must not move, such as a promise for ten minutes."""
    return instant - shift()


def shift() -> timedelta:
    """By how much the business calendar is ahead of true time: by nothing, but in a sandbox."""
    path = os.environ.get("MINISHOP_CLOCK_FILE")
    return _shift_in(Path(path)) if path and environment.mode() == "sandbox" else timedelta()


def _shift_in(path: Path) -> timedelta:
    global _shift, _read_as
    try:
        stat = path.stat()
        # Written anew as another file each time, so that two moves within one tick of the file system differ too.
        if (stat.st_mtime_ns, stat.st_ino) != _read_as:
            _shift = timedelta(seconds=int(path.read_text() or "0"))
            _read_as = (stat.st_mtime_ns, stat.st_ino)
    except FileNotFoundError:
        return timedelta()
    return _shift
