"""재고 규칙: taking what is there, and saying what was missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking did: the new quantity, how much was really taken, how much was missing."""

    quantity: int | None
    taken: int
    short: int


def take(quantity: int | None, wanted: int) -> Taken:
    """Takes ``wanted`` pieces from a level that never goes below 0; an uncounted level gives everything."""
    if wanted < 0:
        raise ValueError("nothing is taken backwards")
    if quantity is None:
        return Taken(None, wanted, 0)
    taken = min(quantity, wanted)
    return Taken(quantity - taken, taken, wanted - taken)


def restocked(left: int | None, *, shown: int | None, wanted: int | None) -> int | None:
    """What a level becomes when someone who was shown ``shown`` wrote ``wanted``, and ``left`` is there by now.

    What was written is a difference: pieces sold meanwhile are not put back, and nothing goes below 0. To begin or to stop counting
    is no difference, and is done as written.
    """
    if left is None or shown is None or wanted is None:
        return wanted
    return max(0, left + wanted - shown)


def left_of_product(left: Sequence[int | None]) -> int | None:
    """What is left of a product, given its variants: None as soon as one is not counted."""
    counted = [quantity for quantity in left if quantity is not None]
    return None if len(counted) < len(left) else sum(counted)
