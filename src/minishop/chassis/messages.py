"""SMS and mail to people. A sandbox installation sends them to the sandbox's page (protocol/sandbox); where a mail server is configured, mail
goes there. Nobody is known yet to whom a production installation could hand its SMS."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings

from minishop.chassis.http import Answer, Outcome, Terms, exchange
from minishop.chassis.jobs.registry import Later
from minishop.chassis.mail_server import Undelivered


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said, in the reader's language; a text message has no subject. A subject is one line, whoever's names stand in it: a second
    one would be another header of the mail."""

    text: str
    subject: str = ""

    def __post_init__(self) -> None:
        """Makes one line of the subject."""
        object.__setattr__(self, "subject", " ".join(self.subject.split()))


def can_mail() -> bool:
    """Whether this installation has somewhere to send mail to."""
    return settings.MAIL_SERVER is not None or settings.SANDBOX is not None


def can_text() -> bool:
    """Whether this installation has somewhere to send SMS to."""
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
    sender = settings.MAIL_SENDER or f"no-reply@{settings.OWN_ADDRESS.host}"
    if settings.MAIL_SERVER is not None:
        try:
            settings.MAIL_SERVER.deliver(to=to, sender=sender, subject=letter.subject, text=letter.text, key=key)
        except Undelivered as error:
            raise Later(str(error)) from error
    elif can_mail():
        _or_later(send_mail(to=to, sender=sender, subject=letter.subject, text=letter.text, key=key))


def text(letter: Letter, *, to: str, sender: str, key: str) -> None:
    """As ``mail``, by SMS."""
    if can_text():
        _or_later(send_sms(to=to, sender=sender, text=letter.text, key=key))


def by(way: str, letter: Letter, *, mobile: str, email: str, sender: str, key: str) -> None:
    """Sends a letter by ``sms`` or ``mail``, to where that goes. Raises Later as each does."""
    if way == "sms":
        text(letter, to=mobile, sender=sender, key=key)
    else:
        mail(letter, to=email, key=key)


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
