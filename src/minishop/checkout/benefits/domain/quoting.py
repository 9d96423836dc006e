"""할인 계산: what coupons, instant discounts and points take off an order, item by item (claims.md 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minishop.checkout.benefits.domain.coupons import LAYER, CouponKind, Terms, Value
from minishop.checkout.orders.domain.shares import Discount, Layer, PartKind, lay_out
from minishop.checkout.orders.domain.tariff import Item
from minishop.kernel.won import BASIS_POINTS, Won, total

LEAST_POINTS = Won(10)


@dataclass(frozen=True, slots=True)
class Instant:
    """즉시할인 of a product, or with none of all: won a piece, or a rate; ``hub``: the hub's share of it."""

    value: Value
    product: str = ""
    hub: int = BASIS_POINTS


@dataclass(frozen=True, slots=True)
class Bought:
    """An order's items as discounts see them; ``quantities`` of the lines, by their places."""

    items: Sequence[Item]
    quantities: Sequence[int]

    def lines(self, product: str = "") -> frozenset[int]:
        """Where the lines of a product stand among the items; with none, all lines."""
        of = (index for index, item in enumerate(self.items) if item.kind is PartKind.LINE)
        return frozenset(index for index in of if product in ("", self.items[index].product))

    def shipping(self) -> frozenset[int]:
        """Where the shipping parts stand that a coupon may take off: never the regional one."""
        kinds = (PartKind.BASE, PartKind.FIXED, PartKind.GROWING)
        return frozenset(index for index, item in enumerate(self.items) if item.kind in kinds)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a coupon is worth here. ``lost``: what of it is cut; ``missing``: what the goods lack to its minimum. 0 won: not usable."""

    discount: Discount | None = None
    lost: Won = Won(0)
    missing: Won = Won(0)

    @property
    def amount(self) -> Won:
        return self.discount.amount if self.discount else Won(0)


def instant_discounts(bought: Bought, offers: Sequence[Instant]) -> list[Discount]:
    """즉시할인: of each line the product's own, or else the shop's; at most what the line costs."""
    found = []
    for place in sorted(bought.lines()):
        item = bought.items[place]
        fitting = [offer for offer in offers if offer.product == item.product] or [offer for offer in offers if not offer.product]
        if fitting:
            offer, pieces = fitting[0], bought.quantities[item.place or 0]
            amount = min(offer.value.amount * pieces or item.amount.share_floor(offer.value.rate), item.amount)
            found.append(Discount(Layer.INSTANT, amount, frozenset({place}), offer.hub))
    return [discount for discount in found if discount.amount]


def worth_of(terms: Terms, bought: Bought, above: Sequence[Discount]) -> Worth:
    """What a coupon takes off, after the discounts of the layers above it."""
    goods = bought.lines(terms.product)
    over = bought.shipping() if terms.kind is CouponKind.SHIPPING else goods
    admitted = total(_left(bought, [one for one in above if one.layer is Layer.INSTANT], goods))
    if admitted < terms.minimum:
        return Worth(missing=terms.minimum - admitted)
    basis = total(_left(bought, above, over))
    value = terms.value.of(basis)
    if not value:
        return Worth()
    return Worth(Discount(LAYER[terms.kind], value, over, terms.hub), lost=terms.value.lost_on(basis))


def _left(bought: Bought, discounts: Sequence[Discount], over: frozenset[int]) -> list[Won]:
    shares = lay_out([item.amount for item in bought.items], discounts)
    return [shares[index].money for index in sorted(over)]


@dataclass(frozen=True, slots=True)
class PointsUse:
    """The points that are used. ``lowered``: fewer than was wished, to leave the PG its least amount, or because the order costs less."""

    points: Won
    lowered: bool = False


def points_use(wished: Won, *, order_total: Won, least: Won) -> PointsUse:
    """How many points pay: at most the order, and never so many that money is left which the PG does not take (``least``).

    Fewer than ten pay nothing.
    """
    points = min(wished, order_total)
    if 0 < order_total - points < least:
        points = max(Won(0), order_total - least)
    if points < LEAST_POINTS:
        points = Won(0)
    return PointsUse(points, lowered=points != wished)
