"""확인 주기: how often a shop is asked about, and that R42's ten minutes hold in every case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.chassis.jobs.domain.wheel import next_due
from minishop.mall.channel.domain.polling import LEASE, interval, is_asked_alone, longest_gap, missed_again

MINUTE = 60_000
NOW = 1_000_000
TEN_MINUTES = 10 * MINUTE
PHASES, MOMENTS = st.integers(0, 2**32 - 1), st.integers(0, 2**42)
INTERVALS = st.sampled_from([60_000, 240_000, 330_000])


@pytest.mark.parametrize(
    ("hot_until", "many", "wanted"),
    [
        pytest.param(NOW + 1, True, 60_000, id="바쁨, 한꺼번에"),
        pytest.param(NOW, True, 240_000, id="막 식음, 한꺼번에"),
        pytest.param(0, True, 240_000, id="한가함, 한꺼번에"),
        pytest.param(NOW + 1, False, 60_000, id="바쁨, 하나씩"),
        pytest.param(0, False, 330_000, id="한가함, 하나씩"),
    ],
)
def test_how_often_a_shop_is_asked_about(hot_until: int, many: bool, wanted: int) -> None:
    assert interval(NOW, hot_until, answers_for_many=many) == wanted


@pytest.mark.parametrize(("many", "gap"), [(True, 420_000), (False, 555_000)], ids=["한꺼번에", "하나씩"])
def test_the_longest_gap_is_within_ten_minutes(many: bool, gap: int) -> None:
    """R42: one sudden end of a scheduler included."""
    assert longest_gap(answers_for_many=many) == gap < TEN_MINUTES


@given(now=MOMENTS, interval=INTERVALS, phase=PHASES)
def test_the_next_turn_is_on_the_wheel_and_neither_too_soon_nor_too_late(now: int, interval: int, phase: int) -> None:
    """R42."""
    due = next_due(now, interval, phase)
    assert interval // 2 <= due - now < interval * 3 // 2
    assert (due - phase) % interval == 0
    assert next_due(due, interval, phase) == due + interval


@given(now=MOMENTS, phase=PHASES, many=st.booleans())
def test_no_turn_lies_further_ahead_than_the_longest_gap(now: int, phase: int, many: bool) -> None:
    """What does was written before a clock was set back: the second look takes nothing else."""
    lies_ahead = next_due(now, interval(now, 0, answers_for_many=many), phase) - now
    assert max(lies_ahead, LEASE) <= longest_gap(answers_for_many=many)


def test_a_shop_that_the_hub_does_not_know_is_asked_for_by_itself_from_the_third_time() -> None:
    assert [is_asked_alone(missed) for missed in range(5)] == [False, False, False, True, True]
    missed = 0
    for _ in range(100_000):
        missed = missed_again(missed)
    assert missed < 32_767  # what the column holds
