"""Later work of carts."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis.jobs.registry import task
from minishop.chassis.retention.keeping import Kept, Part, keep, remove_old
from minishop.mall.cart.models import Cart, CartLine

CARTS = keep(Kept(Cart, "updated_at", timedelta(days=30), index="cart_stale", parts=[Part(CartLine, "cart_id")]))


@task(every=timedelta(days=1))
def forget_old_carts(now: datetime) -> None:
    """Deletes carts that nobody has touched for a month."""
    remove_old(CARTS, now=now)
