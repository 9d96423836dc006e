"""구매확정 보류: a buyer puts off that lines are finalized by time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.checkout.claims import cases
from tests.checkout.claims.test_returning import delivered
from tests.checkout.fakes import Outside
from tests.checkout.worlds import NOW, World

from minishop.chassis.tenancy import scope
from minishop.checkout.api.changed import of_claim
from minishop.checkout.benefits.services.finalization import finalize_order, finalize_overdue
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.errors import ClaimRefused
from minishop.checkout.claims.services.deciding import hold_decision, release_decision
from minishop.checkout.orders.domain.finalization import kept_until
from minishop.checkout.orders.models import Change


def test_it_is_finalized_a_week_after_it_was_put_off(world: World, outside: Outside) -> None:
    order = delivered(world)
    held = kept_until(NOW) - timedelta(hours=1)
    with scope(order.merchant_id):
        hold_decision(order=order, buyer=world.buyer, now=held)
    finalize_overdue(now=held + timedelta(days=7) - timedelta(seconds=1))
    assert cases.states(order) == ["delivered"] * 2
    finalize_overdue(now=held + timedelta(days=7))
    assert cases.states(order) == ["finalized"] * 2


def test_it_stops_nothing_else_and_can_be_taken_back(world: World, outside: Outside) -> None:
    order, other = delivered(world), delivered(world)
    with scope(order.merchant_id):
        for each in (order, other):
            hold_decision(order=each, buyer=world.buyer, now=NOW + timedelta(days=7))
        release_decision(order=order, buyer=world.buyer)
        finalize_order(order=other, buyer=world.buyer, now=NOW)
    finalize_overdue(now=kept_until(NOW))
    assert (cases.states(order), cases.states(other)) == (["finalized"] * 2, ["finalized"] * 2)


def test_a_stranger_puts_nothing_off_and_what_has_not_left_needs_no_decision(world: World, outside: Outside) -> None:
    order = cases.paid(world)
    with scope(order.merchant_id):
        with pytest.raises(ClaimRefused) as stranger:
            hold_decision(order=order, buyer=world.stranger, now=NOW)
        with pytest.raises(ClaimRefused) as early:
            hold_decision(order=order, buyer=world.buyer, now=NOW)
    assert (stranger.value.why, early.value.why) == (Refusal.NOT_YOURS, Refusal.NOT_SENT)


def test_the_merchant_is_told_of_it(world: World, outside: Outside) -> None:
    """1.4: CLAIM_REQUESTED with PURCHASE_DECISION_HOLDBACK, of each line."""
    order = delivered(world)
    with scope(order.merchant_id):
        hold_decision(order=order, buyer=world.buyer, now=NOW)
        told = list(Change.objects.filter(order_number=order.number).order_by("sequence"))[-2:]
    held = {"claim_type": "PURCHASE_DECISION_HOLDBACK", "claim_status": "PURCHASE_DECISION_HOLDBACK"}
    assert [(change.kind, of_claim(change)) for change in told] == [("CLAIM_REQUESTED", held)] * 2
