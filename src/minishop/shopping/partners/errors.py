"""What the search says no to about partners."""

from __future__ import annotations

from typing import ClassVar

from minishop.kernel.errors import DomainError


class ReasonMissing(DomainError):
    """A rejection or suspension needs a reason that the shop can act on."""

    code: ClassVar[str] = "reason_missing"


class AlreadyApplied(DomainError):
    """The shop has an application that is open or approved; a second one would list its products twice."""

    code: ClassVar[str] = "already_applied"


class EmailTaken(DomainError):
    """An operator with this e-mail exists."""

    code: ClassVar[str] = "email_taken"
