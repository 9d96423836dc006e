"""적립: posts the points of an order to the ledger, once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.checkout.benefits.models import PointGrant
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.domain.ledger import points_entries
from minishop.checkout.payments.services import ledger


@transaction.atomic
def grant_points(*, merchant: Merchant, grant_id: int, now: datetime) -> None:
    """Gives the points of a grant that is due, in the merchant's scope. Before its time, or again, it does nothing."""
    grant = PointGrant.objects.select_for_update().filter(merchant_id=merchant.id, id=grant_id).first()
    if grant is None or grant.granted_at is not None or now < grant.due_at:
        return
    ledger.post(
        merchant=merchant,
        key=f"points-{grant.order_id}",
        kind="points",
        order_number=grant.order.number,
        entries=points_entries(grant.points),
        buyer=grant.buyer,
        now=now,
    )
    grant.granted_at = now
    grant.save(update_fields=["granted_at"])
