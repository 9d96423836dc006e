"""Writing a message to the hub, and whose turn it is: those about one order arrive in the order in which they were decided."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from minishop.chassis.jobs.registry import find_task
from minishop.chassis.outbox import services as outbox
from minishop.chassis.outbox.domain import State
from minishop.chassis.tenancy import across_tenants, scope
from minishop.mall.channel.domain.messages import ACKNOWLEDGE
from minishop.mall.channel.models import OutboxMessage
from minishop.mall.shops.models import Shop

DELIVER, ACKNOWLEDGE_ALL = "mall.channel.tasks.deliver", "mall.channel.tasks.acknowledge"
LONG = timedelta(minutes=10)


def post(shop: Shop, kind: str, subject: str, payload: dict[str, object], key: str, now: datetime) -> None:
    """Writes a message and the job that sends it into the open transaction; the same key again writes nothing."""
    outbox.post(
        OutboxMessage, deliver=find_task(DELIVER), tenant={"shop_id": shop.id}, kind=kind, subject=subject, payload=payload,
        idempotency_key=key, now=now,
    )  # fmt: skip


@transaction.atomic
def comes_later(shop: Shop, message: OutboxMessage) -> bool:
    """Whether an earlier message about the same order is still on its way (index ``channel_outbox_of_order``). Whoever is deciding one just now
    is waited for: he may have looked for the next before this one was there."""
    if message.state != State.WAITING:
        return False
    earlier = OutboxMessage.objects.filter(shop=shop, subject=message.subject, state=State.WAITING, id__lt=message.id)
    return bool(list(earlier.select_for_update().order_by("id").values_list("id", flat=True)))


@transaction.atomic
def hand_on(shop: Shop, subjects: Collection[str], now: datetime) -> None:
    """Has the next waiting message about each of these orders sent, now that the one before is decided."""
    waiting = OutboxMessage.objects.filter(shop=shop, subject__in=subjects, state=State.WAITING).order_by("id")
    nexts: dict[str, tuple[int, str]] = {}
    for number, subject, kind in waiting.values_list("id", "subject", "kind") if subjects else ():
        nexts.setdefault(subject, (number, kind))
    if any(kind == ACKNOWLEDGE for _, kind in nexts.values()):
        find_task(ACKNOWLEDGE_ALL).enqueue(now=now, key=str(shop.id), shop_id=shop.id)
    for number in sorted(number for number, kind in nexts.values() if kind != ACKNOWLEDGE):
        find_task(DELIVER).enqueue(now=now, key=f"message-{number}", shop_id=shop.id, message_id=number)


def wake_waiting(*, now: datetime, most: int = 1_000) -> None:
    """Has the first message about each order sent that has waited for long, whosever it is: its job may have been lost, discarded or have ended
    while the shop had no keys. One whose job only waits for its next try goes on waiting (index ``channel_outbox_waiting``)."""
    with across_tenants("messages that have waited for long"):
        waiting = OutboxMessage.objects.filter(state=State.WAITING, created_at__lte=now - LONG).order_by("created_at")
        subjects: dict[int, set[str]] = {}
        for shop_id, subject in waiting.values_list("shop_id", "subject")[:most]:
            subjects.setdefault(shop_id, set()).add(subject)
    for shop_id in sorted(subjects):
        with scope(shop_id):
            hand_on(Shop.objects.get(pk=shop_id), subjects[shop_id], now)
