"""What a carrier refuses."""

from __future__ import annotations

from typing import ClassVar

from minishop.kernel.errors import DomainError


class UnknownNumber(DomainError):
    """The carrier does not know the number."""

    code: ClassVar[str] = "not_found"


class Unavailable(DomainError):
    """The carrier does not answer now."""

    code: ClassVar[str] = "unavailable"
    retryable: ClassVar[bool] = True
