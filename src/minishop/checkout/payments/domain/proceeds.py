"""판매대금: what an order brings its merchant, and when it becomes due (claims.md 4 and 6.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from minishop.kernel.won import Won


class ProceedsKind(StrEnum):
    """What moved an order's proceeds. ``LINE``, ``REST`` (shipping and dues) and ``FEE`` make something due; ``CLAIM`` ends something.

    ``CLAIM_FEE``: a fee that a buyer paid for a claim, earned.
    """

    PAYMENT = "payment"
    CLAIM = "claim"
    LINE = "line"
    REST = "rest"
    FEE = "fee"
    CLAIM_FEE = "claim_fee"


@dataclass(frozen=True, slots=True)
class Proceeds:
    """``money`` came through the PG, ``benefits`` from the hub: points used and its share of discounts."""

    money: Won = Won(0)
    benefits: Won = Won(0)

    @property
    def sum(self) -> Won:
        """Both."""
        return self.money + self.benefits

    def __add__(self, other: Self) -> Proceeds:
        return Proceeds(self.money + other.money, self.benefits + other.benefits)

    def __sub__(self, other: Self) -> Proceeds:
        return Proceeds(self.money - other.money, self.benefits - other.benefits)

    def at_most(self, other: Self) -> Proceeds:
        """As much of each kind as the other has."""
        return Proceeds(min(self.money, other.money), min(self.benefits, other.benefits))

    def first(self, amount: Won) -> Proceeds:
        """So much of them, money first; all of them where they are less."""
        money = min(amount, self.money)
        return Proceeds(money, min(amount - money, self.benefits))


NOTHING = Proceeds()


@dataclass(frozen=True, slots=True)
class LineStanding:
    """What a line that lives still holds, in the order of their places; ``finalized`` and whether that was made ``due`` before."""

    line_id: int
    holds: Proceeds
    finalized: bool
    due: bool


@dataclass(frozen=True, slots=True)
class Due:
    """What becomes due: a line's proceeds, or with no line the shipping and dues of the order."""

    line_id: int | None
    proceeds: Proceeds


def becoming_due(pending: Proceeds, lines: Sequence[LineStanding], *, any_due: bool) -> list[Due]:
    """What of an order's pending proceeds is due now: lines that were finalized, and what no living line holds.

    That rest (shipping parts, dues) comes with the first finalized line, and at once where one is due already or none lives.
    """
    new = [line for line in lines if line.finalized and not line.due]
    held = NOTHING
    for line in lines:
        if not line.due:
            held += line.holds
    rest = pending - held
    dues = [Due(line.line_id, line.holds) for line in new if line.holds.sum]
    if rest.sum and (new or any_due or not lines):
        dues.insert(0, Due(None, rest))
    return dues
