"""How long who guesses wrong, or asks for letters again and again, has to wait.

Every wrong password is counted four ways, and each counter forgets one failure after the other as time passes: what a person
mistypes is soon gone, what a machine tries is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# After so long without a try, every counter is empty.
FORGOTTEN_AFTER = timedelta(hours=24)
FIRST_WAIT = timedelta(seconds=30)


class Kind(StrEnum):
    """What the failures of a counter have in common."""

    PAIR = "pair"  # one account from one address
    ACCOUNT = "account"  # one account from anywhere
    ADDRESS = "address"  # any account from one address
    DEVICE = "device"  # one account from a browser that it was logged in at before
    LETTER = "letter"  # letters with a link to one e-mail, asked for from anywhere
    ASKER = "asker"  # letters with a link to any e-mail, asked for from one address


@dataclass(frozen=True, slots=True)
class Limit:
    """``free`` failures cost nothing; beyond, waits double up to ``longest``; no more than ``most`` are remembered."""

    free: int
    longest: timedelta
    most: int

    @property
    def forgets_one_after(self) -> timedelta:
        """How long until a counter forgets one failure."""
        return FORGOTTEN_AFTER / self.most


LIMITS = {
    Kind.PAIR: Limit(free=5, longest=timedelta(minutes=15), most=15),
    Kind.DEVICE: Limit(free=5, longest=timedelta(minutes=15), most=15),
    # Shorter waits: whoever logs in at a new browser while somebody guesses should get a turn.
    Kind.ACCOUNT: Limit(free=20, longest=timedelta(minutes=5), most=30),
    # An office or a mobile network may stand behind one address.
    Kind.ADDRESS: Limit(free=30, longest=timedelta(minutes=1), most=40),
    # Letters that are asked for count as failures do. Who reads the mailbox has the first ones, so the owner is never without a link.
    Kind.LETTER: Limit(free=3, longest=timedelta(minutes=30), most=12),
    Kind.ASKER: Limit(free=10, longest=timedelta(minutes=10), most=20),
}


def wait_after(limit: Limit, failures: int) -> timedelta:
    """Nothing while failures are free; then 30 s, 1 min, 2 … and at most ``limit.longest`` after each."""
    beyond = failures - limit.free
    return min(FIRST_WAIT * 2 ** min(beyond, 10), limit.longest) if beyond >= 0 else timedelta()


def failures_at(limit: Limit, empty_at: datetime, now: datetime) -> int:
    """How many failures a counter that will be empty at ``empty_at`` still remembers."""
    return max(0, -(-(empty_at - now) // limit.forgets_one_after))


def one_more(limit: Limit, empty_at: datetime, now: datetime) -> datetime:
    """When the counter will be empty after one failure more."""
    return min(max(empty_at, now) + limit.forgets_one_after, now + limit.forgets_one_after * limit.most)
