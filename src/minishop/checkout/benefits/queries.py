"""Reading points: a buyer's own, whoever the merchants are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from minishop.chassis.tenancy import across_tenants
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.domain.points import TO_BE_FINALIZED, earned
from minishop.checkout.benefits.models import PointGrant
from minishop.checkout.orders.models import Order, OrderLine
from minishop.kernel.won import Won, total


@dataclass(frozen=True, slots=True)
class Grant:
    """The points of one order; ``granted_at`` is None while they are to come at ``due_at``."""

    order_number: str
    merchant_name: str
    points: Won
    due_at: datetime
    granted_at: datetime | None


def points_history(buyer: Account, *, limit: int = 200) -> list[Grant]:
    """Where a buyer's points come from and will come from, the newest first, at most ``limit``."""
    with across_tenants("a buyer's own points, of all merchants"):
        rows = PointGrant.objects.filter(buyer=buyer).select_related("merchant", "order").order_by("-due_at", "-id")[:limit]
        return [Grant(row.order.number, row.merchant.shop_name, row.points, row.due_at, row.granted_at) for row in rows]


@dataclass(frozen=True, slots=True)
class Expected:
    """The points that a paid order will earn once all of it is finalized."""

    order_number: str
    merchant_name: str
    points: Won


def points_expected(buyer: Account) -> list[Expected]:
    """What a buyer's paid orders (index ``orders_of_buyer``) earn when they are finalized, the newest first."""
    with across_tenants("a buyer's own points, of all merchants"):
        left = OrderLine.objects.filter(merchant_id=OuterRef("merchant_id"), order_id=OuterRef("id"), state__in=TO_BE_FINALIZED)
        orders = Order.objects.filter(Exists(left), buyer=buyer, paid_at__isnull=False, points_basis_points__gt=0)
        rows = list(orders.select_related("merchant").order_by("-ordered_at", "-id"))
    found = [Expected(row.number, row.merchant.shop_name, earned(row.pay_total, row.points_basis_points)) for row in rows]
    return [one for one in found if one.points]


def points_pending(buyer: Account) -> Won:
    """The points that are promised and not given yet."""
    with across_tenants("a buyer's own points, of all merchants"):
        return total(PointGrant.objects.filter(buyer=buyer, granted_at=None).values_list("points", flat=True))


def are_granted(order: Order) -> bool:
    """Whether an order's points have been given; in the merchant's scope."""
    return PointGrant.objects.filter(merchant_id=order.merchant_id, order_id=order.id, granted_at__isnull=False).exists()
