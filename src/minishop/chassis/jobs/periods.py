"""When periodic work is due: by elapsed time, so that no change of a clock stops it.

Two clocks are looked at. The machine's own tells how long ago the last round began; the calendar, which a sandbox may move, tells
whether its days have moved on further than that. A round that began in the future can only mean that the machine's clock was set back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# A clock that is corrected by less is waited for: such a round is late by no more than this.
FUTURE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant on both clocks, in UTC: ``true`` the machine's, ``calendar`` the one that a sandbox may have moved."""

    true: datetime
    calendar: datetime


def is_due(every: timedelta, last: Moment | None, at: Moment) -> bool:
    """Whether the next round begins ``at`` a moment, the last one having begun at ``last`` (None: there was none)."""
    if last is None or last.true > at.true + FUTURE:
        return True
    return max(at.true - last.true, at.calendar - last.calendar) >= every
