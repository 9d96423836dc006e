"""배송비 계산: what a contract charges for any part of an order's lines, part by part (A25).

The hub's own evaluation; protocol/minishop has the examples that it and the shop's are held to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, assert_never

from minishop.checkout.orders.domain.contract import Contract, FeeKind, FeeMode
from minishop.checkout.orders.domain.shares import PartKind, Share
from minishop.kernel.won import Won, total


class PartKey(NamedTuple):
    """A shipping part. ``product``: whose fixed or growing fee it is; with a fee for each variant, ``product/variant``."""

    kind: PartKind
    product: str = ""


class Goods(NamedTuple):
    """A line as the rule sees it: ``amount`` of all its pieces, before discounts (E15)."""

    product: str
    variant: str
    amount: Won
    quantity: int


class Item(NamedTuple):
    """A shipping part or a line with its amount. ``place``: the line's."""

    kind: PartKind
    amount: Won
    product: str = ""
    place: int | None = None


Pieces = Sequence[int]


@dataclass(frozen=True)
class Tariff:
    """A contract over an order's lines: what it charges for any part of them. ``Pieces`` are counts by the lines' places."""

    contract: Contract
    goods: tuple[Goods, ...]

    @cached_property
    def parts(self) -> Mapping[PartKey, tuple[int, ...]]:
        """The shipping parts that the lines have, base, fixed, growing, and the places of each one's goods."""
        found: dict[PartKey, tuple[int, ...]] = {}
        for place in range(len(self.goods)):
            key = self._key(place)
            if key is not None:
                found[key] = (*found.get(key, ()), place)
        kinds = list(PartKind)
        return dict(sorted(found.items(), key=lambda one: (kinds.index(one[0].kind), one[0].product)))

    def bill(self, living: Pieces, counted: Pieces | None = None) -> dict[PartKey, Won]:
        """What the contract charges, part by part, for the living pieces. ``counted``: those that threshold and free-first still see."""
        seen = living if counted is None else counted
        return {
            key: self.judged(key, living, seen) if any(living[place] for place in places) else Won(0)
            for key, places in self.parts.items()
        }

    def judged(self, key: PartKey, living: Pieces, counted: Pieces) -> Won:
        """A part's fee, whether or not any of its goods live."""
        fee = self.contract.lines[self.parts[key][0]]
        if key.kind is PartKind.GROWING:
            return fee.fee * -(-sum(living[place] for place in self.parts[key]) // fee.block)
        if self.is_free_first(counted):
            return Won(0)
        return fee.fee if key.kind is PartKind.FIXED else self._base(self._basis(counted))

    def items(self) -> list[Item]:
        """All that the order's amount is made of, in the order in which it is shared: the shipping parts, then the lines."""
        everything = [goods.quantity for goods in self.goods]
        shipping = [Item(key.kind, amount, key.product) for key, amount in self.bill(everything).items()]
        lines = [Item(PartKind.LINE, goods.amount, goods.product, place) for place, goods in enumerate(self.goods)]
        return [*shipping, *lines]

    def kind(self, place: int) -> FeeKind:
        """The kind of the line at a place; without individual fees every line is general (Q26)."""
        return self.contract.lines[place].kind if self.contract.rule.individual_fees else FeeKind.GENERAL

    def is_free_first(self, counted: Pieces) -> bool:
        """무료 배송비 우선: whether a free product among the counted pieces waives base and fixed fees (R59)."""
        rule = self.contract.rule
        free = any(count for place, count in enumerate(counted) if self.kind(place) is FeeKind.FREE)
        return rule.free_first and rule.individual_fees and free

    def _key(self, place: int) -> PartKey | None:
        goods = self.goods[place]
        kind = self.kind(place)
        match kind:
            case FeeKind.GENERAL:
                return PartKey(PartKind.BASE)
            case FeeKind.FIXED:
                per_variant = self.contract.rule.per_variant
                return PartKey(PartKind.FIXED, f"{goods.product}/{goods.variant}" if per_variant else goods.product)
            case FeeKind.GROWING:
                return PartKey(PartKind.GROWING, goods.product)
            case FeeKind.FREE:
                return None
            case _:
                assert_never(kind)

    def _basis(self, counted: Pieces) -> Won:
        all_lines = self.contract.rule.all_lines
        return total(
            Won(int(goods.amount) * counted[place] // goods.quantity)
            for place, goods in enumerate(self.goods)
            if all_lines or self.kind(place) is FeeKind.GENERAL
        )

    def _base(self, basis: Won) -> Won:
        rule = self.contract.rule
        match rule.mode:
            case FeeMode.FREE | FeeMode.ON_DELIVERY:
                return Won(0)
            case FeeMode.FLAT:
                return rule.fee
            case FeeMode.BELOW_AMOUNT:
                return rule.fee if basis < rule.threshold else Won(0)
            case FeeMode.TIERS:
                return [tier.fee for tier in rule.tiers if tier.lower <= basis][-1]
            case _:
                assert_never(rule.mode)


@dataclass(frozen=True)
class Bought:
    """An order as claims judge it: ``items`` are the lines' shares by place, ``shipping`` those of the parts that it was charged for or may be."""

    tariff: Tariff
    items: tuple[Share, ...]
    shipping: Mapping[PartKey, Share]
