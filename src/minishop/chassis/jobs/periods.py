"""When periodic work is due: by elapsed time, so that no change of a clock stops it.

Two clocks are looked at. The machine's own tells how long ago the last round began; the calendar, which a sandbox may move, tells
whether its days have moved on further than that. A round that began in the future can only mean that the machine's clock was set back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

# A clock that is corrected by less is waited for: such a round is late by no more than this.
FUTURE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant on both clocks, in UTC: ``true`` the machine's, ``calendar`` the one that a sandbox may have moved."""

    true: datetime
    calendar: datetime


def is_due(every: timedelta, last: Moment, at: Moment) -> bool:
    """Whether the next round begins ``at`` a moment, the last one having begun at ``last``."""
    if last.true > at.true + FUTURE:
        return True
    return max(at.true - last.true, at.calendar - last.calendar) >= every


def first_pause(name: str, every: timedelta) -> timedelta:
    """How long after the installation a periodic task first runs: a part of its period, by its name, less than the whole."""
    return every * (crc32(name.encode()) % 1000) / 1000
