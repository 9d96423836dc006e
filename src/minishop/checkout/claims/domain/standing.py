"""지금까지의 클레임: how an order stands after its claims, part by part (docs/rules/proposals.md).

A part's charge is what was paid for it, less what was given back, and what was claimed later (처음 배송비). Everything follows from the order
and its claims in their order, so that they can be replayed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from minishop.checkout.claims.domain.wanted import Fault, Wanted
from minishop.checkout.orders.domain.shares import Share, part_of
from minishop.checkout.orders.domain.tariff import Bought, PartKey
from minishop.kernel.won import Won


@dataclass(frozen=True, slots=True)
class Paid:
    """By what an amount was paid: withheld from money or points, paid by itself, or not at all, the seller having waived it."""

    money: Won = Won(0)
    points: Won = Won(0)
    by_itself: Won = Won(0)
    waived: Won = Won(0)

    @property
    def amount(self) -> Won:
        """All of it."""
        return self.money + self.points + self.by_itself + self.waived

    def first(self, amount: Won) -> Paid:
        """So much of it: money before points before a payment of its own (rule 5)."""
        taken = []
        for one in (self.money, self.points, self.by_itself, self.waived):
            taken.append(min(one, amount))
            amount -= taken[-1]
        return Paid(*taken)

    def __add__(self, more: Paid) -> Paid:
        return Paid(self.money + more.money, self.points + more.points, self.by_itself + more.by_itself, self.waived + more.waived)

    def __sub__(self, less: Paid) -> Paid:
        return Paid(self.money - less.money, self.points - less.points, self.by_itself - less.by_itself, self.waived - less.waived)


NOTHING = Paid()


@dataclass(frozen=True, slots=True)
class PartStanding:
    """``back``: given back of what was charged at payment. ``due``: claimed later and kept. ``closed``: never raised again (rule 3)."""

    back: Won = Won(0)
    due: Paid = NOTHING
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Back:
    """What of a part is given back: of what was charged at payment, and of what was claimed later."""

    share: Share
    due: Paid = NOTHING


class End(NamedTuple):
    """Pieces of a line that were cancelled or returned. ``carried``: they had left with a carrier."""

    place: int
    pieces: int
    fault: Fault
    carried: bool


@dataclass(frozen=True)
class Standing:
    """An order after some claims. ``carried``: the lines that have left so far."""

    bought: Bought
    ends: tuple[End, ...] = ()
    parts: Mapping[PartKey, PartStanding] = field(default_factory=dict)
    carried: frozenset[int] = frozenset()

    def without(self, wanted: Wanted) -> Standing:
        """The order with a claim's pieces gone and its parts as they were. Raises ValueError for more pieces than live."""
        ends = [End(place, pieces, wanted.fault, place in wanted.carried) for place, pieces in sorted(wanted.lines.items())]
        then = replace(self, ends=(*self.ends, *ends), carried=self.carried | wanted.carried)
        if any(pieces < 1 for pieces in wanted.lines.values()) or min(then.living) < 0:
            raise ValueError(f"not so many pieces live: {dict(wanted.lines)}")
        return then

    def part(self, key: PartKey) -> PartStanding:
        """How a part stands."""
        return self.parts.get(key, PartStanding())

    def charged(self, key: PartKey) -> Won:
        """What a part costs the buyer by now."""
        part = self.part(key)
        return self.bought.shipping[key].amount - part.back + part.due.amount

    def back(self, key: PartKey, amount: Won, *, due_first: bool) -> Back:
        """So much of a part's charge. ``due_first``: what was claimed last goes back first; else it is kept (rule 5)."""
        part, share = self.part(key), self.bought.shipping[key]
        due = part.due.first(amount) if due_first else NOTHING
        until = part.back + amount - due.amount
        return Back(part_of(share, until, share.amount) - part_of(share, part.back, share.amount), due)

    def ended(self, place: int) -> int:
        """How many of a line's pieces are gone."""
        return sum(end.pieces for end in self.ends if end.place == place)

    @property
    def living(self) -> list[int]:
        """What was neither cancelled nor returned, line by line."""
        return self._pieces(lambda end: True)

    @property
    def counted(self) -> list[int]:
        """What threshold and free-first see: what lives, and what ended without the buyer's fault (rule 1)."""
        return self._pieces(lambda end: end.fault is Fault.BUYER)

    @property
    def earning(self) -> list[int]:
        """What a growing fee stays earned by though the seller fails: what lives, and what travelled and came back without the seller's fault."""
        return self._pieces(lambda end: end.fault is Fault.SELLER or not end.carried)

    def _pieces(self, is_gone: Callable[[End], bool]) -> list[int]:
        left = [goods.quantity for goods in self.bought.tariff.goods]
        for end in filter(is_gone, self.ends):
            left[end.place] -= end.pieces
        return left
