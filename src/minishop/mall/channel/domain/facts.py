"""Single facts of the hub's answers: texts, numbers, instants and amounts, as an order can hold them. Raises ValueError, KeyError or TypeError
for what is none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from minishop.kernel.won import Won

Json = Mapping[str, Any]
LONGEST_NUMBER = 20
# Beyond these nothing was ever sold, and at some height no database counts any more.
MOST_WON, MOST_PIECES = 10**15, 10**9


def text_of(told: Json, name: str, most: int, *, required: bool = False) -> str:
    """A text without NULs and halves of characters, which PostgreSQL and UTF-8 cannot hold, cut to ``most`` characters."""
    value = told[name] if required else told.get(name)
    text = "" if value is None else str(value).replace("\0", " ")
    return text.encode(errors="replace").decode()[:most]


def number_of(told: Json, name: str) -> str:
    """A hub's number of an order or a line."""
    number = str(told[name])
    if not (number.isascii() and number.isprintable() and 1 <= len(number) <= LONGEST_NUMBER):
        raise ValueError(f"{name} {number[:60]!r}")
    return number


def count_of(value: Any) -> int:
    """A number of pieces."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_PIECES:
        raise ValueError(f"quantity {str(value)[:60]}")
    return value


def instant_of(text: Any) -> datetime:
    """An instant, which has an offset."""
    instant = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    # Calendars end, and an instant at their ends is none in another zone.
    if instant.tzinfo is None or not 2000 <= instant.year < 3000:
        raise ValueError(f"no instant of an order: {text!r}")
    return instant


def won_of(amount: Any) -> Won:
    """An amount."""
    won = Won(amount)
    if abs(won) > MOST_WON:
        raise ValueError(f"amount {str(amount)[:60]}")
    return won
