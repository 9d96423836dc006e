"""조회 구간: how a hub without a change feed is read through by time, at most a day at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(hours=24)
LATE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Window:
    """A period to ask for, both ends included, and the sequence to go on with inside its first instant."""

    since: datetime
    until: datetime
    sequence: str = ""


def window(cursor: str, start: datetime, now: datetime) -> Window:
    """The next period after a cursor (``instant`` or ``instant|sequence``); an empty one begins at ``start``."""
    instant, _bar, sequence = cursor.partition("|")
    since = datetime.fromisoformat(instant) if instant else start
    return Window(since, max(since, min(since + LONGEST, now)), sequence)


def next_place(asked: Window, more: tuple[str, str] | None, ends: datetime) -> str:
    """Where reading again goes on after a page, up to ``ends``; empty when that is reached."""
    if more is not None:
        return f"{more[0]}|{more[1]}"
    return asked.until.isoformat() if asked.until < ends else ""


def next_cursor(asked: Window, more: tuple[str, str] | None, *, now: datetime, told_at: datetime) -> tuple[str, bool]:
    """The cursor after a page, and whether there is more to read at once. ``told_at`` is the hub's own time when it answered.

    With rows left it is the hub's own place to go on. Otherwise it is the end of the period, yet never later than a minute before the hub's
    present: the hub stamps changes by its own clock, which may be behind ours, and may show them a little late. Reading twice does no harm.
    """
    if more is not None:
        return f"{more[0]}|{more[1]}", True
    read_to = max(asked.since, min(asked.until, min(now, told_at) - LATE))
    return read_to.isoformat(), asked.since < read_to and asked.until < now
