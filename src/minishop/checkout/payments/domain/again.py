"""다시 비교하는 때: a day that differs is compared again, the less often the longer it has differed."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST, LONGEST = timedelta(hours=1), timedelta(days=1)
# Beyond that only a person's press compares it.
GIVEN_UP_AFTER = timedelta(days=180)


def next_comparison(found_at: datetime, now: datetime) -> datetime | None:
    """When a difference found then is compared again: each time when it is twice as old, at least an hour and at most a day from now."""
    age = now - found_at
    return now + min(max(age, FIRST), LONGEST) if age < GIVEN_UP_AFTER else None
