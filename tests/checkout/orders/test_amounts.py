"""주문 금액: the amounts of a sheet, their identities, and points rounded down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.checkout.orders.domain.amounts import Amounts
from minishop.kernel.won import Won


def test_the_manuals_example() -> None:
    """Q2."""
    amounts = Amounts(Won(16500), Won(0), Won(0), Won(0), 50)
    assert (amounts.order_total, amounts.pay_total, amounts.points_to_earn) == (16500, 16500, 82)


@pytest.mark.parametrize(
    ("paid", "points"), [(199, 0), (200, 1), (399, 1), (400, 2), (16500, 82)], ids=["199원", "200원", "399원", "400원", "16,500원"]
)
def test_points_are_rounded_down(paid: int, points: int) -> None:
    assert Amounts(Won(paid), Won(0), Won(0), Won(0), 50).points_to_earn == points


won = st.integers(0, 10**9).map(Won)


@given(goods=won, shipping=won, basis_points=st.integers(0, 10_000), data=st.data())
def test_the_identities_hold(goods: Won, shipping: Won, basis_points: int, data: st.DataObject) -> None:
    """R91."""
    discount = Won(data.draw(st.integers(0, int(goods + shipping))))
    used = Won(data.draw(st.integers(0, int(goods + shipping - discount))))
    amounts = Amounts(goods, shipping, discount, used, basis_points)
    assert amounts.order_total == goods + shipping - discount
    assert amounts.pay_total == amounts.order_total - used
    assert 0 <= amounts.points_to_earn * 10_000 <= amounts.pay_total * basis_points < (amounts.points_to_earn + Won(1)) * 10_000
