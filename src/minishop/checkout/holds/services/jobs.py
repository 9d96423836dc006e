"""When a hold is looked after again. One job a hold does whatever it needs next: ask once more, release, tell the sale."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis.jobs.registry import find_task
from minishop.checkout.holds.models import StockHold

# Longer than the page that asks may take, so that the job is needed only when that one is lost.
SETTLE_AFTER = timedelta(seconds=5)


def settle_later(hold: StockHold, *, now: datetime, run_at: datetime | None = None) -> None:
    """Has a hold looked after, in the open transaction: at a time by the calendar, or now."""
    find_task("checkout.holds.tasks.settle_hold").enqueue(
        now=now,
        run_at=run_at,
        key=str(hold.id),
        url=hold.hold_url,
        merchant_id=hold.merchant_id,
        order_id=hold.order_id,
        hold_id=hold.id,
    )
