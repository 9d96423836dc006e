"""What the hub says no to about claims."""

from __future__ import annotations

from typing import ClassVar

from minishop.checkout.claims.domain.permission import Refusal
from minishop.kernel.errors import DomainError


class ClaimRefused(DomainError):
    """A claim, or a step of one, that cannot be. ``why`` is a Refusal; ``state`` where it says how things stand instead."""

    code: ClassVar[str] = "claim_refused"

    @property
    def why(self) -> Refusal:
        """The reason."""
        return Refusal(str(self.facts["why"]))


def refused(why: Refusal, **facts: object) -> ClaimRefused:
    """The error of a reason."""
    return ClaimRefused(why=why.value, **facts)
