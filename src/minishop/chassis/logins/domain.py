"""How long who guesses wrong has to wait."""

from __future__ import annotations

from datetime import timedelta

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


def wait_after(failures: int) -> timedelta:
    """None for the first five wrong passwords in a row; then 30 s, 1 min, 2 … and at most 15 minutes after each."""
    beyond = failures - FREE_TRIES
    return min(timedelta(seconds=30) * 2 ** min(beyond, 10), LONGEST_WAIT) if beyond >= 0 else timedelta()
