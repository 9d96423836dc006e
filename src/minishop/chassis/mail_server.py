"""The mail server of an installation: one SMTP server of the operator's choice, named by ``MINISHOP_MAIL_URL``."""

from __future__ import annotations

import hashlib
import os
import smtplib
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

_PORTS = {"smtp": 587, "smtps": 465}
_ON_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
# Each step of the talk; a server of one's own that is slower is out of order.
_PATIENCE = 10


class Undelivered(Exception):
    """The server did not take a mail; another try may help. Its text is the reason."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in. ``tls``: from the first byte, after STARTTLS, or not at all on the machine itself."""

    host: str
    port: int
    tls: Literal["from the start", "after a word", "none"]
    user: str = ""
    password: str = field(default="", repr=False)

    def deliver(self, *, to: str, sender: str, subject: str, text: str, key: str) -> None:
        """Hands one mail in. SMTP knows no idempotency: the same ``key`` gives the same Message-ID, by which a mailbox may know it again.

        Raises Undelivered, whose text names no recipient: reasons stand on pages and in logs.
        """
        letter = EmailMessage(
            " ".join(subject.split()),
            text,
            sender,
            [to],
            headers={"Message-ID": _message_id(key, sender)},
            connection=self._connection(),
        )
        try:
            letter.send()
        except (smtplib.SMTPException, OSError) as error:
            raise Undelivered(str(error).replace(to, "…")) from None

    def _connection(self) -> EmailBackend:
        return EmailBackend(
            host=self.host,
            port=self.port,
            username=self.user,
            password=self.password,
            use_tls=self.tls == "after a word",
            use_ssl=self.tls == "from the start",
            timeout=_PATIENCE,
        )


def configured_server() -> MailServer | None:
    """What ``MINISHOP_MAIL_URL`` says, such as ``smtp://user:password@mail.example``; None where it is not set.

    ``smtp`` asks for STARTTLS (port 587 unless one is named), except of the machine itself; ``smtps`` speaks TLS at once (465).
    Raises ImproperlyConfigured, without repeating the value: it holds a password.
    """
    value = os.environ.get("MINISHOP_MAIL_URL", "").strip()
    if not value:
        return None
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        host, port = "", 0
    if not host or not port:
        raise ImproperlyConfigured(
            "MINISHOP_MAIL_URL must be such as smtp://user:password@mail.example:587 or smtps://mail.example"
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if parts.scheme == "smtps":
        return MailServer(host, port, "from the start", user, password)
    return MailServer(host, port, "none" if host in _ON_THIS_MACHINE else "after a word", user, password)


def _message_id(key: str, sender: str) -> str:
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{sender.rpartition('@')[2]}>"
