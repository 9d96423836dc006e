"""Who works where."""

from __future__ import annotations

from enum import StrEnum

from minishop.chassis.tenancy import across_tenants, scope
from minishop.mall.shops.models import Shop
from minishop.mall.staff.models import Account, GuestAct, LastSave, Membership


def shops_of(account: Account) -> list[Shop]:
    """The shops in which a person works, newest first."""
    with across_tenants("a person's own shops"):
        return [one.shop for one in Membership.objects.filter(account=account).select_related("shop").order_by("-created_at")]


class Standing(StrEnum):
    """As what a person is in a shop's back office."""

    MEMBER = "member"
    GUEST = "guest"


def standing_in(account: Account, shop: Shop) -> Standing | None:
    """As what a person may enter a shop's back office: its own people, or one of the host's operators, who is a guest; None for others."""
    with scope(shop.id):
        if Membership.objects.filter(shop=shop, account=account).exists():
            return Standing.MEMBER
    return Standing.GUEST if account.is_operator else None


def guest_acts(shop: Shop, most: int) -> list[GuestAct]:
    """What operators did in the shop's back office, the last first."""
    return list(GuestAct.objects.filter(shop=shop).select_related("account").order_by("-at", "-id")[:most])


def last_save(shop: Shop, *things: str) -> LastSave | None:
    """Who saved one of these things last; None where nobody has since saves are noted."""
    return LastSave.objects.filter(shop=shop, what__in=things).order_by("-at").first()
