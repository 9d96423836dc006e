"""주문 상태: what the hub's states mean for ours (A8)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.mall.orders.domain.hub import HubState, event_for
from minishop.mall.orders.domain.states import (
    MACHINE,
    Actor,
    LineEvent,
    LineState,
    allowed,
)


def test_the_seller_can_neither_cancel_nor_exchange_what_is_in_transit() -> None:
    """R50."""
    assert allowed(LineState.IN_TRANSIT, Actor.SELLER) == allowed(LineState.DELIVERED, Actor.SELLER) == frozenset()


@pytest.mark.parametrize(
    ("state", "hub", "event"),
    [
        (LineState.PREPARING, HubState.PAID, None),
        (LineState.PREPARING, HubState.DELIVERING, LineEvent.HUB_IN_TRANSIT),
        (LineState.SHIPPING_WAIT, HubState.DISPATCH_REQUESTED, None),
        (LineState.SHIPPING_WAIT, HubState.DELIVERING, LineEvent.HUB_IN_TRANSIT),
        (LineState.IN_TRANSIT, HubState.DELIVERING, None),
        (LineState.PREPARING, HubState.CANCELLED, LineEvent.HUB_CANCELLED),
        (LineState.IN_TRANSIT, HubState.CANCELLED, LineEvent.HUB_RETURNED),
        (LineState.DELIVERED, HubState.RETURNED, LineEvent.HUB_RETURNED),
        (LineState.RETURNED, HubState.CANCELLED, None),
        (LineState.IN_TRANSIT, HubState.EXCHANGED, None),
        (LineState.FINALIZED, HubState.FINALIZED, None),
    ],
    ids=[
        "결제만으로는 그대로", "R44 체크아웃에서 시작", "송장 확인중", "R47 송장 확인", "같은 상태", "배송 전 취소", "R52 배송중 취소는 반품",
        "반품", "이미 반품", "R51 교환은 그대로", "이미 확정",
    ],
)  # fmt: skip
def test_what_the_hub_makes_happen(state: LineState, hub: HubState, event: LineEvent | None) -> None:
    """Q7."""
    assert event_for(state, hub) is event


@given(st.sampled_from(LineState), st.sampled_from(HubState))
def test_following_the_hub_twice_is_following_it_once(state: LineState, hub: HubState) -> None:
    event = event_for(state, hub)
    if event is not None and event in MACHINE.allowed(state):
        assert event_for(MACHINE.next_state(state, event), hub) is None
