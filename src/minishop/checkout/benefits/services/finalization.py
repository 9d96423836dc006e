"""구매확정: a buyer keeps the goods, or says nothing for long enough; a day later the order's points are given (R87)."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from minishop.chassis.jobs.registry import find_task
from minishop.chassis.jobs.stopping import each_in_turn
from minishop.chassis.tenancy import across_tenants, scope
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.domain import points
from minishop.checkout.benefits.errors import NothingToFinalize, NotYourOrder
from minishop.checkout.benefits.services.granting import promise_points
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.changes import ChangeKind
from minishop.checkout.orders.domain.finalization import UNDO_WITHIN
from minishop.checkout.orders.domain.states import Actor, LineEvent, LineState
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.services.changes import record_changes
from minishop.checkout.orders.services.locking import lock_lines_of_order
from minishop.checkout.orders.services.transition import line_facts, transition
from minishop.checkout.payments.services.proceeds import make_due

_BATCH = 200


@transaction.atomic
def decide(*, order: Order, buyer: Account, now: datetime) -> None:
    """구매확정 누름, in the merchant's scope: what is on its way or delivered now is finalized in five minutes, unless the buyer thinks again.

    Pressing again changes nothing. Raises NotYourOrder for another's order, NothingToFinalize when nothing has been sent.
    """
    if order.buyer_id != buyer.id:
        raise NotYourOrder(order=order.number)
    lines = lock_lines_of_order(order.merchant, order.id)
    ready, at = _ready(lines), now + UNDO_WITHIN
    if not ready:
        if points.is_whole(LineState(line.state) for line in lines):
            return
        raise NothingToFinalize(order=order.number)
    if _write(order, decides_at=at, only_if_none=True):
        OrderLine.objects.filter(merchant_id=order.merchant_id, id__in=[line.id for line in ready]).update(decides_at=at)
        _finalize_at(order, at, now)


@transaction.atomic
def think_again(*, order: Order, buyer: Account, now: datetime) -> bool:
    """되돌리기, in the merchant's scope: whether the five minutes were not over. Raises NotYourOrder."""
    if order.buyer_id != buyer.id:
        raise NotYourOrder(order=order.number)
    lock_lines_of_order(order.merchant, order.id)
    decided = Order.objects.filter(merchant_id=order.merchant_id, id=order.id, decides_at__gt=now)
    return bool(decided.update(decides_at=None))


def take_back_decision(*, order: Order) -> bool:
    """Has a press on 구매확정 that does not count yet not count at all; whether there was one. Its order is locked."""
    decided = Order.objects.filter(merchant_id=order.merchant_id, id=order.id, decides_at__isnull=False)
    return bool(decided.update(decides_at=None))


@transaction.atomic
def finalize_decided(*, merchant: Merchant, order_id: int, now: datetime) -> None:
    """The five minutes are over, in the merchant's scope. Nothing for a buyer who thought again; one who decided anew since is waited for."""
    lock_lines_of_order(merchant, order_id)
    order = Order.objects.select_related("merchant", "buyer").get(merchant_id=merchant.id, id=order_id)
    if order.decides_at is None:
        return
    if order.decides_at > now:
        _finalize_at(order, order.decides_at, now)
        return
    _write(order, decides_at=None)
    with suppress(NothingToFinalize):
        finalize_order(order=order, buyer=order.buyer, now=now, decided=order.decides_at)


def _write(order: Order, *, decides_at: datetime | None, only_if_none: bool = False) -> bool:
    found = Order.objects.filter(merchant_id=order.merchant_id, id=order.id)
    return bool((found.filter(decides_at=None) if only_if_none else found).update(decides_at=decides_at))


def _finalize_at(order: Order, at: datetime, now: datetime) -> None:
    task = find_task("checkout.benefits.tasks.finalize_decided")
    task.enqueue(now=now, run_at=at, key=order.number, merchant_id=order.merchant_id, order_id=order.id)


def _ready(lines: Iterable[OrderLine]) -> list[OrderLine]:
    return [line for line in lines if LineState(line.state) in points.FINALIZABLE and line.open_claim is None]


@transaction.atomic
def finalize_order(*, order: Order, buyer: Account, now: datetime, decided: datetime | None = None) -> None:
    """구매확정 of what the buyer keeps, in the merchant's scope: every line that is on its way or delivered;
    with ``decided`` those alone that the press which counts from then had found so.

    Once no line is left, the order's points are due at the beginning of the next day. Doing it again changes nothing.
    Raises NotYourOrder for another's order, NothingToFinalize when nothing has been sent.
    """
    if order.buyer_id != buyer.id:
        raise NotYourOrder(order=order.number)
    lines = lock_lines_of_order(order.merchant, order.id)
    ready = [line for line in _ready(lines) if decided is None or line.decides_at == decided]
    if not ready and not points.is_whole(LineState(line.state) for line in lines):
        raise NothingToFinalize(order=order.number)
    _finalize(order, lines, ready, who="", reason="", now=now)


def finalize_overdue(*, now: datetime) -> None:
    """Finalizes, at all merchants, lines that were delivered long ago, or sent very long ago with nobody following them.

    One transaction an order. One that fails is left for the next time and holds up no other; the first failure is raised in the end.
    Raises GoOn when the turn is over before that.
    """
    each_in_turn(
        lambda last: _overdue_after(last, now),
        lambda order: _finalize_in_scope(order, now),
        fault=lambda order: f"order {order.id} was not finalized",
    )


def _overdue_after(last: Order | None, now: datetime) -> list[Order]:
    """The next batch of orders with something overdue, the longest overdue first (index ``orders_to_finalize``)."""
    with across_tenants("the hub finalizes what buyers of all merchants left open"):
        overdue = Order.objects.filter(finalize_at__lte=now).order_by("finalize_at", "id")
        if last is not None:
            later = Q(finalize_at__gt=last.finalize_at) | Q(finalize_at=last.finalize_at, id__gt=last.id)
            overdue = overdue.filter(later, finalize_at__gte=last.finalize_at)
        return list(overdue.only("finalize_at")[:_BATCH])


def _finalize_in_scope(order: Order, now: datetime) -> None:
    with scope(order.merchant_id):
        _finalize_overdue_order(order.merchant_id, order.id, now)


@transaction.atomic
def _finalize_overdue_order(merchant_id: int, order_id: int, now: datetime) -> None:
    order = Order.objects.select_related("merchant").get(merchant_id=merchant_id, id=order_id)
    lines = lock_lines_of_order(order.merchant, order.id)
    ready = [line for line in lines if points.is_overdue(line_facts(line), now)]
    _finalize(order, lines, ready, who="automatic", reason="the buyer said nothing", now=now)


def _finalize(order: Order, lines: list[OrderLine], ready: list[OrderLine], *, who: str, reason: str, now: datetime) -> None:
    if not ready:
        return
    done = transition(lines=ready, event=LineEvent.FINALIZE, actor=Actor.BUYER, who=who, reason=reason, now=now)
    make_due(order=order, now=now)
    after = {line.id: line for line in [*lines, *done]}
    if points.is_whole(LineState(line.state) for line in after.values()):
        promise_points(order=order, now=now)
    record_changes(merchant=order.merchant, lines=done, kind=ChangeKind.PURCHASE_DECIDED, now=now)


@transaction.atomic
def settle_after_claim(*, order: Order, now: datetime) -> None:
    """After a claim that is done, in its transaction: what nobody waits for any more becomes due, and so do the points of an order whose last
    line that nobody had finalized has ended."""
    make_due(order=order, now=now)
    states = OrderLine.objects.filter(merchant_id=order.merchant_id, order_id=order.id).values_list("state", flat=True)
    if points.is_whole(LineState(state) for state in states):
        promise_points(order=order, now=now)
