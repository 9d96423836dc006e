"""클레임 조건: how long a merchant may take to answer claims, and what it pays for a pickup; an order keeps them as they were when it was placed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from minishop.kernel.won import Won

# The hub's bounds of each, both included.
BOUNDS = MappingProxyType({"cancel_hours": (12, 72), "accept_days": (1, 5), "look_days": (1, 5), "pickup_fee": (0, 100_000)})


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """``cancel_hours``: until a cancel that is asked for is approved by itself; ``accept_days``: until a return or an exchange is accepted;
    ``look_days``: until a collected return is refunded. ``pickup_fee``: what the hub's courier costs the merchant a pickup; 0 where
    the merchant sends its own."""

    cancel_hours: int = 24
    accept_days: int = 3
    look_days: int = 3
    pickup_fee: Won = Won(0)

    def facts(self) -> dict[str, int]:
        """As it is kept with an order."""
        return {name: int(value) for name, value in asdict(self).items()}


USUAL = ClaimTerms()


def claim_terms_of(facts: Mapping[str, Any]) -> ClaimTerms:
    """What facts of ``ClaimTerms.facts`` stand for; those of before there were any are the hub's own."""
    known = {**USUAL.facts(), **facts}
    return ClaimTerms(known["cancel_hours"], known["accept_days"], known["look_days"], Won(known["pickup_fee"]))
