"""What the senders of messages refuse."""

from __future__ import annotations

from typing import ClassVar

from minishop.kernel.errors import DomainError


class Refused(DomainError):
    """The message is not taken, and sending it again will not help."""

    code: ClassVar[str] = "refused"


class Unavailable(DomainError):
    """The message is not taken now."""

    code: ClassVar[str] = "unavailable"
    retryable: ClassVar[bool] = True
