"""Writing a message to the hub, and whose turn it is: those about one order arrive in the order in which they were decided."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from minishop.chassis.jobs.registry import find_task
from minishop.chassis.outbox import services as outbox
from minishop.chassis.outbox.domain import State
from minishop.mall.channel.domain.messages import ACKNOWLEDGE
from minishop.mall.channel.models import OutboxMessage
from minishop.mall.shops.models import Shop

DELIVER = "mall.channel.tasks.deliver"


def post(shop: Shop, kind: str, subject: str, payload: dict[str, object], key: str, now: datetime) -> None:
    """Writes a message and the job that sends it into the open transaction; the same key again writes nothing."""
    outbox.post(
        OutboxMessage, deliver=find_task(DELIVER), tenant={"shop_id": shop.id}, kind=kind, subject=subject, payload=payload,
        idempotency_key=key, now=now,
    )  # fmt: skip


def comes_later(shop: Shop, message: OutboxMessage) -> bool:
    """Whether an earlier message about the same order is still on its way (index ``channel_outbox_of_order``)."""
    earlier = OutboxMessage.objects.filter(shop=shop, subject=message.subject, state=State.WAITING, id__lt=message.id)
    return message.state == State.WAITING and earlier.exists()


@transaction.atomic
def hand_on(shop: Shop, subjects: Collection[str], now: datetime) -> None:
    """Has the next waiting message about each of these orders sent, now that the one before is decided. Orders' acknowledgements have a job
    of their own."""
    waiting = OutboxMessage.objects.filter(shop=shop, subject__in=subjects, state=State.WAITING).order_by("id")
    nexts: dict[str, tuple[int, str]] = {}
    for number, subject, kind in waiting.values_list("id", "subject", "kind") if subjects else ():
        nexts.setdefault(subject, (number, kind))
    for number in sorted(number for number, kind in nexts.values() if kind != ACKNOWLEDGE):
        find_task(DELIVER).enqueue(now=now, key=f"message-{number}", shop_id=shop.id, message_id=number)
