"""원: the laws of amounts."""

from __future__ import annotations

import operator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.kernel.won import Won, total

amounts = st.integers(-(10**12), 10**12).map(Won)
prices = st.integers(0, 10**12).map(Won)


@pytest.mark.parametrize("wrong", [1.0, Decimal(1), "1", True, None], ids=["실수", "십진수", "문자열", "참", "없음"])
def test_only_whole_numbers_become_won(wrong: object) -> None:
    with pytest.raises(TypeError):
        Won(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("other", [1, 1.5, Decimal(1), "1", True], ids=["정수", "실수", "십진수", "문자열", "참"])
@pytest.mark.parametrize("operation", [operator.add, operator.sub], ids=["더하기", "빼기"])
def test_won_add_up_with_won_only(operation: object, other: object) -> None:
    with pytest.raises(TypeError):
        operation(Won(1000), other)  # type: ignore[operator]


@pytest.mark.parametrize("divide", [operator.truediv, operator.floordiv], ids=["나누기", "몫"])
def test_won_are_not_divided(divide: object) -> None:
    with pytest.raises(TypeError):
        divide(Won(1000), 3)  # type: ignore[operator]
    with pytest.raises(TypeError):
        divide(3, Won(1000))  # type: ignore[operator]


def test_won_times_won_is_no_amount() -> None:
    with pytest.raises(TypeError):
        Won(2) * Won(3)
    assert 3 * Won(2) == Won(2) * 3 == Won(6)


@given(amounts, amounts)
def test_sums_and_differences_stay_won(a: Won, b: Won) -> None:
    assert type(a + b) is type(a - b) is type(-a) is Won
    assert a + b - b == a
    assert total([a, b]) == sum([a, b]) == a + b


def test_the_points_of_the_order_sheet() -> None:
    """Q1: 0.5 % of 16,500 is 82.5, floored to 82 (A24)."""
    assert Won(16_500).share_floor(50) == Won(82)


@given(prices, st.integers(0, 10_000))
def test_a_share_is_rounded_down_and_never_more_than_the_whole(amount: Won, basis_points: int) -> None:
    share = amount.share_floor(basis_points)
    assert 0 <= share <= amount
    assert int(share) * 10_000 <= int(amount) * basis_points < (int(share) + 1) * 10_000


def test_no_share_of_a_debt() -> None:
    with pytest.raises(ValueError, match="below zero"):
        Won(-1).share_floor(50)


@pytest.mark.parametrize("text", ["", "-1", "+1", "1,000", " 1", "1.0", "１", "1e3", "9" * 16], ids=str)
def test_an_amount_on_the_wire_is_digits_only(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Won.parse(text)


@given(prices)
def test_parsing_undoes_writing(amount: Won) -> None:
    assert Won.parse(str(int(amount))) == amount
    assert amount.grouped().replace(",", "") == str(int(amount))
    assert eval(repr(amount)) == amount


def test_an_amount_less_won_is_won() -> None:
    """0 on the left, as where a sum begins, is the one plain number that is an amount."""
    assert 0 - Won(3) == Won(-3)
    assert isinstance(0 - Won(3), Won)
