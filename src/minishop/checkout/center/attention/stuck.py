"""확인이 필요한 일: what is stuck in the hub, and the action that clears it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.chassis.jobs.registry import find_task
from minishop.chassis.outbox import services as outbox
from minishop.chassis.outbox.domain import STUCK
from minishop.chassis.tenancy import scope
from minishop.checkout.hints.models import OutboxMessage
from minishop.checkout.merchants.models import Merchant

_SHOWN = 100


def stuck_hints() -> list[OutboxMessage]:
    """Hints that were refused or given up on, oldest first; to be asked across tenants."""
    stuck = OutboxMessage.objects.filter(state__in=STUCK)
    return list(stuck.select_related("merchant").order_by("created_at")[:_SHOWN])


@transaction.atomic
def resend_hint(merchant: Merchant, message_id: int, now: datetime) -> bool:
    """Puts a stuck hint back in line, and says whether there was one."""
    with scope(merchant.id):
        stuck = OutboxMessage.objects.select_for_update().filter(merchant_id=merchant.id, id=message_id)
        message = stuck.filter(state__in=STUCK).first()
        if message is None:
            return False
        deliver = find_task("checkout.hints.tasks.deliver_hint")
        outbox.resend(message, deliver=deliver, tenant={"merchant_id": merchant.id}, now=now, url=merchant.hint_url)
        return True
