"""Reading points: a buyer's own, whoever the merchants are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from minishop.chassis.tenancy import across_tenants
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.models import PointGrant
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.queries import points_of
from minishop.kernel.won import Won, total


@dataclass(frozen=True, slots=True)
class Purse:
    """A buyer's points: what can be spent, what is still to come, and where each comes from (newest first)."""

    balance: Won
    pending: Won
    grants: list[Grant]


@dataclass(frozen=True, slots=True)
class Grant:
    """The points of one order; ``granted_at`` is None while they are to come at ``due_at``."""

    order_number: str
    merchant_name: str
    points: Won
    due_at: datetime
    granted_at: datetime | None


def purse(buyer: Account, *, limit: int = 200) -> Purse:
    """The points of a buyer, with the newest ``limit`` grants."""
    with across_tenants("a buyer's own points, of all merchants"):
        rows = PointGrant.objects.filter(buyer=buyer).select_related("merchant", "order").order_by("-due_at", "-id")
        grants = [Grant(row.order.number, row.merchant.shop_name, row.points, row.due_at, row.granted_at) for row in rows[:limit]]
        waiting = list(PointGrant.objects.filter(buyer=buyer, granted_at=None).values_list("points", flat=True))
    return Purse(points_of(buyer), total(waiting), grants)


def grant_of_order(order: Order) -> PointGrant | None:
    """The points of an order, in the merchant's scope; None before the whole order is finalized."""
    return PointGrant.objects.filter(merchant_id=order.merchant_id, order_id=order.id).first()
