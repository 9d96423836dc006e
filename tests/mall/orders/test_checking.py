"""송장 확인: what a report says of a number, and the one writer of a dispatch's check (R47)."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from tests.mall.worlds import NOW

from minishop.mall.orders.domain.checking import MACHINE, CheckEvent, CheckState, verdict
from minishop.mall.orders.domain.hub import HubState, awaits_acknowledgement, is_order
from minishop.mall.orders.models import Dispatch, LineEvent, OrderLine
from minishop.mall.orders.services.checking import check_tracking
from minishop.mall.shops.models import Shop

LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize("hub_state", HubState)
def test_what_a_report_says_of_a_number(hub_state: HubState) -> None:
    assert verdict(problem="조회되지 않는 번호", hub_state=hub_state) is CheckEvent.REFUSE
    undecided = hub_state in (HubState.PAID, HubState.DISPATCH_REQUESTED)
    assert verdict(problem="", hub_state=hub_state) is (None if undecided else CheckEvent.ACCEPT)


@pytest.mark.parametrize("hub_state", HubState)
def test_what_nobody_paid_is_no_order(hub_state: HubState) -> None:
    assert is_order(hub_state) is (hub_state not in (HubState.AWAITING_PAYMENT, HubState.UNPAID_CANCELLED))


@pytest.mark.parametrize(("hub_state", "acknowledged"), list(product(HubState, (True, False))))
def test_what_the_hub_waits_to_have_acknowledged(hub_state: HubState, acknowledged: bool) -> None:
    """R43."""
    assert awaits_acknowledgement(hub_state, acknowledged=acknowledged) is (hub_state is HubState.PAID and not acknowledged)


@pytest.fixture
def dispatch(shop: Shop, line: OrderLine) -> Dispatch:
    """A number entered for the line."""
    return Dispatch.objects.create(
        shop=shop, line_id=line.id, carrier="CJGLS", tracking_number="1234567890", entered_by="owner", entered_at=NOW
    )


@pytest.mark.parametrize(("state", "event"), list(product(CheckState, CheckEvent)))
def test_every_cell_is_written_and_recorded_or_changes_nothing(
    shop: Shop, dispatch: Dispatch, state: CheckState, event: CheckEvent
) -> None:
    Dispatch.objects.update(check_state=state.value, reason="전의 까닭", checked_at=NOW)
    check_tracking(shop=shop, dispatch_ids=[dispatch.id], event=event, actor="누구", reason="새 까닭", now=LATER)
    dispatch.refresh_from_db()
    written = [(one.from_state, one.to_state, one.actor, one.reason, one.evidence) for one in _checks()]
    if event not in MACHINE.allowed(state):
        assert (dispatch.check_state, dispatch.reason, dispatch.checked_at, written) == (state, "전의 까닭", NOW, [])
        return
    target = MACHINE.next_state(state, event)
    checked_at = None if target is CheckState.PENDING else LATER
    assert (dispatch.check_state, dispatch.reason, dispatch.checked_at) == (target, "새 까닭", checked_at)
    evidence = {"carrier": "CJGLS", "number": "1234567890"}
    assert written == [("preparing", "preparing", "누구", "새 까닭", evidence)]
    assert [one.event for one in _checks()] == [f"tracking_{event}"]


def test_a_number_that_is_not_named_is_not_touched(shop: Shop, dispatch: Dispatch) -> None:
    check_tracking(shop=shop, dispatch_ids=[dispatch.id + 1], event=CheckEvent.REFUSE, now=LATER)
    dispatch.refresh_from_db()
    assert (dispatch.check_state, len(_checks())) == ("pending", 0)


def _checks() -> list[LineEvent]:
    return list(LineEvent.objects.filter(event__startswith="tracking_"))
