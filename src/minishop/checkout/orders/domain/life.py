"""주문서 유효 시간: how long a sheet may be paid, and when its shop is asked again (docs/rules/selling.md)."""

from __future__ import annotations

from datetime import datetime, timedelta

LIFE = timedelta(minutes=30)
MOST_OF_LIFE = timedelta(minutes=20)
AT_MOST = timedelta(hours=24)
FRESH = timedelta(seconds=60)


def lives_until(*, registered_at: datetime, confirmed_at: datetime) -> datetime:
    """The end of a sheet that its shop confirmed last at a moment, the registration being the first time."""
    return min(confirmed_at + LIFE, registered_at + AT_MOST)


def is_fresh(*, registered_at: datetime, now: datetime) -> bool:
    """Whether the registration itself is the shop's word: asking so soon would tell nothing new."""
    return now - registered_at < FRESH


def may_be_renewed(*, registered_at: datetime, now: datetime) -> bool:
    """Whether a sheet that is over can go on, if its shop still sells what it registered."""
    return now < registered_at + AT_MOST
