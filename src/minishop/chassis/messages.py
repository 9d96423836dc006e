"""SMS and mail to people. A sandbox installation sends them to the sandbox's page (protocol/sandbox)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings

from minishop.chassis.http import Answer, Outcome, Terms, exchange
from minishop.chassis.jobs.registry import Later


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said, in the reader's language; a text message has no subject."""

    text: str
    subject: str = ""


def can_send() -> bool:
    """Whether this installation has somewhere to send messages to."""
    return settings.SANDBOX is not None


def send_sms(*, to: str, sender: str, text: str, key: str) -> Answer:
    """One SMS; the same ``key`` again is the same message."""
    return _post("sms", {"to": to, "from": sender, "text": text}, key)


def send_mail(*, to: str, sender: str, subject: str, text: str, key: str) -> Answer:
    """One mail; the same ``key`` again is the same message."""
    return _post("mail", {"to": to, "from": sender, "subject": subject, "text": text}, key)


def sender_of_texts() -> str:
    """Whom a text message of this service itself is from."""
    return str(settings.BRAND["en"])


def mail(letter: Letter, *, to: str, key: str) -> None:
    """For a task: has a letter of this service delivered, if there is somewhere to send it to. Raises Later when another try may help."""
    if can_send():
        sender = f"no-reply@{settings.OWN_ADDRESS.host}"
        _or_later(send_mail(to=to, sender=sender, subject=letter.subject, text=letter.text, key=key))


def text(letter: Letter, *, to: str, sender: str, key: str) -> None:
    """As ``mail``, by SMS."""
    if can_send():
        _or_later(send_sms(to=to, sender=sender, text=letter.text, key=key))


def _or_later(answer: Answer) -> None:
    if not answer.ok:
        raise Later(answer.reason)


def _post(kind: str, message: dict[str, str], key: str) -> Answer:
    if settings.SANDBOX is None:
        return Answer(Outcome.UNREACHABLE, reason="this installation sends no messages")
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    content = json.dumps(message, ensure_ascii=False).encode()
    url = f"{settings.SANDBOX.url}/messages/v1/{kind}"
    return exchange("POST", url, content=content, headers=headers, max_bytes=10_000, terms=Terms(kind))
