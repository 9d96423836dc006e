"""What is refused about shops to try."""

from __future__ import annotations

from typing import ClassVar

from minishop.kernel.errors import DomainError


class TooManyDemos(DomainError):
    """As many shops as may be are being tried now."""

    code: ClassVar[str] = "too_many_demos"


class TooManyFromHere(DomainError):
    """Whoever asks has opened enough shops to try from one address for a while."""

    code: ClassVar[str] = "too_many_from_here"
