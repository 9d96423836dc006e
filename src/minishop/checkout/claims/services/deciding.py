"""구매확정 보류: a buyer puts off that lines are finalized by time, for a week at a time; nothing else is put off by it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.checkout.accounts.models import Account
from minishop.checkout.claims.domain.deadlines import DECISION_HELD
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.errors import refused
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.states import CARRIED, LineState
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.services.changes import record_changes
from minishop.checkout.orders.services.claiming import hold_decision as put_off
from minishop.checkout.orders.services.locking import lock_lines_of_order


@transaction.atomic
def hold_decision(*, order: Order, buyer: Account, now: datetime) -> None:
    """보류, in the merchant's scope: what is on its way or there is finalized in a week at the earliest. Raises ClaimRefused."""
    held = _own_open_lines(order, buyer)
    put_off(held, now + DECISION_HELD)
    record_changes(merchant=order.merchant, lines=held, kind=ChangeKind.CLAIM_REQUESTED, now=now)


@transaction.atomic
def release_decision(*, order: Order, buyer: Account) -> None:
    """보류 해제, in the merchant's scope. Raises ClaimRefused."""
    put_off(_own_open_lines(order, buyer), None)


def _own_open_lines(order: Order, buyer: Account) -> list[OrderLine]:
    if order.buyer_id != buyer.id:
        raise refused(Refusal.NOT_YOURS)
    found = [line for line in lock_lines_of_order(order.merchant, order.id) if LineState(line.state) in CARRIED]
    if not found:
        raise refused(Refusal.NOT_SENT)
    return found
