"""판매자에게 알리기: what is to be told is enqueued in the transaction in which it became so, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from minishop.chassis import sets
from minishop.chassis.jobs.registry import find_task
from minishop.kernel.clock import day_start
from minishop.kernel.ids import new_id
from minishop.kernel.won import Won, total
from minishop.mall.notices.domain import GATHERING, MOST_NAMED, OPENING_TOLD_AFTER, Way, orders_told_at
from minishop.mall.notices.models import NoticeSettings, UntoldOrder
from minishop.mall.notices.queries import reader_of
from minishop.mall.shops.domain.opening import EntryKind
from minishop.mall.shops.models import Shop

_TASKS, _BATCH = "mall.notices.tasks", 1000


def note_orders(*, shop: Shop, orders: Sequence[tuple[str, Won]], now: datetime) -> None:
    """Has the seller told of new orders (number and amount), in the open transaction; those of some minutes are one message."""
    if orders:
        sets.insert((UntoldOrder(shop=shop, number=number, total=amount) for number, amount in orders), keeps_known=True)
        _tell_orders_at(shop, now + GATHERING, now)


@transaction.atomic
def tell_orders(*, shop: Shop, now: datetime) -> None:
    """Enqueues one message about the orders that have been gathered, if the seller wants it and the last one is long enough ago; whoever
    comes while it does finds none left."""
    wanted = _locked(shop)
    due = orders_told_at(wanted.told_at, now)
    if due > now:
        _tell_orders_at(shop, due, now)
        return
    gathered = list(UntoldOrder.objects.filter(shop=shop).order_by("number")[:_BATCH])
    if not gathered:
        return
    UntoldOrder.objects.filter(shop=shop, id__in=[order.id for order in gathered]).delete()
    wanted.told_at = now
    wanted.save(update_fields=["told_at"])
    if wanted.new_orders:
        named = ", ".join(order.number for order in gathered[:MOST_NAMED])
        amount = int(total(order.total for order in gathered))
        _send("send_orders", shop, now, count=len(gathered), amount=amount, numbers=named)
    if len(gathered) == _BATCH:
        _tell_orders_at(shop, orders_told_at(now, now), now)


def note_decision(*, shop: Shop, kind: EntryKind, approved: bool, reason: str, opens_on: date | None, now: datetime) -> None:
    """Has the seller told that an entry was approved or refused, in the transaction that records it. ``opens_on``: once it is known."""
    opens = opens_on.isoformat() if opens_on else ""
    _send("send_decision", shop, now, kind=kind.value, approved=approved, reason=reason, opens_on=opens)


def note_opening(*, shop: Shop, opens_on: date, now: datetime) -> None:
    """Has the seller told of the shop's opening, in the morning of the day, in the open transaction."""
    told = find_task(f"{_TASKS}.tell_opening")
    told.enqueue(now=now, run_at=day_start(opens_on) + OPENING_TOLD_AFTER, key=str(shop.id), shop_id=shop.id)


@transaction.atomic
def tell_opening(*, shop: Shop, now: datetime) -> None:
    """Enqueues the message about the opening of a shop that is open, once in its life."""
    wanted = _locked(shop)
    if not wanted.opening_told:
        wanted.opening_told = True
        wanted.save(update_fields=["opening_told"])
        _send("send_opening", shop, now)


@transaction.atomic
def save_settings(*, shop: Shop, new_orders: bool, by_sms: bool, email: str, mobile: str) -> None:
    """알림 설정: what is told, and where."""
    wanted = _locked(shop)
    wanted.new_orders, wanted.by_sms, wanted.email, wanted.mobile = new_orders, by_sms, email, mobile
    wanted.save(update_fields=["new_orders", "by_sms", "email", "mobile"])


def _locked(shop: Shop) -> NoticeSettings:
    NoticeSettings.objects.bulk_create([NoticeSettings(shop=shop)], ignore_conflicts=True)
    return NoticeSettings.objects.select_for_update().get(shop=shop)


def _tell_orders_at(shop: Shop, at: datetime, now: datetime) -> None:
    find_task(f"{_TASKS}.tell_orders").enqueue(now=now, run_at=at, key=str(shop.id), shop_id=shop.id)


def _send(task: str, shop: Shop, now: datetime, **facts: Any) -> None:
    """One job a way, under one identity: a job that runs twice sends the same message. An office that a visitor tries writes to nobody."""
    if shop.demo_until is not None:
        return
    reader, notice = reader_of(shop), new_id()
    for way in filter(reader.reached_by, Way):
        key = f"{notice}-{way}"
        find_task(f"{_TASKS}.{task}").enqueue(now=now, key=key, shop_id=shop.id, way=way.value, notice=notice, **facts)
