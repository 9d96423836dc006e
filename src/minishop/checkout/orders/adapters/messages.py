"""SMS and mail to buyers. A sandbox installation sends them to the sandbox's page (protocol/sandbox)."""

from __future__ import annotations

import json

from django.conf import settings

from minishop.chassis.http import Answer, Outcome, Terms, exchange


def can_send() -> bool:
    """Whether this installation has somewhere to send messages to."""
    return settings.SANDBOX is not None


def send_sms(*, to: str, sender: str, text: str, key: str) -> Answer:
    """One SMS; the same ``key`` again is the same message."""
    return _post("sms", {"to": to, "from": sender, "text": text}, key)


def send_mail(*, to: str, sender: str, subject: str, text: str, key: str) -> Answer:
    """One mail; the same ``key`` again is the same message."""
    return _post("mail", {"to": to, "from": sender, "subject": subject, "text": text}, key)


def _post(kind: str, message: dict[str, str], key: str) -> Answer:
    if settings.SANDBOX is None:
        return Answer(Outcome.UNREACHABLE, reason="this installation sends no messages")
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    content = json.dumps(message, ensure_ascii=False).encode()
    url = f"{settings.SANDBOX.url}/messages/v1/{kind}"
    return exchange("POST", url, content=content, headers=headers, max_bytes=10_000, terms=Terms(kind))
