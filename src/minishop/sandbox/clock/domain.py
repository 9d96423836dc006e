"""시계: where it can be moved."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, assert_never

from minishop.kernel.clock import next_day_start
from minishop.kernel.errors import DomainError

MAX_DAYS = 366


class Move(StrEnum):
    """How far the clock is moved."""

    HOUR = "hour"
    DAY = "day"
    DAYS = "days"


class ImpossibleMove(DomainError):
    """The clock does not go back, and not more than a year at once."""

    code: ClassVar[str] = "impossible_move"


def seconds_ahead(move: Move, *, days: int, now: datetime) -> int:
    """How many seconds a move is from ``now``: an hour, until the next midnight in Seoul, or ``days`` whole days.

    Raises ImpossibleMove for fewer than 1 or more than 366 days.
    """
    match move:
        case Move.HOUR:
            return 3600
        case Move.DAY:
            return math.ceil((next_day_start(now) - now) / timedelta(seconds=1))
        case Move.DAYS:
            if not 1 <= days <= MAX_DAYS:
                raise ImpossibleMove(days=days)
            return days * 86_400
        case _:
            assert_never(move)
