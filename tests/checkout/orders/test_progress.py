"""주문 상태: the order's own state is derived from its lines (R97)."""

from __future__ import annotations

import pytest

from minishop.checkout.orders.domain.offers import Unsellable
from minishop.checkout.orders.domain.progress import Progress, of_line, of_order
from minishop.checkout.orders.domain.states import LineEvent, LineState
from minishop.checkout.orders.labels import EVENT, PROGRESS, UNSELLABLE


@pytest.mark.parametrize("state", LineState, ids=lambda state: state.value)
def test_every_line_stands_somewhere_and_has_a_name(state: LineState) -> None:
    assert PROGRESS[of_line(state, acknowledged=False)]
    assert PROGRESS[of_line(state, acknowledged=True)]


def test_an_acknowledged_line_is_being_prepared() -> None:
    assert of_line(LineState.PAID, acknowledged=False) is Progress.PAID
    assert of_line(LineState.PAID, acknowledged=True) is Progress.PREPARING


def test_the_order_stands_where_its_last_line_stands() -> None:
    assert of_order([Progress.FINALIZED, Progress.DELIVERING, Progress.DELIVERED]) is Progress.DELIVERING


def test_every_code_has_korean() -> None:
    assert set(EVENT) == set(LineEvent)
    assert set(UNSELLABLE) == set(Unsellable)
    assert set(PROGRESS) == set(Progress)
