"""What a seller may cancel, and what comes back."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.kernel.won import Won
from minishop.mall.claims.domain.cancelling import CancelLine, CancelProblem, problem_of
from minishop.mall.claims.domain.refunds import actual_sales, whole_refund
from minishop.mall.orders.domain.claims import LOCKING, ClaimMark
from minishop.mall.orders.domain.states import UNSHIPPED, LineState

P, S = CancelProblem, LineState
TWO = [CancelLine(1, S.PREPARING, 2), CancelLine(2, S.PREPARING, 1)]


@pytest.mark.parametrize(
    ("lines", "wanted", "whole", "part"),
    [
        (TWO, {1: 2, 2: 1}, None, None),
        (TWO, {1: 2}, P.ONLY_WHOLE, None),
        (TWO, {1: 1, 2: 1}, P.ONLY_WHOLE, None),
        (TWO, {}, P.NOTHING_CHOSEN, P.NOTHING_CHOSEN),
        (TWO, {1: 0, 2: 0}, P.NOTHING_CHOSEN, P.NOTHING_CHOSEN),
        (TWO, {1: 3, 2: 1}, P.TOO_MANY, P.TOO_MANY),
        ([CancelLine(1, S.CANCELLED, 0), CancelLine(2, S.SHIPPING_WAIT, 1)], {2: 1}, None, None),
        ([CancelLine(1, S.IN_TRANSIT, 2), CancelLine(2, S.PREPARING, 1)], {2: 1}, P.HAS_LEFT, None),
        ([CancelLine(1, S.IN_TRANSIT, 2), CancelLine(2, S.PREPARING, 1)], {1: 2, 2: 1}, P.HAS_LEFT, P.HAS_LEFT),
        ([CancelLine(1, S.ON_HOLD, 2)], {1: 2}, None, None),
        ([CancelLine(1, S.PREPARING, 2, ClaimMark.CANCEL_ASKED)], {1: 2}, P.HAS_CLAIM, P.HAS_CLAIM),
        ([CancelLine(1, S.PREPARING, 2, is_sent=True)], {1: 2}, P.IS_SENT, P.IS_SENT),
        ([CancelLine(1, S.PREPARING, 2, is_sent=True), CancelLine(2, S.PREPARING, 1)], {2: 1}, P.IS_SENT, None),
        (TWO, {1: 2, 2: 1, 99: 5}, None, None),
    ],
    ids=[
        "주문 전체", "Q11 상품 하나", "Q11 수량 일부", "고르지 않음", "모두 0개", "산 것보다 많이", "남은 것 전체", "R50 하나가 배송중",
        "R50 배송중인 것을 고름", "보류 중", "취소 요청 중", "보낸 취소를 또", "다른 상품의 취소", "모르는 줄",
    ],
)  # fmt: skip
def test_what_may_be_cancelled(
    lines: list[CancelLine], wanted: dict[int, int], whole: CancelProblem | None, part: CancelProblem | None
) -> None:
    """R50, R53, R54, Q11: in the 2011 profile, and where the hub cancels parts."""
    assert (problem_of(lines, wanted, partial=False), problem_of(lines, wanted, partial=True)) == (whole, part)


@pytest.mark.parametrize(("state", "partial"), list(product(LineState, (False, True))))
def test_only_what_has_not_left_is_cancelled(state: LineState, partial: bool) -> None:
    """R54: of the whole matrix."""
    problem = problem_of([CancelLine(1, state, 1)], {1: 1}, partial=partial)
    assert (problem is None) is (state in UNSHIPPED)


def test_a_request_and_a_cancel_under_way_keep_the_goods_here() -> None:
    assert {ClaimMark.CANCEL_ASKED, ClaimMark.CANCELLING} == LOCKING


@pytest.mark.parametrize(
    ("paid", "points", "total"),
    [(16_606, 0, 16_606), (28_500, 800, 29_300), (0, 4_500, 4_500)],
    ids=["C13, A24", "C36", "적립금만"],
)
def test_a_whole_order_gives_back_all_that_was_paid(paid: int, points: int, total: int) -> None:
    """Q5, R136, R137."""
    refund = whole_refund(paid=Won(paid), points_used=Won(points))
    assert (refund.money, refund.points, refund.total) == (Won(paid), Won(points), Won(total))


@pytest.mark.parametrize(
    ("refunded", "is_open", "is_finalized", "sales"),
    [
        ([], True, False, 0),
        ([], False, True, 54_000),
        ([24_000], False, True, 30_000),
        ([54_000], False, False, 0),
        ([], True, True, 0),
    ],
    ids=["C12 결제만", "C12 구매확정", "일부 반품", "모두 반품", "일부만 확정"],
)
def test_sales_count_once_the_buyer_has_finalized(refunded: list[int], is_open: bool, is_finalized: bool, sales: int) -> None:
    """R130, Q30."""
    given_back = [Won(amount) for amount in refunded]
    assert actual_sales(paid=Won(54_000), refunded=given_back, is_open=is_open, is_finalized=is_finalized) == Won(sales)


@given(
    st.lists(
        st.tuples(st.sampled_from(LineState), st.integers(0, 3), st.sampled_from(ClaimMark), st.booleans()), min_size=1, max_size=4
    ),
    st.lists(st.integers(0, 4), min_size=4, max_size=4),
)
def test_what_a_whole_cancel_takes_a_partial_one_takes_too(
    facts: list[tuple[LineState, int, ClaimMark, bool]], chosen: list[int]
) -> None:
    lines = [CancelLine(position, *each) for position, each in enumerate(facts)]
    wanted = dict(enumerate(chosen))
    if problem_of(lines, wanted, partial=False) is None:
        assert problem_of(lines, wanted, partial=True) is None
        assert all(wanted[line.id] == line.remaining for line in lines if line.remaining)
