"""주문번호: the day, and which of its orders."""

from __future__ import annotations

from datetime import date

import pytest

from minishop.mall.orders.domain.numbers import order_number

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(("count", "number"), [(1, "20261123-0000001"), (9_999_999, "20261123-9999999")])
def test_the_first_and_the_last_of_a_day(count: int, number: str) -> None:
    """R120."""
    assert order_number(DAY, count) == number


@pytest.mark.parametrize("count", [0, 10_000_000])
def test_a_day_has_no_other(count: int) -> None:
    with pytest.raises(ValueError, match="9,999,999"):
        order_number(DAY, count)
