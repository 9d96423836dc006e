"""A machine's clock that jumps: noticed by comparing it with elapsed time, kept for the operators, and said in the log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from minishop.chassis.jobs.models import ClockJump
from minishop.kernel.clock import utc_now

TOLERATED = timedelta(seconds=5)
_SAME = timedelta(seconds=60)
_KEPT = 100
_log = logging.getLogger(__name__)


def elapsed_seconds() -> float:
    """Seconds since some fixed moment, whatever is done to the clock; a machine that slept has aged where its system counts that."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Watch:
    """Remembers both clocks between two looks."""

    def __init__(self, true: Callable[[], datetime] = utc_now, elapsed: Callable[[], float] = elapsed_seconds) -> None:
        self._true, self._elapsed = true, elapsed
        self._last = true(), elapsed()

    def look(self) -> timedelta | None:
        """By how much the machine's clock has jumped since the last look, if by more than is TOLERATED; back is negative."""
        (true_then, elapsed_then), self._last = self._last, (self._true(), self._elapsed())
        true_now, elapsed_now = self._last
        jump = (true_now - true_then) - timedelta(seconds=elapsed_now - elapsed_then)
        return jump if abs(jump) > TOLERATED else None


def note_jump(jump: timedelta, *, true_now: datetime) -> bool:
    """Writes a jump down and logs it, once however many workers notice it, and says whether this one did; the latest hundred are kept."""
    seconds = round(jump.total_seconds())
    lately = ClockJump.objects.filter(noticed_at__range=(true_now - _SAME, true_now + _SAME))
    near = round(TOLERATED.total_seconds())
    if lately.filter(seconds__range=(seconds - near, seconds + near)).exists():
        return False
    _log.warning("the machine's clock jumped by %+d s", seconds)
    ClockJump.objects.create(seconds=seconds, noticed_at=true_now)
    kept = ClockJump.objects.order_by("-id").values_list("id", flat=True)[:_KEPT]
    ClockJump.objects.exclude(id__in=list(kept)).delete()
    return True


def clock_jumps() -> list[ClockJump]:
    """The jumps that nobody has marked as seen, the latest first."""
    return list(ClockJump.objects.order_by("-id")[:_KEPT])


def forget_jumps(upto: str) -> None:
    """An operator has seen the jumps up to the one of this number: they are shown no more; a later one still is."""
    if upto.isascii() and upto.isdigit() and len(upto) < 20:
        ClockJump.objects.filter(id__lte=int(upto)).delete()
