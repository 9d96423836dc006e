"""Writing a message, delivering it, and having it sent again: the one writer of its state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from minishop.chassis import sets
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


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message that is to be written."""

    kind: str
    subject: str
    payload: dict[str, Any]
    idempotency_key: str


def write(model: type[Any], messages: Sequence[NewMessage], *, tenant: dict[str, Any], now: datetime) -> list[Any]:
    """Writes messages into the open transaction, whatever their number by two statements, and returns those that are new; who calls has
    them delivered. The same key again writes nothing."""
    keys = [message.idempotency_key for message in messages]
    known = (
        set(model.objects.filter(**tenant, idempotency_key__in=keys).values_list("idempotency_key", flat=True)) if keys else set()
    )
    rows = [model(**tenant, **asdict(message), created_at=now) for message in messages if message.idempotency_key not in known]
    sets.insert(rows)
    return rows


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


def take_answer(message: Any, attempt_model: type[Any], *, tenant: dict[str, Any], answer: Answer, now: datetime) -> None:
    """Records how a try to deliver a message went; ``message`` is brought up to date. One that waits still is to be tried again."""
    take_answers([(message, answer)], attempt_model, tenant=tenant, now=now)


@transaction.atomic
def take_answers(answers: Sequence[tuple[Any, Answer]], attempt_model: type[Any], *, tenant: dict[str, Any], now: datetime) -> None:
    """The same of several messages of one model, by three statements, whatever their number."""
    if not answers:
        return
    messages = type(answers[0][0]).objects.select_for_update().filter(**tenant, id__in=[message.id for message, _ in answers])
    locked = {row.id: row for row in messages.order_by("id")}
    for message, answer in answers:
        _note_attempt(locked[message.id], answer, now)
        for name in _NOTED:
            setattr(message, name, getattr(locked[message.id], name))
    sets.update(locked.values(), _NOTED)
    sets.insert(
        attempt_model(**tenant, message_id=message.id, at=now, outcome=answer.outcome.value, reason=answer.reason[:2000])
        for message, answer in answers
    )


def resend(message: Any, *, deliver: Task, tenant: dict[str, Any], now: datetime, url: str = "") -> None:
    """재전송: puts a message that was not sent, whose row the caller has locked, back in line. Raises IllegalTransition for one that was."""
    message.state, message.attempts = MACHINE.next_state(State(message.state), Event.RESEND).value, 0
    message.save(update_fields=["state", "attempts"])
    deliver.enqueue(now=now, key=f"message-{message.id}", url=url, **tenant, message_id=message.id)


def _note_attempt(message: Any, answer: Answer, now: datetime) -> None:
    message.attempts += 1
    event = event_of_attempt(delivered=answer.ok, retryable=answer.retryable, attempts=message.attempts)
    if event in MACHINE.allowed(State(message.state)):
        message.state = MACHINE.next_state(State(message.state), event).value
        message.last_outcome, message.last_reason = answer.outcome.value, answer.reason[:2000]
        message.sent_at = now if message.state == State.SENT else None
