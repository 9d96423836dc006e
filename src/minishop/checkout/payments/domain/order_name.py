"""주문명: how the goods are named at the PG. What is sent to others is Korean whatever the buyer's language."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST = 90


def order_name(goods: Sequence[str]) -> str:
    """``머그컵 외 1개``: the first of the goods, cut to 90 characters, and how many more there are."""
    first, more = goods[0][:LONGEST], len(goods) - 1
    return f"{first} 외 {more}개" if more else first
