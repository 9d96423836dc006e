"""신청한 것: a claim as its proposal needs it, which is all that has to be kept to make the proposal again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from minishop.checkout.claims.domain.states import ClaimKind
from minishop.kernel.won import Won


class Fault(StrEnum):
    """귀책: whose reason it is."""

    BUYER = "buyer"
    SELLER = "seller"
    NOBODY = "nobody"


class Way(StrEnum):
    """How the goods come back: with a courier that seller or hub call, or sent by the buyer (RETURN_INDIVIDUAL)."""

    COURIER = "courier"
    BY_BUYER = "by_buyer"


class Fee(StrEnum):
    """What a claim may keep beside what belongs to a shipping part, and the dues of those, in the order in which they are withheld."""

    DUE = "due"
    RETURN_FEE = "return_fee"
    EXCHANGE_FEE = "exchange_fee"
    REGION = "region"
    EXTRA_FEE = "extra_fee"


@dataclass(frozen=True, slots=True)
class Wanted:
    """All places are those of the order's lines.

    ``lines``: pieces by place. ``carried``: the lines of the whole order that have left with a carrier by then. ``pickup``: the postcode
    where goods are fetched. ``lowered``: what seller or operator lowered a fee to; never raised above the contract's. ``extra_fee``: as a
    seller names it under a hold. ``advanced``: carriage that the buyer paid a carrier for the seller's fault, on proof.
    ``waived``: the seller asks for nothing beyond what is withheld. ``points_short``: granted points to be taken back that the buyer's
    balance does not hold.
    """

    kind: ClaimKind
    lines: Mapping[int, int]
    fault: Fault
    carried: frozenset[int] = frozenset()
    way: Way = Way.COURIER
    pickup: str = ""
    lowered: Mapping[Fee, Won] = field(default_factory=dict)
    extra_fee: Won = Won(0)
    advanced: Won = Won(0)
    waived: bool = False
    points_short: Won = Won(0)


def facts_of(wanted: Wanted) -> dict[str, Any]:
    """As it is kept with its claim."""
    return {
        "kind": wanted.kind.value, "lines": sorted(wanted.lines.items()), "fault": wanted.fault.value, "carried": sorted(wanted.carried),
        "way": wanted.way.value, "pickup": wanted.pickup, "lowered": {fee.value: int(amount) for fee, amount in wanted.lowered.items()},
        "extra_fee": int(wanted.extra_fee), "advanced": int(wanted.advanced), "waived": wanted.waived, "points_short": int(wanted.points_short),
    }  # fmt: skip


def wanted_of(facts: Mapping[str, Any]) -> Wanted:
    """What facts of ``facts_of`` stand for."""
    return Wanted(
        ClaimKind(facts["kind"]), dict(facts["lines"]), Fault(facts["fault"]), frozenset(facts["carried"]), Way(facts["way"]), facts["pickup"],
        {Fee(fee): Won(amount) for fee, amount in facts["lowered"].items()}, Won(facts["extra_fee"]), Won(facts["advanced"]), facts["waived"],
        Won(facts["points_short"]),
    )  # fmt: skip
