"""Who works where."""

from __future__ import annotations

from minishop.chassis.tenancy import across_tenants, scope
from minishop.mall.shops.models import Shop
from minishop.mall.staff.models import Account, Membership


def shops_of(account: Account) -> list[Shop]:
    """The shops in which a person works, newest first."""
    with across_tenants("a person's own shops"):
        return [one.shop for one in Membership.objects.filter(account=account).select_related("shop").order_by("-created_at")]


def works_in(account: Account, shop: Shop) -> bool:
    """Whether a person may enter a shop's back office; the host's operators may look into every one."""
    if account.is_operator:
        return True
    with scope(shop.id):
        return Membership.objects.filter(shop=shop, account=account).exists()
