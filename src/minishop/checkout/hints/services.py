"""알림: tells merchants' systems, in seconds and signed, that their change feed has grown."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.chassis.jobs.registry import find_task
from minishop.chassis.outbox import services as outbox
from minishop.chassis.outbox.domain import State
from minishop.checkout.hints import adapters
from minishop.checkout.hints.models import DeliveryAttempt, OutboxMessage
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.merchants.services import lock_counter

CHANGES = "changes"
_DELIVER = "checkout.hints.tasks.deliver_hint"


def post_hint(*, merchant: Merchant, latest: int, now: datetime) -> None:
    """Puts a hint in line that the merchant's feed now ends at ``latest``; to be called under its counter's lock.

    One waiting hint is enough for any number of changes, since it carries no facts. A merchant without an address for
    hints gets none: its system polls.
    """
    if not merchant.hint_url:
        return
    waiting = OutboxMessage.objects.filter(merchant_id=merchant.id, kind=CHANGES, state=State.WAITING)
    if waiting.exists():
        return
    outbox.post(
        OutboxMessage,
        deliver=find_task(_DELIVER),
        tenant={"merchant_id": merchant.id},
        kind=CHANGES,
        subject=merchant.public_id or "",
        payload={"type": CHANGES, "merchantId": merchant.public_id, "latest": str(latest)},
        idempotency_key=f"changes-{latest}",
        now=now,
    )


def deliver(*, merchant: Merchant, message_id: int, now: datetime) -> None:
    """Tries once to send a hint that still waits. Raises Later when another try may help."""
    message = OutboxMessage.objects.filter(merchant_id=merchant.id, id=message_id).first()
    if message is None:
        return

    def send(waiting: OutboxMessage) -> adapters.Answer:
        return adapters.send_hint(merchant, message_id=waiting.id, payload=waiting.payload, now=now)

    if outbox.deliver(message, DeliveryAttempt, tenant={"merchant_id": merchant.id}, send=send, now=now):
        _hint_at_what_came_meanwhile(merchant, int(message.payload["latest"]), now)


@transaction.atomic
def _hint_at_what_came_meanwhile(merchant: Merchant, told: int, now: datetime) -> None:
    # A change that was committed while the hint was on its way saw it waiting and left none of its own.
    # It did so under the counter's lock, so that under the same lock it is counted here.
    counter = lock_counter(merchant)
    if counter.changes_made > told:
        post_hint(merchant=merchant, latest=counter.changes_made, now=now)
