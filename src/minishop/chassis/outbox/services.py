"""Writing a message, delivering it, and having it sent again: the one writer of its state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from minishop.chassis.http import Answer
from minishop.chassis.jobs.registry import Later, Task
from minishop.chassis.outbox.domain import MACHINE, Event, State, event_of_attempt

_NOTED = ("attempts", "last_outcome", "last_reason", "state", "sent_at")


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
    url: str = "",
) -> Any:
    """Writes a message and the job that sends it into the open transaction; the same key again returns the first message.

    ``url`` is where it goes, for a message to a stranger.
    """
    found = model.objects.filter(**tenant, idempotency_key=idempotency_key).first()
    if found is not None:
        return found
    message = model.objects.create(
        **tenant, kind=kind, subject=subject, payload=payload, idempotency_key=idempotency_key, created_at=now
    )
    deliver.enqueue(now=now, key=f"message-{message.id}", url=url, **tenant, message_id=message.id)
    return message


def deliver(
    message: Any, attempt_model: type[Any], *, tenant: dict[str, Any], send: Callable[[Any], Answer], now: datetime
) -> Answer | None:
    """Tries once to deliver a waiting message and records how it went; returns None when it no longer waits.

    Raises Later when another try may help: the job that called is then run again. The message is not locked while it is sent; what a
    person did to it meanwhile stands, and only the attempt is recorded.
    """
    if message.state != State.WAITING:
        return None
    answer = send(message)
    take_answer(message, attempt_model, tenant=tenant, answer=answer, now=now)
    if message.state == State.WAITING:
        raise Later(answer.reason, asked=answer.retry_after)
    return answer


@transaction.atomic
def take_answer(message: Any, attempt_model: type[Any], *, tenant: dict[str, Any], answer: Answer, now: datetime) -> None:
    """Records how a try to deliver a message went; ``message`` is brought up to date. One that waits still is to be tried again."""
    attempt_model.objects.create(**tenant, message_id=message.id, at=now, outcome=answer.outcome.value, reason=answer.reason[:2000])
    _note_attempt(message, answer, now)


def resend(message: Any, *, deliver: Task, tenant: dict[str, Any], now: datetime, url: str = "") -> None:
    """재전송: puts a message that was not sent, whose row the caller has locked, back in line. Raises IllegalTransition for one that was."""
    message.state, message.attempts = MACHINE.next_state(State(message.state), Event.RESEND).value, 0
    message.save(update_fields=["state", "attempts"])
    deliver.enqueue(now=now, key=f"message-{message.id}", url=url, **tenant, message_id=message.id)


def _note_attempt(message: Any, answer: Answer, now: datetime) -> None:
    locked = type(message).objects.select_for_update().get(pk=message.pk)
    locked.attempts += 1
    event = event_of_attempt(delivered=answer.ok, retryable=answer.retryable, attempts=locked.attempts)
    if event in MACHINE.allowed(State(locked.state)):
        locked.state = MACHINE.next_state(State(locked.state), event).value
        locked.last_outcome, locked.last_reason = answer.outcome.value, answer.reason[:2000]
        locked.sent_at = now if locked.state == State.SENT else None
    locked.save(update_fields=_NOTED)
    for name in _NOTED:
        setattr(message, name, getattr(locked, name))
