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


def test_what_arrived_today_is_delivered_and_waits_for_its_buyer_from_the_next_day_on() -> None:
    """R97."""
    assert of_line(LineState.DELIVERED, acknowledged=True, arrived_today=True) is Progress.DELIVERED
    assert of_line(LineState.DELIVERED, acknowledged=True) is Progress.DECIDING


ORDERS = {
    "가장 늦은 것": ([Progress.FINALIZED, Progress.DELIVERING, Progress.DELIVERED], Progress.DELIVERING),
    "남은 것이 먼저": ([Progress.CANCELLED, Progress.FINALIZED, Progress.RETURNED], Progress.FINALIZED),
    "모두 취소": ([Progress.CANCELLED, Progress.CANCELLED], Progress.CANCELLED),
    "취소와 반품": ([Progress.CANCELLED, Progress.RETURNED], Progress.RETURNED),
    "하나라도 교환·반품 중": ([Progress.PAID, Progress.CLAIMED, Progress.FINALIZED], Progress.CLAIMED),
}


@pytest.mark.parametrize(("lines", "order"), ORDERS.values(), ids=ORDERS)
def test_the_order_stands_where_its_last_living_line_stands(lines: list[Progress], order: Progress) -> None:
    """R97, R100."""
    assert of_order(lines) is order


def test_every_code_has_korean() -> None:
    assert set(EVENT) == set(LineEvent)
    assert set(UNSELLABLE) == set(Unsellable)
    assert set(PROGRESS) == set(Progress)
