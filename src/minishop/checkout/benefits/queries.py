"""Reading points: a buyer's own, whoever the merchants are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from minishop.chassis.tenancy import across_tenants
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.models import PointGrant
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


def points_pending(buyer: Account) -> Won:
    """적립 예정: the points that are promised and not given yet."""
    with across_tenants("a buyer's own points, of all merchants"):
        return total(PointGrant.objects.filter(buyer=buyer, granted_at=None).values_list("points", flat=True))
