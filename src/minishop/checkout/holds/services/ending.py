"""선점 끝: giving pieces back, and telling that they are sold. In the transaction that decides it, with the order locked."""

from __future__ import annotations

from datetime import datetime

from minishop.chassis import clock
from minishop.checkout.holds.domain.reasons import Reason
from minishop.checkout.holds.domain.states import MACHINE, HoldEvent, HoldState
from minishop.checkout.holds.models import StockHold
from minishop.checkout.holds.queries import newest_hold
from minishop.checkout.holds.services.jobs import settle_later
from minishop.checkout.holds.services.transition import transition
from minishop.checkout.orders.models import Order


def release(*, order: Order, reason: Reason, now: datetime) -> None:
    """선점 해제: the pieces kept for an order go back, by a job. One that keeps none is left as it is."""
    _tell(newest_hold(order), HoldEvent.RELEASE, now, reason=reason.value)


def commit(*, order: Order, now: datetime) -> None:
    """판매 확정: the order's lines are sold, whatever became of its hold; the shop is told by a job until it has heard."""
    _tell(newest_hold(order), HoldEvent.COMMIT, now)


def _tell(hold: StockHold | None, event: HoldEvent, now: datetime, **facts: str) -> None:
    if hold is None or not hold.hold_url or event not in MACHINE.allowed(HoldState(hold.state)):
        return
    transition(hold=hold, event=event, true_now=clock.true(now), **facts)
    settle_later(hold, now=now)
