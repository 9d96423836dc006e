"""Later work of the stock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from minishop.chassis.jobs.registry import task
from minishop.chassis.retention.keeping import Kept, Part, keep, remove_old
from minishop.mall.stock.domain.holding import HoldState
from minishop.mall.stock.models import StockHold, StockHoldLine

# The hub repeats a message for a day; a sale is booked under its order's key for good.
HOLDS = keep(
    Kept(
        StockHold,
        "until",
        timedelta(days=90),
        index="stock_holds_over",
        only=~Q(state=HoldState.HELD.value),
        parts=[Part(StockHoldLine, "hold_id")],
    )
)


@task(every=timedelta(days=1))
def forget_old_holds(now: datetime) -> None:
    """Deletes what became of orders' pieces long ago; the movements remember."""
    remove_old(HOLDS, now=now)
