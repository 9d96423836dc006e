"""몫: how an order's discounts and points lie on its shipping parts and lines, and what of them belongs to a part of a quantity.

The layers, in their order: instant discount, product coupon, cart coupon, shipping coupon, points; money is the rest. Each takes from
what the ones above left. Rules and worked examples: docs/rules/proposals.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Self

from minishop.kernel.won import BASIS_POINTS, Won, total


class PartKind(StrEnum):
    """What an order's amount is made of: four kinds of shipping parts, then the lines."""

    BASE = "base"
    FIXED = "fixed"
    GROWING = "growing"
    REGIONAL = "regional"
    LINE = "line"


class Layer(StrEnum):
    """Discounts in the order in which they take; the names are those of a share's amounts."""

    INSTANT = "instant"
    PRODUCT_COUPON = "product_coupon"
    CART_COUPON = "cart_coupon"
    SHIPPING_COUPON = "shipping_coupon"


@dataclass(frozen=True, slots=True)
class Discount:
    """An amount that a layer takes off some items. ``over``: their places; ``hub``: the hub's share of it in ten-thousandths."""

    layer: Layer
    amount: Won
    over: frozenset[int]
    hub: int = BASIS_POINTS


@dataclass(frozen=True, slots=True)
class Share:
    """What one item of an order consists of; ``amount`` is the sum of the six that follow it. ``hub_…``: what of a discount the hub bears."""

    amount: Won = Won(0)
    instant: Won = Won(0)
    product_coupon: Won = Won(0)
    cart_coupon: Won = Won(0)
    shipping_coupon: Won = Won(0)
    points: Won = Won(0)
    money: Won = Won(0)
    hub_instant: Won = Won(0)
    hub_product_coupon: Won = Won(0)
    hub_cart_coupon: Won = Won(0)
    hub_shipping_coupon: Won = Won(0)

    def __add__(self, other: Share) -> Self:
        return type(self)(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def __sub__(self, other: Share) -> Self:
        return type(self)(*(getattr(self, one.name) - getattr(other, one.name) for one in fields(self)))

    @property
    def discount(self) -> Won:
        """What was taken off before points."""
        return total(getattr(self, layer) for layer in Layer)

    @property
    def benefits(self) -> Won:
        """혜택: what of the discounts the hub pays the merchant."""
        return total(getattr(self, f"hub_{layer}") for layer in Layer)


def shared(amount: Won, weights: Sequence[Won]) -> list[Won]:
    """Shares of an amount in proportion to weights, rounded down; what is missing goes to the last, as far as its weight, then to the one before.

    Raises ValueError for more than the weights hold.
    """
    whole = total(weights)
    if not 0 <= amount <= whole:
        raise ValueError(f"{amount} cannot be shared over {whole}")
    shares = [Won(int(amount) * int(weight) // int(whole)) if whole else Won(0) for weight in weights]
    missing = amount - total(shares)
    for place in reversed(range(len(weights))):
        more = min(missing, weights[place] - shares[place])
        shares[place], missing = shares[place] + more, missing - more
    return shares


def lay_out(amounts: Sequence[Won], discounts: Iterable[Discount] = (), points: Won = Won(0)) -> list[Share]:
    """The items of an order with their discounts, points and money, item by item.

    Raises ValueError where a discount takes more than is left of its items, or the points more than is left of all.
    """
    laid = [{"amount": amount} for amount in amounts]
    left = list(amounts)
    order = list(Layer)
    for discount in sorted(discounts, key=lambda one: order.index(one.layer)):
        weights = [amount if place in discount.over else Won(0) for place, amount in enumerate(left)]
        for place, taken in enumerate(shared(discount.amount, weights)):
            _take(laid[place], discount, taken)
            left[place] -= taken
    for place, used in enumerate(shared(points, left)):
        laid[place] |= {"points": used, "money": left[place] - used}
    return [Share(**names) for names in laid]


def _take(names: dict[str, Won], discount: Discount, taken: Won) -> None:
    for name, amount in ((discount.layer.value, taken), (f"hub_{discount.layer}", taken.share_floor(discount.hub))):
        names[name] = names.get(name, Won(0)) + amount


def part_of(share: Share, done: int, of: int) -> Share:
    """What ``done`` of ``of`` pieces of an item hold, counted from its beginning: so any pieces in any order add up to the item's shares."""
    if not 0 <= done <= of:
        raise ValueError(f"{done} of {of}")
    amount = _portion(share.amount, done, of)
    names, left, of_left = {"amount": amount}, amount, share.amount
    for name in (*Layer, "points"):
        whole: Won = getattr(share, name)
        names[str(name)] = taken = _portion(whole, left, of_left)
        left, of_left = left - taken, of_left - whole
    for layer in Layer:
        names[f"hub_{layer}"] = _portion(getattr(share, f"hub_{layer}"), names[layer], getattr(share, layer))
    return Share(**names, money=left)


def _portion(whole: Won, done: int, of: int) -> Won:
    return Won(int(whole) * int(done) // int(of)) if of else Won(0)
