"""배송 계약: what an order agreed on shipping and its return, kept with it whatever the shop changes later (E18, E20).

The hub evaluates the fee rule itself (A25), since a refund does not wait for a shop. An order whose shop sent no contract, or one that does
not give the registered fee, is flat: one base part that is never raised and given back only whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any, NamedTuple

from minishop.checkout.merchants.domain.claim_terms import USUAL, ClaimTerms, claim_terms_of
from minishop.kernel.won import Won


class FeeMode(StrEnum):
    """The shop's own fee, for general products (R57). ``FLAT``: the fee as it was registered, whatever is bought."""

    FREE = "free"
    ON_DELIVERY = "on_delivery"
    BELOW_AMOUNT = "below_amount"
    TIERS = "tiers"
    FLAT = "flat"


class FeeKind(StrEnum):
    """How one product pays for delivery (R58)."""

    GENERAL = "general"
    FREE = "free"
    GROWING = "growing"
    FIXED = "fixed"


class FlatBecause(StrEnum):
    """Why an order has no rule of its own: none was sent, it could not be read, or its sum is not the registered fee."""

    NONE_SENT = "none_sent"
    UNREADABLE = "unreadable"
    DIFFERS = "differs"


class Tier(NamedTuple):
    """구간: from this amount of goods upwards, this fee."""

    lower: Won
    fee: Won


class Region(NamedTuple):
    """도서산간: what is added for a range of postcodes, both ends included."""

    first: str
    last: str
    amount: Won


@dataclass(frozen=True, slots=True)
class Rule:
    """The shop's fee rule. ``all_lines``: the threshold looks at all lines (Q27); ``per_variant``: a fixed fee is each variant's (E10)."""

    mode: FeeMode
    threshold: Won = Won(0)
    fee: Won = Won(0)
    tiers: tuple[Tier, ...] = ()
    individual_fees: bool = False
    free_first: bool = False
    all_lines: bool = False
    per_variant: bool = False


@dataclass(frozen=True, slots=True)
class LineFee:
    """How one line pays for delivery: for a growing one ``fee`` for each started ``block`` of pieces."""

    kind: FeeKind = FeeKind.GENERAL
    fee: Won = Won(0)
    block: int = 1


@dataclass(frozen=True, slots=True)
class Contract:
    """``lines``: by the lines' places; ``return_fee`` is one way; ``points``: the rate in ten-thousandths; ``profile``: the merchant's;
    ``claims``: how long it may take to answer them, and what a pickup costs it."""

    rule: Rule
    lines: tuple[LineFee, ...]
    return_fee: Won = Won(0)
    exchange_fee: Won = Won(0)
    regions: tuple[Region, ...] = ()
    flat_because: FlatBecause | None = None
    points: int = 0
    profile: str = ""
    claims: ClaimTerms = USUAL

    def regional(self, zipcode: str) -> Won:
        """What delivery to a postcode costs besides; the dearest where several ranges hold it."""
        return max((one.amount for one in self.regions if one.first <= zipcode <= one.last), default=Won(0))


def flat(fee: Won, lines: int, because: FlatBecause) -> Contract:
    """The contract of an order that has no rule: its registered fee."""
    return Contract(Rule(FeeMode.FLAT, fee=fee), (LineFee(),) * lines, flat_because=because)


def are_tiers(tiers: Sequence[Tier]) -> bool:
    """Whether bands begin at 0 and rise (E17)."""
    return bool(tiers) and tiers[0].lower == 0 and all(one.lower < after.lower for one, after in pairwise(tiers))


def facts_of(contract: Contract) -> dict[str, Any]:
    """A contract as it is kept with an order."""
    rule = contract.rule
    return {
        "mode": rule.mode.value, "threshold": int(rule.threshold), "fee": int(rule.fee), "tiers": [[int(one) for one in tier] for tier in rule.tiers],
        "individual_fees": rule.individual_fees, "free_first": rule.free_first, "all_lines": rule.all_lines, "per_variant": rule.per_variant,
        "lines": [[line.kind.value, int(line.fee), line.block] for line in contract.lines],
        "return_fee": int(contract.return_fee), "exchange_fee": int(contract.exchange_fee),
        "regions": [[one.first, one.last, int(one.amount)] for one in contract.regions],
        "flat_because": contract.flat_because, "points": contract.points, "profile": contract.profile, "claims": contract.claims.facts(),
    }  # fmt: skip


def contract_of(facts: Mapping[str, Any]) -> Contract:
    """The contract that facts of ``facts_of`` stand for."""
    rule = Rule(
        FeeMode(facts["mode"]), Won(facts["threshold"]), Won(facts["fee"]), tuple(Tier(Won(lower), Won(fee)) for lower, fee in facts["tiers"]),
        facts["individual_fees"], facts["free_first"], facts["all_lines"], facts["per_variant"],
    )  # fmt: skip
    return Contract(
        rule,
        lines=tuple(LineFee(FeeKind(kind), Won(fee), block) for kind, fee, block in facts["lines"]),
        return_fee=Won(facts["return_fee"]),
        exchange_fee=Won(facts["exchange_fee"]),
        regions=tuple(Region(first, last, Won(amount)) for first, last, amount in facts["regions"]),
        flat_because=FlatBecause(facts["flat_because"]) if facts["flat_because"] else None,
        points=facts["points"],
        profile=facts["profile"],
        claims=claim_terms_of(facts.get("claims", {})),
    )
