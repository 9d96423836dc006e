"""Builders for orders as claims judge them: the shop of A27, whose return fee is 3,000 won."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from minishop.checkout.claims.domain.states import ClaimKind
from minishop.checkout.claims.domain.wanted import Fault, Wanted, Way
from minishop.checkout.orders.domain.contract import Contract, FeeKind, FeeMode, LineFee, Region, Rule, Tier
from minishop.checkout.orders.domain.shares import Discount, Layer, PartKind, lay_out
from minishop.checkout.orders.domain.tariff import Bought, Goods, PartKey, Tariff
from minishop.kernel.won import Won

JEJU = "63000"
REGIONS = (Region("63000", "63644", Won(3_000)),)
TIERS = (Tier(Won(0), Won(3_000)), Tier(Won(30_000), Won(2_000)), Tier(Won(50_000), Won(0)))


GENERAL = LineFee()


@dataclass(frozen=True)
class Item:
    """One line: a price of one piece, pieces, and how it pays for delivery."""

    price: int
    pieces: int = 1
    fee: LineFee = GENERAL
    product: str = ""


def general(price: int, pieces: int = 1) -> Item:
    return Item(price, pieces)


def free(price: int, pieces: int = 1) -> Item:
    return Item(price, pieces, LineFee(FeeKind.FREE))


def growing(price: int, pieces: int, fee: int = 1_500, block: int = 1) -> Item:
    return Item(price, pieces, LineFee(FeeKind.GROWING, Won(fee), block))


def fixed(price: int, pieces: int, fee: int = 4_000) -> Item:
    return Item(price, pieces, LineFee(FeeKind.FIXED, Won(fee)))


def rule(mode: FeeMode = FeeMode.BELOW_AMOUNT, *, free_first: bool = False, **more: object) -> Rule:
    """T = 50,000, F = 2,500; the tiers of A27; individual fees on."""
    return Rule(mode, Won(50_000), Won(2_500), TIERS, individual_fees=True, free_first=free_first, **more)  # type: ignore[arg-type]


def registered(fee: int) -> Rule:
    """A fee without a rule."""
    return Rule(FeeMode.FLAT, fee=Won(fee))


def contract(items: Sequence[Item], by: Rule | None = None) -> Contract:
    """What the shop sends: return fee 3,000, exchange fee 6,000, Jeju 3,000."""
    lines = tuple(item.fee for item in items)
    return Contract(by or rule(), lines, Won(3_000), Won(6_000), REGIONS, points=50, profile="today")


def order(*items: Item, by: Rule | None = None, discounts: Iterable[Discount] = (), points: int = 0, regional: int = 0) -> Bought:
    """A paid order. Discounts name places of lines, and are moved behind the shipping parts here; ``regional`` is what Jeju costs."""
    goods = tuple(
        Goods(item.product or f"P{place}", "", Won(item.price * item.pieces), item.pieces) for place, item in enumerate(items)
    )
    tariff = Tariff(contract(items, by), goods)
    laid = tariff.items()
    keys = [PartKey(item.kind, item.product) for item in laid if item.place is None]
    amounts = [item.amount for item in laid]
    if regional:
        amounts.insert(len(keys), Won(regional))
        keys.append(PartKey(PartKind.REGIONAL))
    moved = [replace(one, over=_moved(one, len(keys))) for one in discounts]
    shares = lay_out(amounts, moved, Won(points))
    return Bought(tariff, tuple(shares[len(keys) :]), dict(zip(keys, shares, strict=False)))


def _moved(discount: Discount, shipping: int) -> frozenset[int]:
    return discount.over if discount.layer is Layer.SHIPPING_COUPON else frozenset(place + shipping for place in discount.over)


def coupon(amount: int, *places: int, hub: int = 10_000, layer: Layer = Layer.CART_COUPON) -> Discount:
    return Discount(layer, Won(amount), frozenset(places), hub)


def cancel(lines: Mapping[int, int], fault: Fault = Fault.BUYER, *, carried: Iterable[int] = ()) -> Wanted:
    """A cancel before dispatch; ``carried``: what has left of the rest."""
    return Wanted(ClaimKind.CANCEL, lines, fault, frozenset(carried))


def send_back(
    lines: Mapping[int, int],
    fault: Fault = Fault.BUYER,
    *,
    carried: Iterable[int] = range(10),
    way: Way = Way.COURIER,
    pickup: str = "",
) -> Wanted:
    """A return of an order that has left whole unless told otherwise."""
    return Wanted(ClaimKind.RETURN, lines, fault, frozenset(carried), way, pickup)
