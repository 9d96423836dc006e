"""What the hub answers and the protocol does not have."""

from __future__ import annotations

from typing import ClassVar

from minishop.kernel.errors import DomainError


def storable(text: str) -> str:
    """A text that somebody else wrote, without what no database keeps: NULs, halves of characters."""
    return text.replace("\0", "").encode(errors="replace").decode()


class UnreadableAnswer(DomainError):
    """The hub answered something that the protocol does not have."""

    code: ClassVar[str] = "unreadable_answer"
