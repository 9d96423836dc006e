"""쿠폰과 쓰는 혜택의 상태: whole matrices."""

from __future__ import annotations

from datetime import date

import pytest

from minishop.checkout.benefits.domain.coupons import MACHINE, CouponEvent, CouponState, restored_until
from minishop.checkout.benefits.domain.uses import MACHINE as USES
from minishop.checkout.benefits.domain.uses import UseEvent, UseState
from minishop.kernel.machine import IllegalTransition

S, E = CouponState, CouponEvent
STEPS = {
    (S.ISSUED, E.HOLD): S.HELD,
    (S.RESTORED, E.HOLD): S.HELD,
    (S.HELD, E.RELEASE): S.ISSUED,
    (S.HELD, E.USE): S.USED,
    (S.USED, E.RESTORE): S.RESTORED,
    (S.ISSUED, E.EXPIRE): S.EXPIRED,
    (S.RESTORED, E.EXPIRE): S.EXPIRED,
}


@pytest.mark.parametrize("event", CouponEvent)
@pytest.mark.parametrize("state", CouponState)
def test_a_coupon_moves_by_the_table_alone(state: CouponState, event: CouponEvent) -> None:
    """claims.md 5.3, claims L24."""
    if (state, event) in STEPS:
        assert MACHINE.next_state(state, event) is STEPS[state, event]
    else:
        with pytest.raises(IllegalTransition):
            MACHINE.next_state(state, event)


USE_STEPS = {
    (None, UseEvent.HOLD): UseState.HELD,
    (UseState.HELD, UseEvent.HOLD): UseState.HELD,
    (UseState.RELEASED, UseEvent.HOLD): UseState.HELD,
    (UseState.HELD, UseEvent.RELEASE): UseState.RELEASED,
    (UseState.HELD, UseEvent.USE): UseState.USED,
}


@pytest.mark.parametrize("event", UseEvent)
@pytest.mark.parametrize("state", [None, *UseState])
def test_what_an_order_takes_moves_by_the_table_alone(state: UseState | None, event: UseEvent) -> None:
    """claims L24."""
    if (state, event) in USE_STEPS:
        assert USES.next_state(state, event) is USE_STEPS[state, event]
    else:
        with pytest.raises(IllegalTransition):
            USES.next_state(state, event)


TODAY = date(2026, 5, 10)
BACK = {
    "아직 유효": (date(2026, 5, 10), False, date(2026, 5, 10)),
    "지남, 판매자 귀책": (date(2026, 5, 9), False, date(2026, 5, 17)),
    "지남, 구매자 귀책": (date(2026, 5, 9), True, date(2026, 5, 9)),
    "C37 아직 유효, 구매자 귀책": (date(2026, 6, 30), True, date(2026, 6, 30)),
}


@pytest.mark.parametrize(("ends_on", "by_buyer", "until"), BACK.values(), ids=BACK)
def test_how_long_a_coupon_lives_that_comes_back(ends_on: date, by_buyer: bool, until: date) -> None:
    """claims.md 3.4."""
    assert restored_until(ends_on, TODAY, by_buyer=by_buyer) == until
