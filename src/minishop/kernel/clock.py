"""Time: instants are aware and in UTC, days are Korea's."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

KST = timezone(timedelta(hours=9), "KST")


def utc_now() -> datetime:
    """The machine's own time. Only the clock at the edge of a service calls this; rules are given ``now``."""
    return datetime.now(UTC)


def kst_day(instant: datetime) -> date:
    """The calendar day in Seoul at an instant; raises ValueError for a naive one."""
    _require_aware(instant)
    return instant.astimezone(KST).date()


def day_start(day: date) -> datetime:
    """Midnight in Seoul that begins a day, as an instant in UTC."""
    return datetime.combine(day, time.min, tzinfo=KST).astimezone(UTC)


def next_day_start(instant: datetime) -> datetime:
    """The first instant of the day after, in Seoul, as an instant in UTC."""
    return day_start(kst_day(instant) + timedelta(days=1))


def kst_iso(instant: datetime) -> str:
    """``2011-04-05T09:34:29.000+09:00``: the form with three fraction digits that the REST order API writes."""
    _require_aware(instant)
    return instant.astimezone(KST).isoformat(timespec="milliseconds")


def _require_aware(instant: datetime) -> None:
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
