"""다시 할 때: how long an attempt that did not get through is waited with. All in whole milliseconds."""

from __future__ import annotations

from zlib import crc32

LONGEST = 3_600_000  # no pause by true time is longer: what lies further ahead can only come from a clock set back


def delay(name: int | str, attempt: int, *, first: int, cap: int) -> int:
    """The pause after the ``attempt``-th try, counted from 1: doubling from ``first`` to ``cap``, of which half is jitter.

    It differs from job to job, and is the same on every machine. 0 < half the base ≤ delay < base, for a base of at least 2.
    """
    return jittered(name, attempt, min(cap, first << min(attempt - 1, 40)))


def jittered(name: int | str, attempt: int, base: int) -> int:
    """``base`` less up to a half of it, by what is waited for and the attempt."""
    part = crc32(f"{name}:{attempt}".encode()) % 1000
    return base // 2 + base * part // 2000


def after_asked(name: int | str, attempt: int, asked: int) -> int:
    """The pause where the other side said how long to wait (Retry-After): no shorter than that, and up to a half longer, so that what
    it turned away together does not come back together; at most an hour."""
    asked = min(asked, LONGEST * 2 // 3)
    return asked + asked * (crc32(f"{name}:{attempt}".encode()) % 1000) // 2000
