"""주문 업무: what the seller does to an order before it leaves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.mall.orders.domain.carriers import catalogue, clean_number
from minishop.mall.orders.domain.states import Actor, LineEvent, LineState, allowed
from minishop.mall.orders.errors import BadTracking, NothingToDispatch, WaitsForCancel
from minishop.mall.orders.models import Dispatch, Order, OrderLine
from minishop.mall.orders.ports import HUB
from minishop.mall.orders.services.finding import add_dispatch_keys
from minishop.mall.orders.services.transition import steps
from minishop.mall.shops.models import Shop


@transaction.atomic
def dispatch_order(
    *, shop: Shop, order: Order, carrier: str, number: str, actor: str, refuses_cancel: bool = False, now: datetime
) -> None:
    """발송처리: enters the number and tells the hub, in one transaction (R43, R46). Raises BadTracking, NothingToDispatch or WaitsForCancel.

    With the number it already has, this is the resend of R49. ``refuses_cancel``: the seller sends although the buyer asked to cancel,
    which refuses that at the hub.
    """
    dispatches = enter_tracking(
        shop=shop, order=order, carrier=carrier, number=number, actor=actor, refuses_cancel=refuses_cancel, now=now
    )
    HUB.part.post_dispatch(shop=shop, order=order, dispatches=dispatches, now=now)


@transaction.atomic
def enter_tracking(
    *, shop: Shop, order: Order, carrier: str, number: str, actor: str, refuses_cancel: bool = False, now: datetime
) -> list[Dispatch]:
    """송장입력: gives every line that can be sent the number, and lets it wait for the hub's check (R46, R47).

    In the 2011 profile an order leaves as a whole (R45). Raises BadTracking for an unknown carrier or an empty or overlong
    number, NothingToDispatch when no line can be sent, WaitsForCancel when those that could be are locked by a cancel.
    """
    cleaned = tracking_number(carrier, number)
    sendable = [line for line in _locked(shop, order) if LineEvent.ENTER_TRACKING in allowed(LineState(line.state), Actor.SELLER)]
    lines = [line for line in sendable if not line.is_locked or (refuses_cancel and line.may_leave_despite_cancel)]
    if sendable and not lines:
        raise WaitsForCancel(order=order.number)
    if not lines:
        raise NothingToDispatch(order=order.number)
    with steps(now) as taken:
        for line in lines:
            taken.move(line, LineEvent.ENTER_TRACKING, actor=actor, evidence={"carrier": carrier, "number": cleaned})
    entered = Dispatch.objects.bulk_create(
        [
            Dispatch(shop=shop, line_id=line.id, carrier=carrier, tracking_number=cleaned, entered_by=actor, entered_at=now)
            for line in lines
        ]
    )
    add_dispatch_keys(shop=shop, order=order, dispatches=entered)
    return entered


def tracking_number(carrier: str, number: str) -> str:
    """A number as it is told to a hub. Raises BadTracking for an unknown carrier or an empty or overlong number."""
    cleaned = clean_number(number)
    if carrier not in catalogue():
        raise BadTracking(problem="carrier")
    if not (5 <= len(cleaned) <= 30 and cleaned.isascii() and cleaned.isalnum()):
        raise BadTracking(problem="number")
    return cleaned


@transaction.atomic
def hold(*, shop: Shop, order: Order, actor: str, reason: str, now: datetime) -> None:
    """배송보류: keeps every line that is being prepared from being sent."""
    _move_all(shop, order, LineEvent.HOLD, actor, reason, now)


@transaction.atomic
def release(*, shop: Shop, order: Order, actor: str, now: datetime) -> None:
    """보류해제."""
    _move_all(shop, order, LineEvent.RELEASE, actor, "", now)


@transaction.atomic
def note_acknowledged(*, shop: Shop, hub_numbers: list[str], now: datetime) -> None:
    """발주확인: the hub knows that the shop has seen these lines, which are locked in the collector's order first; in the open transaction."""
    unseen = OrderLine.objects.select_for_update().filter(shop=shop, hub_number__in=hub_numbers, acknowledged_at__isnull=True)
    ids = list(unseen.order_by("order_id", "position", "id").values_list("id", flat=True))
    OrderLine.objects.filter(shop=shop, id__in=ids).update(acknowledged_at=now)


def write_memo(*, shop: Shop, order: Order, memo: str) -> None:
    """메모: for the shop's own people."""
    Order.objects.filter(shop=shop, id=order.id).update(memo=memo)


def _move_all(shop: Shop, order: Order, event: LineEvent, actor: str, reason: str, now: datetime) -> None:
    with steps(now) as taken:
        for line in _locked(shop, order):
            if event in allowed(LineState(line.state), Actor.SELLER):
                taken.move(line, event, actor=actor, reason=reason)


def _locked(shop: Shop, order: Order) -> list[OrderLine]:
    return list(OrderLine.objects.select_for_update().filter(shop=shop, order_id=order.id).order_by("position", "id"))
