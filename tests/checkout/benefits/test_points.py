"""How many points an order earns, and when (R87, Q1, Q3)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.checkout.benefits.domain.points import due, earned, is_whole
from minishop.checkout.orders.domain.states import LineState
from minishop.kernel.clock import KST
from minishop.kernel.won import Won

AMOUNTS = st.integers(0, 10**12).map(Won)
RATES = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("paid", "points"),
    [(16_500, 82), (199, 0), (200, 1), (0, 0), (28_500, 142), (399, 1)],
    ids=["설명서의 예 (Q1)", "1점 미만", "딱 1점", "0원", "이야기의 주문", "버림"],
)
def test_half_a_percent_rounded_down(paid: int, points: int) -> None:
    assert earned(Won(paid), 50) == Won(points)


@given(AMOUNTS, RATES)
def test_never_more_than_the_share_and_less_than_one_point_below_it(paid: Won, rate: int) -> None:
    assert int(earned(paid, rate)) * 10_000 <= int(paid) * rate < (int(earned(paid, rate)) + 1) * 10_000


@given(AMOUNTS, AMOUNTS, RATES)
def test_splitting_an_order_never_earns_more(one: Won, other: Won, rate: int) -> None:
    assert earned(one, rate) + earned(other, rate) <= earned(one + other, rate)


@pytest.mark.parametrize("at", ["2026-11-23T00:00", "2026-11-23T13:30", "2026-11-23T23:59"])
def test_due_at_the_beginning_of_the_next_day_in_seoul(at: str) -> None:
    """Q3."""
    finalized = datetime.fromisoformat(at).replace(tzinfo=KST)
    assert due(finalized) == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("states", "whole"),
    [
        ([LineState.FINALIZED, LineState.FINALIZED], True),
        ([LineState.FINALIZED, LineState.UNPAID_CANCELLED], True),
        ([LineState.FINALIZED, LineState.PAID], False),
        ([LineState.FINALIZED, LineState.DELIVERED], False),
        ([LineState.UNPAID_CANCELLED], False),
        ([], False),
    ],
)
def test_an_order_is_whole_when_every_line_is_finalized(states: list[LineState], whole: bool) -> None:
    assert is_whole(states) is whole
