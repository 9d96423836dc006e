"""What the hub says no to about hosts."""

from __future__ import annotations

from typing import ClassVar

from minishop.kernel.errors import DomainError


class NameTaken(DomainError):
    """Another host has this name."""

    code: ClassVar[str] = "host_name_taken"


class TooManyTokens(DomainError):
    """The host has as many valid tokens as it may: one of them is revoked first."""

    code: ClassVar[str] = "too_many_host_tokens"
