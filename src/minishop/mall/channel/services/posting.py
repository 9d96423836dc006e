"""Writing a message to the hub."""

from __future__ import annotations

from datetime import datetime

from minishop.chassis.jobs.registry import find_task
from minishop.chassis.outbox import services as outbox
from minishop.mall.channel.models import OutboxMessage
from minishop.mall.shops.models import Shop

DELIVER = "mall.channel.tasks.deliver"


def post(shop: Shop, kind: str, subject: str, payload: dict[str, object], key: str, now: datetime) -> None:
    """Writes a message and the job that sends it into the open transaction; the same key again writes nothing."""
    outbox.post(
        OutboxMessage, deliver=find_task(DELIVER), tenant={"shop_id": shop.id}, kind=kind, subject=subject, payload=payload,
        idempotency_key=key, now=now,
    )  # fmt: skip
