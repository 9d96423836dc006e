"""구매확정 보류: a buyer puts off that lines are finalized by time, for a week at a time; nothing else is put off by it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.chassis.jobs.registry import find_task
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.services.finalization import take_back_decision
from minishop.checkout.claims.domain.deadlines import DECISION_ASKED, DECISION_HELD
from minishop.checkout.claims.domain.permission import Refusal
from minishop.checkout.claims.errors import refused
from minishop.checkout.claims.services.news import tell_of_request
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.states import CARRIED, LineState
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.queries import decision_held_until, line_by_number
from minishop.checkout.orders.services.changes import record_changes
from minishop.checkout.orders.services.claiming import ask_for_decision
from minishop.checkout.orders.services.claiming import hold_decision as put_off
from minishop.checkout.orders.services.locking import lock_lines_of_order


@transaction.atomic
def hold_decision(*, order: Order, buyer: Account, now: datetime) -> None:
    """보류, in the merchant's scope: what is on its way or there is finalized in a week at the earliest. A press on 구매확정 that does not count
    yet is taken back; what is held already stays as it is. Raises ClaimRefused, also where there is nothing of either."""
    lines, until = _own_open_lines(order, buyer), now + DECISION_HELD
    was_decided = take_back_decision(order=order)
    free = [line for line in lines if decision_held_until([line], now) is None]
    if len(free) < len(lines) and not was_decided:
        raise refused(Refusal.DECISION_HELD)
    put_off(free, until, now)
    record_changes(merchant=order.merchant, lines=free, kind=ChangeKind.CLAIM_REQUESTED, now=now)
    if free:
        find_task("checkout.claims.tasks.end_decision_hold").enqueue(
            now=now,
            run_at=until,
            key=f"{order.number}-{until.isoformat()}",
            merchant_id=order.merchant_id,
            order_id=order.id,
            until=until.isoformat(),
        )


@transaction.atomic
def release_decision(*, order: Order, buyer: Account, now: datetime) -> None:
    """보류 해제, in the merchant's scope; nothing where nothing is held. Raises ClaimRefused."""
    held = [line for line in _own_open_lines(order, buyer) if decision_held_until([line], now)]
    put_off(held, now, now)
    record_changes(merchant=order.merchant, lines=held, kind=ChangeKind.CLAIM_REJECTED, now=now)


@transaction.atomic
def request_decision(*, merchant: Merchant, line_number: str, now: datetime) -> None:
    """구매확정 요청 by the seller, in the merchant's scope: the buyer who has put off the decision on an order's lines is asked for it, by letter and
    on the order's page, once a day at most; nothing else changes. Raises ClaimRefused (UNKNOWN_LINE, ASKED_BEFORE, NOT_NOW where nothing is
    put off)."""
    found = line_by_number(merchant, line_number)
    if found is None:
        raise refused(Refusal.UNKNOWN_LINE, line=line_number)
    lines = lock_lines_of_order(merchant, found.order_id)
    held = [line for line in lines if LineState(line.state) in CARRIED and decision_held_until([line], now)]
    if found.id not in {line.id for line in held}:
        raise refused(Refusal.NOT_NOW, state=found.state)
    # Of all its lines, and whatever was put off anew since: the buyer gets one letter a day.
    if any(line.decision_asked_at and line.decision_asked_at > now - DECISION_ASKED for line in lines):
        raise refused(Refusal.ASKED_BEFORE, line=line_number)
    ask_for_decision(held, now)
    tell_of_request(held[0], now)


@transaction.atomic
def end_decision_hold(*, merchant: Merchant, order_id: int, until: datetime, now: datetime) -> None:
    """The week is over, in the merchant's scope: its feed tells of the lines that were held until then and are still to be decided on."""
    lines = lock_lines_of_order(merchant, order_id)
    over = [line for line in lines if line.decision_held_until == until and LineState(line.state) in CARRIED]
    record_changes(merchant=merchant, lines=over, kind=ChangeKind.CLAIM_REJECTED, now=now)


def _own_open_lines(order: Order, buyer: Account) -> list[OrderLine]:
    if order.buyer_id != buyer.id:
        raise refused(Refusal.NOT_YOURS)
    found = [line for line in lock_lines_of_order(order.merchant, order.id) if LineState(line.state) in CARRIED]
    if not found:
        raise refused(Refusal.NOT_SENT)
    return found
