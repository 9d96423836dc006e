"""Messages to another party: written in the transaction of the change, sent by a worker, every attempt kept.

A service subclasses the three models in the capability that talks to the party, so that the rows carry its tenant's key.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction

from minishop.chassis.http import Answer, Outcome
from minishop.chassis.jobs.registry import Later, Task

GIVE_UP_AFTER = 30


class State(models.TextChoices):
    """Where a message stands. Refused and parked ones stand on the attention page with a resend button."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    PARKED = "parked"


STUCK = (State.REFUSED, State.PARKED)


class OutboxFields(models.Model):
    """The facts of a message. One writer of ``state``: this module."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True, default="")
    payload = models.JSONField()
    idempotency_key = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    last_outcome = models.CharField(max_length=12, choices=[(o.value, o.value) for o in Outcome], blank=True, default="")
    last_reason = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class AttemptFields(models.Model):
    """One try to deliver a message."""

    message_id = models.BigIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12)
    reason = models.TextField(blank=True, default="")

    class Meta:
        abstract = True


class InboxFields(models.Model):
    """A message that came in, under the sender's identity for it: the same one again changes nothing."""

    message_key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    received_at = models.DateTimeField()

    class Meta:
        abstract = True


def post(
    model: type[Any],
    *,
    deliver: Task,
    tenant: dict[str, Any],
    kind: str,
    subject: str,
    payload: dict[str, Any],
    idempotency_key: str,
    now: datetime,
) -> Any:
    """Writes a message and the job that sends it into the open transaction; the same key again returns the first message."""
    found = model.objects.filter(**tenant, idempotency_key=idempotency_key).first()
    if found is not None:
        return found
    message = model.objects.create(
        **tenant, kind=kind, subject=subject, payload=payload, idempotency_key=idempotency_key, created_at=now
    )
    deliver.enqueue(now=now, unique_key=f"message-{message.id}", **tenant, message_id=message.id)
    return message


def deliver(
    message: Any, attempt_model: type[Any], *, tenant: dict[str, Any], send: Callable[[Any], Answer], now: datetime
) -> Answer | None:
    """Tries once to deliver a waiting message and records how it went; returns None when it no longer waits.

    Raises Later when another try may help: the job that called is then run again.
    """
    if message.state != State.WAITING:
        return None
    answer = send(message)
    message.attempts += 1
    message.last_outcome, message.last_reason = answer.outcome.value, answer.reason[:2000]
    message.state = _state_after(answer, message.attempts)
    message.sent_at = now if message.state == State.SENT else None
    with transaction.atomic():
        attempt_model.objects.create(
            **tenant, message_id=message.id, at=now, outcome=answer.outcome.value, reason=answer.reason[:2000]
        )
        message.save(update_fields=["attempts", "last_outcome", "last_reason", "state", "sent_at"])
    if message.state == State.WAITING:
        raise Later(answer.reason, timedelta(seconds=min(2**message.attempts, 600)))
    return answer


def resend(message: Any, *, deliver: Task, tenant: dict[str, Any], now: datetime) -> None:
    """재전송: puts a refused or parked message back in line, in the open transaction."""
    message.state, message.attempts = State.WAITING, 0
    message.save(update_fields=["state", "attempts"])
    deliver.enqueue(now=now, unique_key=f"message-{message.id}", **tenant, message_id=message.id)


def _state_after(answer: Answer, attempts: int) -> State:
    if answer.ok:
        return State.SENT
    if not answer.retryable:
        return State.REFUSED
    return State.PARKED if attempts >= GIVE_UP_AFTER else State.WAITING
