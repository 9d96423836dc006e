"""What the hub says no to about claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from minishop.checkout.claims.domain.permission import Refusal
from minishop.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class Tried:
    """A step that a claim's table of states does not have, or not for whoever tried it."""

    merchant_id: int
    claim_id: int
    event: str
    state: str
    actor: str


class ClaimRefused(DomainError):
    """A claim, or a step of one, that cannot be. ``why`` is a Refusal; ``state`` where it says how things stand instead.

    ``step``: what was tried, where a machine refused it.
    """

    code: ClassVar[str] = "claim_refused"
    step: Tried | None = None

    @property
    def why(self) -> Refusal:
        """The reason."""
        return Refusal(str(self.facts["why"]))


def refused(why: Refusal, **facts: object) -> ClaimRefused:
    """The error of a reason."""
    return ClaimRefused(why=why.value, **facts)
