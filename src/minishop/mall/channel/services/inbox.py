"""The inbox: a hint counts once, and makes the shop's orders be collected now."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.chassis.jobs.domain.lines import Line
from minishop.chassis.jobs.registry import find_task
from minishop.mall.channel.models import InboxMessage
from minishop.mall.shops.models import Shop


@transaction.atomic
def take_hint(*, shop: Shop, message_key: str, now: datetime) -> bool:
    """Enqueues a collection for a hint not seen before, and says whether it was new. A replayed one is a no-op."""
    if InboxMessage.objects.filter(shop=shop, message_key=message_key).exists():
        return False
    message = InboxMessage(shop=shop, message_key=message_key, kind="changes", received_at=now)
    InboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    enqueue_collection(shop_id=shop.id, now=now)
    return True


def enqueue_collection(*, shop_id: int, now: datetime, line: Line = Line.HINTED) -> None:
    """Asks for a collection in the open transaction, since something is known to have changed, or a person wants it; one that already
    waits is enough."""
    find_task("mall.channel.tasks.collect").enqueue(now=now, key=str(shop_id), line=line, shop_id=shop_id)
