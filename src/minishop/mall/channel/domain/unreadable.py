"""What the hub answers and the protocol does not have."""

from __future__ import annotations

from typing import ClassVar

from minishop.kernel.errors import DomainError


class UnreadableAnswer(DomainError):
    """The hub answered something that the protocol does not have."""

    code: ClassVar[str] = "unreadable_answer"
