"""클레임과 혜택: points that come back, and points that are taken back; each once a claim, in its transaction (claims.md 3.4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.checkout.benefits.domain.lots import LotOrigin
from minishop.checkout.benefits.domain.points import TakenBack, earned, taken_back
from minishop.checkout.benefits.models import PointGrant
from minishop.checkout.benefits.services import purse
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.ledger import points_entries
from minishop.checkout.payments.queries import has_transfer, money_kept
from minishop.checkout.payments.services import ledger
from minishop.kernel.won import Won


@transaction.atomic
def restore_points(*, order: Order, claim: str, points: Won, now: datetime) -> None:
    """적립금 환불 (R137): points that an order used come back to its buyer as points of a fresh year; the claim's own transfer posts them."""
    if points:
        purse.add_lot(order=order, points=points, origin=LotOrigin.RESTORE, key=f"claim:{claim}", now=now)


@transaction.atomic
def take_back_points(*, order: Order, claim: str, money: Won, now: datetime, kept: Won | None = None) -> TakenBack:
    """적립금 회수: of the points that an order was given, those that it has not earned once ``money`` more goes back, for claim ``claim``.

    First from what the buyer has, the restored ones among it; then from the money of this refund, which the claim's transfer keeps; what
    both cannot cover is the hub's loss. ``kept``: what of the money was kept for that already, when the claim was agreed to; then no other
    part of it is. Called before the claim's transfer is posted; again, it takes nothing.
    """
    grant = PointGrant.objects.select_for_update().filter(merchant_id=order.merchant_id, order_id=order.id).first()
    key = f"clawback:{claim}"
    if grant is None or grant.granted_at is None or has_transfer(order, key):
        return TakenBack()
    wallet = purse.locked_wallet(order.buyer)
    owed = grant.points - earned(money_kept(order) - money, order.points_basis_points)
    back = _shared_out(max(owed, Won(0)), wallet.available, money, kept)
    if back.balance:
        purse.take(wallet, back.balance)
        ledger.post(
            merchant=order.merchant,
            key=key,
            kind="clawback",
            order_number=order.number,
            entries=points_entries(-back.balance),
            buyer=order.buyer,
            now=now,
        )
    grant.points -= back.balance + back.money + back.loss
    grant.save(update_fields=["points"])
    return back


def _shared_out(owed: Won, available: Won, money: Won, kept: Won | None) -> TakenBack:
    if kept is None:
        return taken_back(owed, available=available, money=money)
    rest = taken_back(max(owed - kept, Won(0)), available=available, money=Won(0))
    return TakenBack(rest.balance, kept, rest.loss)
