"""What the clock refuses."""

from __future__ import annotations

from typing import ClassVar

from minishop.kernel.errors import DomainError


class NotShared(DomainError):
    """``MINISHOP_CLOCK_FILE`` is not set, so the services would not follow."""

    code: ClassVar[str] = "clock_not_shared"


class AlreadyMoved(DomainError):
    """The clock stands elsewhere than the page that asks had shown: a second press, or somebody else's."""

    code: ClassVar[str] = "clock_already_moved"
