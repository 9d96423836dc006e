"""장바구니 규칙: what of a cart can be bought, and what changing it does to the shipping fee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from minishop.kernel.won import Won, total
from minishop.mall.shipping.domain.fee import Basis, Bill, Kind, Line, Mode, PaidAtTheDoor, Policy, shipping_fee

MOST = 999


class Problem(StrEnum):
    """Why a line of a cart cannot be bought as it stands."""

    NOT_BUYABLE = "not_buyable"
    NOT_ENOUGH = "not_enough"
    BELOW_MINIMUM = "below_minimum"
    ABOVE_MAXIMUM = "above_maximum"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line of a cart with the catalogue's facts of this moment; ``left`` None is not counted."""

    key: int
    line: Line
    buyable: bool
    left: int | None
    minimum: int = 1
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """What the cart costs: goods, the shipping bill (None where cash on delivery forbids Checkout), and problems by line."""

    goods: Won
    bill: Bill | None
    problems: dict[int, Problem]

    @property
    def total(self) -> Won:
        return self.goods + (self.bill.total if self.bill else Won(0))

    @property
    def can_buy(self) -> bool:
        return self.goods > 0 and self.bill is not None and not self.problems


def quote(wanted: Sequence[Wanted], policy: Policy) -> Quote:
    """The price of a cart. Lines that are not for sale count neither for goods nor for the fee (A25, step 1)."""
    problems = {one.key: problem for one in wanted if (problem := problem_of(one, wanted)) is not None}
    lines = [one.line for one in wanted if problems.get(one.key) is not Problem.NOT_BUYABLE]
    try:
        bill: Bill | None = shipping_fee(lines, policy)
    except PaidAtTheDoor:
        bill = None
    return Quote(total(line.amount for line in lines), bill, problems)


def problem_of(one: Wanted, among: Sequence[Wanted]) -> Problem | None:
    """Why a line cannot be bought; stock and limits look at all lines of the same variant or product together."""
    if not one.buyable:
        return Problem.NOT_BUYABLE
    of_variant = sum(other.line.quantity for other in among if other.line.variant == one.line.variant)
    of_product = sum(other.line.quantity for other in among if other.line.product == one.line.product)
    if one.left is not None and of_variant > one.left:
        return Problem.NOT_ENOUGH
    if of_product < one.minimum:
        return Problem.BELOW_MINIMUM
    if of_product > min(one.maximum or MOST, MOST):
        return Problem.ABOVE_MAXIMUM
    return None


def dearer_without(key: int, wanted: Sequence[Wanted], policy: Policy) -> Won:
    """By how much the shipping fee would rise if a line were removed; 0 where it would not (E19)."""
    now, then = quote(wanted, policy), quote([one for one in wanted if one.key != key], policy)
    if now.bill is None or then.bill is None or not then.goods:
        return Won(0)
    return max(then.bill.total - now.bill.total, Won(0))


def ends_free_first(one: Wanted, wanted: Sequence[Wanted], policy: Policy) -> bool:
    """Whether a line is the last free product of a cart in which free first is at work (E19)."""
    if not (policy.individual_fees and policy.free_first and one.line.kind is Kind.FREE):
        return False
    return not any(other.line.kind is Kind.FREE and other.buyable for other in wanted if other.key != one.key)


def missing_for_free(wanted: Sequence[Wanted], policy: Policy) -> Won:
    """How much more of the goods that count makes the base fee free; 0 where it is free or cannot become so."""
    if policy.mode is not Mode.BELOW_AMOUNT or not policy.fee:
        return Won(0)
    lines = [one.line if policy.individual_fees else replace(one.line, kind=Kind.GENERAL) for one in wanted if one.buyable]
    general = [line for line in lines if line.kind is Kind.GENERAL]
    waived = policy.individual_fees and policy.free_first and any(line.kind is Kind.FREE for line in lines)
    if waived or not general:
        return Won(0)
    counted = general if policy.basis is Basis.GENERAL_LINES else lines
    return max(policy.threshold - total(line.amount for line in counted), Won(0))
