"""알림: tells merchants' systems, in seconds and signed, that their change feed has grown."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from minishop.chassis.http import Answer, Request
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
        url=merchant.hint_url,
    )


def request_of(*, merchant: Merchant, message_id: int, now: datetime) -> Request | None:
    """What is sent for a hint that still waits."""
    message = OutboxMessage.objects.filter(merchant_id=merchant.id, id=message_id, state=State.WAITING).first()
    if message is None:
        return None
    return adapters.hint_request(merchant, message_id=message.id, payload=message.payload, now=now)


@transaction.atomic
def take_answer(*, merchant: Merchant, message_id: int, answer: Answer, now: datetime) -> OutboxMessage:
    """Records how a try to send a hint went. One that waits still is to be tried again.

    A transaction of its own, which ends under the merchant's counter.
    """
    message = OutboxMessage.objects.get(merchant_id=merchant.id, id=message_id)
    outbox.take_answer(message, DeliveryAttempt, tenant={"merchant_id": merchant.id}, answer=answer, now=now)
    if message.state != State.WAITING:
        _hint_at_what_came_meanwhile(merchant, int(message.payload["latest"]), now)
    return message


def _hint_at_what_came_meanwhile(merchant: Merchant, told: int, now: datetime) -> None:
    # A change that was committed while the hint was on its way saw it waiting and left none of its own.
    # It did so under the counter's lock, so that under the same lock it is counted here.
    counter = lock_counter(merchant)
    if counter.changes_made > told:
        post_hint(merchant=merchant, latest=counter.changes_made, now=now)
