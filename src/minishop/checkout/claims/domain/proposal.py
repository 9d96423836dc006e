"""제안: what a claim would give back and keep, as its rows show it; what is posted equals the proposal shown last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from minishop.checkout.claims.domain.wanted import Fee
from minishop.checkout.orders.domain.shares import PartKind, Share
from minishop.checkout.orders.domain.tariff import PartKey
from minishop.kernel.won import Won, total


class RowKind(StrEnum):
    """What a row of a proposal is; in this order."""

    GOODS = "goods"
    INSTANT = "instant"
    COUPON = "coupon"
    SHIPPING_BACK = "shipping_back"
    DUE = "due"
    RETURN_FEE = "return_fee"
    EXCHANGE_FEE = "exchange_fee"
    REGION = "region"
    EXTRA_FEE = "extra_fee"
    POINTS_SHORT = "points_short"


class Why(StrEnum):
    """The reason of a row, as a fact; pages say it in words."""

    CLAIMED = "claimed"
    DISCOUNTED = "discounted"
    NOT_SENT = "not_sent"
    SELLERS_FAULT = "sellers_fault"
    BELOW_THRESHOLD = "below_threshold"
    FREE_FIRST_ENDED = "free_first_ended"
    ONE_WAY = "one_way"
    BOTH_WAYS = "both_ways"
    PICKUP = "pickup"
    NAMED = "named"
    SPENT = "spent"


@dataclass(frozen=True, slots=True)
class Row:
    """``amount``: positive is given to the buyer. ``place``: the line's; ``part``, ``product``: the shipping part's.

    ``lowered_from``: what a fee would have been, had seller or operator not lowered it; else 0.
    """

    kind: RowKind
    amount: Won
    why: Why
    place: int | None = None
    part: PartKind | None = None
    product: str = ""
    lowered_from: Won = Won(0)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a claim gives back and keeps.

    ``money`` goes back through the order's payment, ``points`` as points, ``fee_payments`` to what the buyer paid for earlier claims by
    themselves; ``advanced`` is paid besides. ``to_pay`` is what the buyer pays first. ``points_short``: kept from the
    money for granted points that are spent. ``items`` and ``parts``: what is given back of each line and shipping part; ``dues`` and ``fees``:
    what is kept.
    """

    rows: tuple[Row, ...]
    money: Won
    points: Won
    to_pay: Won
    fee_payments: Won = Won(0)
    advanced: Won = Won(0)
    points_short: Won = Won(0)
    items: Mapping[int, Share] = field(default_factory=dict)
    parts: Mapping[PartKey, Share] = field(default_factory=dict)
    dues: Mapping[PartKey, Won] = field(default_factory=dict)
    fees: Mapping[Fee, Won] = field(default_factory=dict)

    @property
    def total(self) -> Won:
        """The expected refund with its points (R136)."""
        return self.money + self.points

    @property
    def benefits(self) -> Won:
        """혜택: what the merchant gives back to the hub of the discounts that it bore."""
        return total(share.benefits for share in (*self.items.values(), *self.parts.values()))
