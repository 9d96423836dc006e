"""줄과 차례: how urgent later work is, and whose turn it is inside a line. Times are whole milliseconds of true time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from zlib import crc32

_FLOOR = 8


class Line(IntEnum):
    """A rank of urgency. What is in a line goes before all that is in the ones after it, but for the floor."""

    MONEY = 0
    MESSAGES = 1
    HINTED = 2
    TRACKING = 3
    POLLING = 4
    FEEDS = 5
    HOUSEKEEPING = 6


class Pool(IntEnum):
    """Whom a job waits for: our own database, hub and PG, or an address that somebody else runs."""

    INSIDE = 0
    STRANGERS = 1


FIRST, LAST = min(Line), max(Line)
# How old the oldest job of a line may be, in seconds, before an operator is told.
ALARM = {
    Line.MONEY: 10,
    Line.MESSAGES: 30,
    Line.HINTED: 30,
    Line.TRACKING: 120,
    Line.POLLING: 600,
    Line.FEEDS: 3_600,
    Line.HOUSEKEEPING: 21_600,
}
# How far behind its last job in a line a share's next one stands, in milliseconds.
STEP = {Pool.INSIDE: 200, Pool.STRANGERS: 1_000}


def turn(now: int, last: int | None, step: int, *, share: int) -> int:
    """A job's place in its line: ``now`` for nobody's (share 0) and for the first of its share, else a step behind ``last``, the
    greatest turn of the share's ready jobs in the line. Turns are only compared."""
    if not share or last is None:
        return now
    return max(now, last + step)


@dataclass(frozen=True, slots=True)
class Due:
    """A job that becomes ready, since its time, ``run_at``, has come."""

    id: int
    pool: int
    share: int
    line: int
    run_at: int


def turns(due: Iterable[Due], lasts: Mapping[tuple[int, int], int], *, now: int) -> dict[int, int]:
    """The turns of jobs that become ready together: each as if it had been enqueued when it was due (``now`` where that lies ahead), one
    after the other, so that those of one share stand a step apart and others come between. ``lasts``: the greatest turn of a share's
    ready jobs in a line, where it has any."""
    last, given = dict(lasts), {}
    for job in sorted(due, key=lambda job: (job.run_at, job.id)):
        place = job.share, job.line
        given[job.id] = last[place] = turn(min(job.run_at, now), last.get(place), STEP[Pool(job.pool)], share=job.share)
    return given


def first_line(claim: int) -> Line:
    """Where a process's claim, counted from 0, begins: every eighth begins further back, so that nothing starves (the floor)."""
    return Line((claim // _FLOOR) % len(Line)) if claim % _FLOOR == _FLOOR - 1 else FIRST


def share_of_host(name: str) -> int:
    """The share of a stranger: 63 bits of the host's name, which is never 0."""
    text = name.lower().encode()
    return (crc32(text) << 31 | crc32(text, 0x9E3779B9) >> 1) or 1
