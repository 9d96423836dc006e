"""What the hub says no to about accounts."""

from __future__ import annotations

from typing import ClassVar

from minishop.kernel.errors import DomainError


class LoginTaken(DomainError):
    """Somebody has this login name already."""

    code: ClassVar[str] = "login_taken"
