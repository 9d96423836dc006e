"""적립: the points of an order, counted anew at the moment they are due, posted once and put into the buyer's wallet."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.chassis.jobs.registry import find_task
from minishop.checkout.benefits.domain import points
from minishop.checkout.benefits.domain.lots import LotOrigin
from minishop.checkout.benefits.models import PointGrant
from minishop.checkout.benefits.services import purse
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.states import LineState
from minishop.checkout.orders.models import Order
from minishop.checkout.orders.services.locking import lock_lines_of_order
from minishop.checkout.payments.domain.ledger import points_entries
from minishop.checkout.payments.queries import money_kept
from minishop.checkout.payments.services import ledger
from minishop.kernel.won import Won

_GRANT = "checkout.benefits.tasks.grant_points"


def promise_points(*, order: Order, now: datetime) -> None:
    """구매확정 뒤: the order's points are due at the beginning of the next day. In the open transaction; one promise an order."""
    amount = points.earned(money_kept(order), order.points_basis_points)
    if not amount:
        return
    facts = {"buyer_id": order.buyer_id, "points": amount, "due_at": points.due(now)}
    grant, is_new = PointGrant.objects.get_or_create(merchant_id=order.merchant_id, order_id=order.id, defaults=facts)
    if is_new:
        _grant_later(grant, grant.due_at, now)


def _grant_later(grant: PointGrant, run_at: datetime, now: datetime) -> None:
    task = find_task(_GRANT)
    task.enqueue(now=now, run_at=run_at, key=str(grant.id), merchant_id=grant.merchant_id, grant_id=grant.id)


@transaction.atomic
def grant_points(*, merchant: Merchant, grant_id: int, now: datetime) -> None:
    """Gives the points of a grant that is due, in the merchant's scope. Before its time, or again, it does nothing.

    While a claim is open, or a line lives that nobody has finalized, they wait for the next day.
    """
    found = PointGrant.objects.filter(merchant_id=merchant.id, id=grant_id).first()
    if found is None or found.granted_at is not None or now < found.due_at:
        return
    lines = lock_lines_of_order(merchant, found.order_id)
    grant = (
        PointGrant.objects.select_for_update(of=("self",))
        .select_related("order__merchant", "order__buyer")
        .get(merchant_id=merchant.id, id=grant_id)
    )
    if grant.granted_at is not None:
        return
    if not points.may_be_granted((LineState(line.state), line.open_claim is not None) for line in lines):
        grant.due_at = points.due(now)
        grant.save(update_fields=["due_at"])
        _grant_later(grant, grant.due_at, now)
        return
    _give(grant, points.earned(money_kept(grant.order), grant.order.points_basis_points), now)


def _give(grant: PointGrant, amount: Won, now: datetime) -> None:
    grant.points, grant.granted_at = amount, now
    grant.save(update_fields=["points", "granted_at"])
    if not amount:
        return
    order = grant.order
    purse.add_lot(order=order, points=amount, origin=LotOrigin.GRANT, key=f"points:{order.number}", now=now)
    ledger.post(
        merchant=order.merchant,
        key=f"points:{order.number}",
        kind="points",
        order_number=order.number,
        entries=points_entries(amount),
        buyer=order.buyer,
        now=now,
    )
