"""판매자 알림: when a seller is told, and by which ways."""

from __future__ import annotations

from dataclasses import dataclass
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
    """When orders of which nobody has been told may be: ``now``, or once the pause after the last message is over.

    A message of the future was sent before the calendar was set back; nobody waits longer than the pause for it.
    """
    return now if told_at is None else min(max(now, told_at + PAUSE), now + PAUSE)


@dataclass(frozen=True, slots=True)
class Reader:
    """Where a shop's news goes, and in which language; ``mobile`` is empty where no SMS is wanted or there is no number."""

    email: str
    mobile: str
    language: str

    def reached_by(self, way: Way) -> str:
        """The address or number of a way; empty where that one leads nowhere."""
        return self.email if way is Way.MAIL else self.mobile
