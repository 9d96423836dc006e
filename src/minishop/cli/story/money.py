"""What the story's order costs: worked out here by hand, so that the services' sums are checked against another's."""

from __future__ import annotations

THRESHOLD = 150_000
FEE = 3_000


def won(amount: int) -> str:
    """``"12,000원"``."""
    return f"{amount:,}원"


def fee_below_threshold(goods: int) -> int:
    """The fee of a shop that charges ``FEE`` below ``THRESHOLD``."""
    return FEE if goods < THRESHOLD else 0


def points_of(pay: int) -> int:
    """0.5 %, rounded down (R87)."""
    return pay * 5 // 1000
