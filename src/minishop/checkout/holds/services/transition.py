"""The one writer of a hold's state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from minishop.checkout.holds.domain.states import MACHINE, HoldEvent, HoldState
from minishop.checkout.holds.models import StockHold
from minishop.checkout.orders.models import Order


def make_hold(*, order: Order, attempt: int, hold_url: str, policy: str, seconds: int, true_now: datetime) -> StockHold:
    """The next hold of an order that the caller has locked: asked for, or skipped where the shop keeps none."""
    state = HoldState.ASKED if hold_url else HoldState.SKIPPED
    return StockHold.objects.create(
        merchant_id=order.merchant_id,
        order_id=order.id,
        buyer_id=order.buyer_id,
        attempt=attempt,
        state=state.value,
        hold_url=hold_url,
        policy=policy,
        seconds=seconds,
        asked_at=true_now,
        moved_at=true_now,
    )


def transition(*, hold: StockHold, event: HoldEvent, true_now: datetime, **facts: Any) -> None:
    """Takes a hold, whose order the caller has locked, through an event, and saves what is learnt with it.

    Raises IllegalTransition for a step that is not in the table.
    """
    hold.state = MACHINE.next_state(HoldState(hold.state), event).value
    hold.moved_at = true_now
    for name, value in facts.items():
        setattr(hold, name, value)
    hold.save(update_fields=["state", "moved_at", *facts])
