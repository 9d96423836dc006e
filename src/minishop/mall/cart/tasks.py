"""Later work of carts."""

from __future__ import annotations

from datetime import datetime, timedelta

from minishop.chassis.jobs.registry import task
from minishop.chassis.tenancy import across_tenants
from minishop.mall.cart.models import Cart, CartLine

KEPT = timedelta(days=30)
AT_ONCE = 500


@task(every=timedelta(days=1))
def forget_old_carts(now: datetime) -> None:
    """Deletes carts that nobody has touched for a month."""
    with across_tenants("old carts of every shop"):
        while old := list(Cart.objects.filter(updated_at__lt=now - KEPT).values_list("shop_id", "id")[:AT_ONCE]):
            for shop_id, cart_id in old:
                CartLine.objects.filter(shop_id=shop_id, cart_id=cart_id).delete()
                Cart.objects.filter(shop_id=shop_id, id=cart_id).delete()
