"""재고 규칙: what each movement does to the three numbers, and what is left of them for a channel (docs/rules/stock.md)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.mall.stock.domain.levels import (
    OF_HOLDS,
    Kind,
    Level,
    Step,
    TooLow,
    after,
    cancel,
    commit,
    counts,
    differ,
    give_back,
    left,
    left_of_product,
    lose,
    offered,
    receive,
    release,
    sell,
    ship,
    typed,
)

Rule = Callable[[Level], Step]
counted = st.none() | st.integers(0, 50)

MOVES: dict[str, tuple[Level, Rule, Level, int]] = {
    "입고": (Level(3, 1, 2), partial(receive, pieces=4), Level(7, 1, 2), 0),
    "세지 않는 상품의 입고": (Level(None), partial(receive, pieces=4), Level(None), 0),
    "수정 +8": (Level(11, 2, 3), partial(differ, difference=8), Level(19, 2, 3), 0),
    "수정 −1": (Level(12, 2, 3), partial(differ, difference=-1), Level(11, 2, 3), 0),
    "선점보다 적게 셈": (Level(5, 4, 0), partial(counts, quantity=2), Level(2, 4, 0), 0),
    "파손": (Level(5, 4, 0), partial(lose, pieces=5), Level(0, 4, 0), 0),
    "선점 해제": (Level(5, 4, 1), lambda _: release(3), Level(5, 1, 1), 0),
    "선점 만료": (Level(None, 4, 1), lambda _: release(4, Kind.EXPIRED), Level(None, 0, 1), 0),
    "판매 확정": (Level(5, 3, 1), partial(commit, pieces=3), Level(2, 0, 4), 0),
    "판매 확정, 실사로 줄어듦": (Level(1, 3, 0), partial(commit, pieces=3), Level(0, 0, 1), 2),
    "판매 확정, 세지 않음": (Level(None, 30, 0), partial(commit, pieces=30), Level(None, 0, 30), 0),
    "선점 없이 판매": (Level(5, 3, 0), partial(sell, pieces=2), Level(3, 3, 2), 0),
    "남의 선점은 팔지 않음": (Level(5, 3, 0), partial(sell, pieces=4), Level(3, 3, 2), 2),
    "선점이 재고보다 많을 때 판매": (Level(2, 4, 0), partial(sell, pieces=1), Level(2, 4, 0), 1),
    "세지 않는 상품 판매": (Level(None, 3, 0), partial(sell, pieces=9), Level(None, 3, 9), 0),
    "출고": (Level(5, 3, 4), partial(ship, pieces=4), Level(5, 3, 0), 0),
    "판매 취소": (Level(9, 0, 1), partial(cancel, pieces=1), Level(10, 0, 0), 0),
    "세지 않는 상품의 취소": (Level(None, 0, 2), partial(cancel, pieces=2), Level(None), 0),
    "반품 입고": (Level(9, 0, 0), partial(give_back, pieces=1), Level(10), 0),
    "세기 시작": (Level(None, 30, 2), partial(counts, quantity=25), Level(25, 30, 2), 0),
    "세기 끝": (Level(25, 3, 2), partial(counts, quantity=None), Level(None, 3, 2), 0),
}


@pytest.mark.parametrize(("before", "rule", "then", "short"), MOVES.values(), ids=MOVES)
def test_a_movement_changes_the_numbers(before: Level, rule: Rule, then: Level, short: int) -> None:
    step = rule(before)
    assert (after(before, step), step.short) == (then, short)


@pytest.mark.parametrize("rule", [partial(lose, pieces=6), partial(differ, difference=-6)])
def test_more_than_there_is_is_refused(rule: Rule) -> None:
    with pytest.raises(TooLow) as refused:
        rule(Level(5, 5, 5))
    assert refused.value.facts == {"there": 5}


TYPED = [(11, 12, 20, 19), (5, 5, 7, 7), (None, 5, 7, 7), (4, None, 7, 7), (4, 5, None, None), (4, 5, 5, 4)]


@pytest.mark.parametrize(("there", "shown", "wanted", "then"), TYPED)
def test_what_is_typed_is_a_difference_to_what_was_shown(
    there: int | None, shown: int | None, wanted: int | None, then: int | None
) -> None:
    """W10: 12 shown, one sold, 20 typed makes 19; to begin or stop counting is no difference."""
    level = Level(there, 1, 2)
    assert after(level, typed(level, shown=shown, wanted=wanted)) == Level(then, 1, 2)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_a_typed_difference_is_applied_once_or_refused(there: int, shown: int, wanted: int) -> None:
    """Buying L18: a typed difference d changes the quantity by d exactly, whatever happened between."""
    level = Level(there)
    if there + wanted - shown < 0:
        with pytest.raises(TooLow):
            typed(level, shown=shown, wanted=wanted)
    else:
        assert after(level, typed(level, shown=shown, wanted=wanted)).quantity == there + wanted - shown


@given(counted, st.integers(0, 60), st.integers(1, 40), st.sampled_from([commit, sell]))
def test_a_sale_takes_or_misses_every_piece(
    quantity: int | None, held: int, pieces: int, rule: Callable[[Level, int], Step]
) -> None:
    """Buying L6, L12: what was sold is taken or short; nothing goes below 0, and a sale without hold takes nobody's held pieces."""
    level = Level(quantity, held + (pieces if rule is commit else 0))
    step = rule(level, pieces)
    then = after(level, step)
    assert step.du + step.short == pieces
    assert then.held == held
    assert then.quantity is None if quantity is None else (then.quantity or 0) >= 0
    if rule is sell and quantity is not None:
        assert (then.quantity or 0) >= min(quantity, held)


@given(counted, st.integers(0, 9), st.integers(0, 9), st.integers(1, 20))
def test_the_shelf_is_moved_by_hands_alone(quantity: int | None, held: int, unshipped: int, pieces: int) -> None:
    """Buying L5: holding, selling and cancelling leave on the shelf what lies there; shipping takes it away."""
    level = Level(quantity, held + pieces, unshipped)
    for step in (Step(Kind.HELD, dh=pieces), release(pieces), commit(level, pieces), sell(level, pieces)):
        assert after(level, step).shelf == level.shelf
    sold = after(level, sell(level, pieces))
    assert after(sold, cancel(sold, sold.unshipped - unshipped)) == level


def test_movements_of_holds_alone_leave_the_version() -> None:
    assert {Kind.HELD, Kind.RELEASED, Kind.EXPIRED} == OF_HOLDS


LEFT = {
    "남음": (10, 0, False, 0, 10, 10), "선점": (10, 7, False, 3, 0, 7), "여유분": (10, 0, False, 3, 7, 7),
    "여유분보다 적음": (2, 0, False, 3, 0, 0), "선점이 더 많음": (2, 4, False, 0, 0, 2), "품절 스위치": (10, 2, True, 0, 0, 0),
    "세지 않음": (None, 5, False, 3, None, None), "세지 않는 상품의 품절 스위치": (None, 0, True, 0, 0, 0),
}  # fmt: skip


@pytest.mark.parametrize(("quantity", "held", "sold_out", "reserve", "to_hold", "shown"), LEFT.values(), ids=LEFT)
def test_what_a_channel_has(
    quantity: int | None, held: int, sold_out: bool, reserve: int, to_hold: int | None, shown: int | None
) -> None:
    """Lists go by what nobody holds back for good; a hold is judged by what nobody else holds."""
    assert left(quantity, held, sold_out=sold_out, reserve=reserve) == to_hold
    assert offered(quantity, sold_out=sold_out, reserve=reserve) == shown


@given(st.lists(counted, max_size=5))
def test_a_product_is_counted_only_when_all_its_variants_are(left: list[int | None]) -> None:
    counts = [quantity for quantity in left if quantity is not None]
    assert left_of_product(left) == (None if len(counts) < len(left) else sum(counts))
