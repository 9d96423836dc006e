"""Taking a message."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from minishop.sandbox.messages.domain import Answer, Kind
from minishop.sandbox.messages.errors import Refused, Unavailable
from minishop.sandbox.messages.models import Message
from minishop.sandbox.switches.services import use_up


@dataclass(frozen=True, slots=True)
class Letter:
    """Who is told what by whom; a text message has no subject."""

    recipient: str
    sender: str
    text: str
    subject: str = ""


def take(*, kind: Kind, letter: Letter, idempotency_key: str, now: datetime) -> Message:
    """The message taken; the same key again gives the first one. Uses up the chosen answer: raises Refused, Unavailable."""
    answer, message = _take(kind, letter, idempotency_key, now)
    if message is not None:
        return message
    raise Refused if answer is Answer.REFUSE else Unavailable


@transaction.atomic
def _take(kind: Kind, letter: Letter, idempotency_key: str, now: datetime) -> tuple[Answer, Message | None]:
    # The answer is used up also when the message is refused, so the refusal is raised outside this transaction.
    known = Message.objects.filter(kind=kind, idempotency_key=idempotency_key).first()
    if known is not None:
        return Answer.ACCEPT, known
    answer = Answer(use_up(channel=kind) or Answer.ACCEPT)
    if answer is not Answer.ACCEPT:
        return answer, None
    told = {**asdict(letter), "received_at": now}
    message, _ = Message.objects.get_or_create(kind=kind, idempotency_key=idempotency_key, defaults=told)
    return answer, message
