"""선점 한도: how much may be held by who only pressed buy, for hubs that cannot hold when somebody pays (docs/rules/stock.md)."""

from __future__ import annotations

from datetime import timedelta

MOST_OF_A_VISITOR = 3
MOST_OF_AN_ADDRESS = 10
SMALL = 10
# A cart that let its pieces expire so often within so long, of the same variant, has them for a short time only.
UNPAID_TWICE = 2
WITHIN = timedelta(hours=1)
SHORT_MINUTES = 5


def is_beyond(quantity: int | None, held: int) -> bool:
    """Whether registrations would hold more of a variant than they may together: half, rounded up, where there are ten or more. A flood may
    delay a shop, and not empty it."""
    return quantity is not None and quantity >= SMALL and held > (quantity + 1) // 2


def minutes_to_hold(usual: int, times_unpaid: int) -> int:
    """For how long a cart has its pieces, after so many expired unpaid."""
    return min(usual, SHORT_MINUTES) if times_unpaid >= UNPAID_TWICE else usual
