"""배송비: what delivery of a cart costs, and why (A25; worked examples in docs/rules/shipping-fee.md).

Everything here is a pure function of plain lines and a stored policy. All amounts are whole won.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import ClassVar, assert_never

from minishop.kernel.errors import DomainError
from minishop.kernel.won import Won, total

RULE_VERSION = 1


class Mode(StrEnum):
    """The shop's own fee, for general products (R57)."""

    FREE = "free"
    ON_DELIVERY = "on_delivery"
    BELOW_AMOUNT = "below_amount"
    TIERS = "tiers"


class Kind(StrEnum):
    """How one product pays for delivery (R58)."""

    GENERAL = "general"
    FREE = "free"
    GROWING = "growing"
    FIXED = "fixed"


class Basis(StrEnum):
    """Which lines the threshold or the tiers look at (Q27)."""

    GENERAL_LINES = "general_lines"
    ALL_LINES = "all_lines"


class DoorGate(StrEnum):
    """When cash on delivery forbids buying through Checkout (Q28)."""

    GENERAL_PRESENT = "general_present"
    ALWAYS = "always"
    NEVER = "never"


class FixedPer(StrEnum):
    """Whether a fixed fee is charged once a product or once a variant (E10)."""

    PRODUCT = "product"
    VARIANT = "variant"


@dataclass(frozen=True, slots=True)
class Tier:
    """구간: from this amount of goods upwards, this fee."""

    lower: Won
    fee: Won


@dataclass(frozen=True, slots=True)
class Policy:
    """A shop's stored settings. ``tiers`` counts only in mode ``TIERS``; threshold and fee only in ``BELOW_AMOUNT``.

    ``return_fee``, one way, and ``exchange_fee``, both, are what a buyer pays who changes their mind; no bill has them.
    """

    mode: Mode
    threshold: Won = Won(0)
    fee: Won = Won(0)
    tiers: tuple[Tier, ...] = ()
    individual_fees: bool = False
    free_first: bool = False
    basis: Basis = Basis.GENERAL_LINES
    door_gate: DoorGate = DoorGate.GENERAL_PRESENT
    fixed_per: FixedPer = FixedPer.PRODUCT
    return_fee: Won = Won(3_000)
    exchange_fee: Won = Won(6_000)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cart, clean of what cannot be bought. ``unit_price`` includes the option's surcharge."""

    product: str
    variant: str
    unit_price: Won
    quantity: int
    kind: Kind = Kind.GENERAL
    fee: Won = Won(0)
    block: int = 1

    @property
    def amount(self) -> Won:
        return self.unit_price * self.quantity


class Part(StrEnum):
    """What a row of the bill is for."""

    BASE = "base"
    FIXED = "fixed"
    GROWING = "growing"
    REGIONAL = "regional"


class Why(StrEnum):
    """The rule that made a row what it is; the pages say it in words."""

    SHOP_FREE = "shop_free"
    BELOW_THRESHOLD = "below_threshold"
    REACHED_THRESHOLD = "reached_threshold"
    TIER = "tier"
    PAID_AT_THE_DOOR = "paid_at_the_door"
    PER_PRODUCT = "per_product"
    PER_BLOCK = "per_block"
    WAIVED_BY_FREE_PRODUCT = "waived_by_free_product"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled amount, so that the total explains itself. ``about`` is the basis amount, or the number of blocks."""

    part: Part
    amount: Won
    why: Why
    product: str = ""
    about: int = 0


@dataclass(frozen=True, slots=True)
class Bill:
    """배송비 내역: the rows and their sum."""

    rows: tuple[Row, ...]
    version: int = RULE_VERSION

    @property
    def total(self) -> Won:
        return total(row.amount for row in self.rows)

    @property
    def paid_at_the_door(self) -> bool:
        """Whether the base fee is none of these rows' amounts because the buyer pays it on delivery."""
        return any(row.why is Why.PAID_AT_THE_DOOR for row in self.rows)


class PaidAtTheDoor(DomainError):
    """착불: this cart cannot be bought through Checkout (R61)."""

    code: ClassVar[str] = "paid_at_the_door"


class BadTiers(DomainError):
    """The bands do not start at 0, do not rise, or there are none (E17)."""

    code: ClassVar[str] = "bad_tiers"


def check_tiers(tiers: Sequence[Tier]) -> None:
    """Raises BadTiers unless the bands start at 0 and their lower bounds rise; the last is open upwards by its form."""
    if not tiers or tiers[0].lower != 0:
        raise BadTiers(problem="must_start_at_zero")
    if any(upper.lower <= lower.lower for lower, upper in pairwise(tiers)):
        raise BadTiers(problem="must_rise")


def shipping_fee(lines: Sequence[Line], policy: Policy, regional: Won = Won(0)) -> Bill:
    """The bill for a cart. The order of the lines does not matter.

    ``regional`` is the surcharge of the destination, once a parcel group. Raises PaidAtTheDoor where the shop's
    cash-on-delivery mode forbids buying (before any free-first rule, E6).
    """
    if not lines:
        return Bill(())
    lines = [line if policy.individual_fees else _as_general(line) for line in lines]
    _pass_door_gate(lines, policy)
    waived = policy.free_first and policy.individual_fees and any(line.kind is Kind.FREE for line in lines)
    rows = [*_base(lines, policy, waived), *_fixed(lines, policy, waived), *_growing(lines)]
    if regional:
        rows.append(Row(Part.REGIONAL, regional, Why.REGION))
    return Bill(tuple(rows))


def _as_general(line: Line) -> Line:
    return Line(line.product, line.variant, line.unit_price, line.quantity)


def _pass_door_gate(lines: Sequence[Line], policy: Policy) -> None:
    if policy.mode is not Mode.ON_DELIVERY or policy.door_gate is DoorGate.NEVER:
        return
    general = any(line.kind is Kind.GENERAL for line in lines)
    if general or policy.door_gate is DoorGate.ALWAYS:
        raise PaidAtTheDoor


def _base(lines: Sequence[Line], policy: Policy, waived: bool) -> list[Row]:
    general = [line for line in lines if line.kind is Kind.GENERAL]
    if not general:
        return []
    counted = general if policy.basis is Basis.GENERAL_LINES else lines
    amount = total(line.amount for line in counted)
    if waived:
        return [Row(Part.BASE, Won(0), Why.WAIVED_BY_FREE_PRODUCT, about=amount)]
    fee, why = _base_fee(amount, policy)
    return [Row(Part.BASE, fee, why, about=amount)]


def _base_fee(amount: Won, policy: Policy) -> tuple[Won, Why]:
    match policy.mode:
        case Mode.FREE:
            return Won(0), Why.SHOP_FREE
        case Mode.ON_DELIVERY:
            return Won(0), Why.PAID_AT_THE_DOOR
        case Mode.BELOW_AMOUNT:
            below = amount < policy.threshold
            return (policy.fee, Why.BELOW_THRESHOLD) if below else (Won(0), Why.REACHED_THRESHOLD)
        case Mode.TIERS:
            check_tiers(policy.tiers)
            return [tier.fee for tier in policy.tiers if tier.lower <= amount][-1], Why.TIER
        case _:
            assert_never(policy.mode)


def _fixed(lines: Sequence[Line], policy: Policy, waived: bool) -> list[Row]:
    per_product = policy.fixed_per is FixedPer.PRODUCT
    fees = {line.product if per_product else f"{line.product}/{line.variant}": line for line in lines if line.kind is Kind.FIXED}
    why = Why.WAIVED_BY_FREE_PRODUCT if waived else Why.PER_PRODUCT
    return [Row(Part.FIXED, Won(0) if waived else line.fee, why, line.product) for _, line in sorted(fees.items())]


def _growing(lines: Sequence[Line]) -> list[Row]:
    growing = sorted((line for line in lines if line.kind is Kind.GROWING), key=lambda line: line.product)
    rows = []
    for product, same in groupby(growing, key=lambda line: line.product):
        parts = list(same)
        blocks = -(-sum(line.quantity for line in parts) // parts[0].block)
        rows.append(Row(Part.GROWING, parts[0].fee * blocks, Why.PER_BLOCK, product, blocks))
    return rows
