"""주문번호: ``YYYYMMDD-NNNNNNN`` (R120)."""

from __future__ import annotations

from datetime import date


def order_number(day: date, count: int) -> str:
    """The number of the day's ``count``-th order; raises ValueError beyond seven digits."""
    if not 1 <= count <= 9_999_999:
        raise ValueError("a day has at most 9,999,999 orders")
    return f"{day:%Y%m%d}-{count:07d}"
