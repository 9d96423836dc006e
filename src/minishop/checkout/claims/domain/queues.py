"""대기: the lists in which claims are looked at by whoever answers them."""

from __future__ import annotations

from enum import StrEnum


class Queue(StrEnum):
    """What claims wait for, as whoever answers them looks at it."""

    TO_ANSWER = "to_answer"
    TRAVELLING = "travelling"
    HELD = "held"
    UNPAID = "unpaid"
    STALLED = "stalled"
    SETTLING = "settling"
    OF_OPERATOR = "of_operator"
    ENDED = "ended"
