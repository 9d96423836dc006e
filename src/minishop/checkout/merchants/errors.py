"""What the hub says no to about merchants."""

from __future__ import annotations

from typing import ClassVar

from minishop.kernel.errors import DomainError


class ReasonMissing(DomainError):
    """A rejection needs a reason that the applicant can act on."""

    code: ClassVar[str] = "reason_missing"
