"""판매자 알림: when a seller is told, and by which ways."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

# Orders that come together are told together: the first waits so long for others, and then no message follows for a while.
GATHERING, PAUSE = timedelta(minutes=1), timedelta(minutes=10)
# An opening is at midnight; nobody is called out of bed for it.
OPENING_TOLD_AFTER = timedelta(hours=8)
MOST_NAMED = 5


class Way(StrEnum):
    """How a message goes."""

    MAIL = "mail"
    SMS = "sms"


def orders_told_at(told_at: datetime | None, now: datetime) -> datetime:
    """When orders of which nobody has been told may be: ``now``, or once the pause after the last message is over."""
    return now if told_at is None else max(now, told_at + PAUSE)


def ways(*, email: str, mobile: str, by_sms: bool) -> list[Way]:
    """By mail where there is an address, and by SMS where it is wanted and there is a mobile number."""
    return [way for way, is_used in ((Way.MAIL, bool(email)), (Way.SMS, by_sms and bool(mobile))) if is_used]
