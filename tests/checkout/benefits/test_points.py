"""How many points an order earns, and when (R87, Q1, Q3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.checkout.benefits.domain.points import due, earned, is_overdue, is_whole, taken_back
from minishop.checkout.orders.domain.amounts import Amounts
from minishop.checkout.orders.domain.finalization import Open
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
        ([LineState.FINALIZED, LineState.CANCELLED, LineState.RETURNED], True),
        ([LineState.CANCELLED, LineState.RETURNED], False),
        ([LineState.FINALIZED, LineState.EXCHANGED], False),
        ([LineState.FINALIZED, LineState.PAID], False),
        ([LineState.FINALIZED, LineState.DELIVERED], False),
        ([LineState.UNPAID_CANCELLED], False),
        ([], False),
    ],
)
def test_an_order_is_whole_when_every_line_is_finalized(states: list[LineState], whole: bool) -> None:
    assert is_whole(states) is whole


# It is noon of the 23rd in Seoul: what arrived on the 15th was to be sent back until the end of the 22nd.
AGO_8, AGO_28, MOMENT = timedelta(days=7, hours=12, microseconds=1), timedelta(days=28), timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("state", "sent", "delivered", "overdue"),
    [
        (LineState.DELIVERED, AGO_28, AGO_8, True),
        (LineState.DELIVERED, AGO_28, AGO_8 - MOMENT, False),
        (LineState.EXCHANGED, AGO_28, AGO_8, True),
        (LineState.DELIVERED, AGO_28, None, False),
        (LineState.DELIVERING, AGO_28, None, True),
        (LineState.DELIVERING, AGO_28 - MOMENT, None, False),
        (LineState.DELIVERING, None, None, False),
        (LineState.DISPATCH_REQUESTED, AGO_28, AGO_8, False),
        (LineState.FINALIZED, AGO_28, AGO_8, False),
    ],
    ids=[
        "7일이 지난 날",
        "7일째 되는 날",
        "교환품이 온 뒤 7일",
        "배송일 모름",
        "발송 28일",
        "28일 직전",
        "발송일 모름",
        "확인중",
        "이미 확정",
    ],
)
def test_when_a_line_is_finalized_by_itself(
    state: LineState, sent: timedelta | None, delivered: timedelta | None, overdue: bool
) -> None:
    """R87: days are counted in Seoul, from the day after the delivery."""
    now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    dispatched_at = now - sent if sent else None
    delivered_at = now - delivered if delivered else None
    line = Open(state, dispatched_at=dispatched_at, delivered_at=delivered_at)
    assert is_overdue(line, now) is overdue
    assert not is_overdue(replace(line, is_claimed=True), now)
    assert not is_overdue(replace(line, held_until=now + MOMENT), now)


# What goes back by each of some claims, the money that was paid, and what else the buyer has just then.
CLAIMS = st.lists(st.tuples(st.integers(0, 200_000), st.integers(0, 2_000)), max_size=5)


@given(paid=st.integers(0, 1_000_000), rate=st.integers(0, 500), claims=CLAIMS)
def test_after_all_claims_what_was_granted_is_what_the_net_money_earns(paid: int, rate: int, claims: list[tuple[int, int]]) -> None:
    """claims L17, claims L18: what is taken back is what is no longer earned, from the balance, then from the money, the rest is the hub's."""
    money, granted = Won(paid), earned(Won(paid), rate)
    for wanted, available in claims:
        refund = min(Won(wanted), money)
        owed = granted - earned(money - refund, rate)
        back = taken_back(owed, available=Won(available), money=refund)
        assert back.balance + back.money + back.loss == owed
        assert 0 <= back.balance <= available
        assert 0 <= back.money <= refund
        money, granted = money - refund, granted - owed
    assert granted == earned(money, rate)


@given(paid=AMOUNTS, points=AMOUNTS, rate=RATES)
def test_no_points_are_earned_on_points(paid: Won, points: Won, rate: int) -> None:
    """claims L19: the same money earns the same, however many points were spent beside it."""
    spent = Amounts(goods=paid + points, shipping=Won(0), discount=Won(0), points_used=points, points_basis_points=rate)
    assert spent.points_to_earn == earned(paid, rate)


def test_the_sheet_of_the_manual() -> None:
    """C11, R91: 5,500 three times pays 16,500 and earns 82."""
    sheet = Amounts(goods=Won(5_500) * 3, shipping=Won(0), discount=Won(0), points_used=Won(0), points_basis_points=50)
    assert (sheet.pay_total, sheet.points_to_earn) == (16_500, 82)
