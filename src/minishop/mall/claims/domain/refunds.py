"""환불 예정: what a cancel gives back, as far as the shop knows it by itself (R136, R137, Q5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from minishop.kernel.won import Won


class RowKind(StrEnum):
    """What a row of the hub's proposal is (glossary: wire)."""

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


@dataclass(frozen=True, slots=True)
class RefundRow:
    """A row of the hub's proposal; ``line`` is the hub's number of the line that it is about, where it is about one."""

    kind: RowKind
    amount: Won
    line: str = ""


@dataclass(frozen=True, slots=True)
class Refund:
    """What goes back: by the buyer's means of payment, and as points. Discounts are taken off by themselves. ``rows`` as the hub proposes
    them; none where the shop knows it by itself."""

    money: Won
    points: Won
    rows: tuple[RefundRow, ...] = ()

    @property
    def total(self) -> Won:
        """총 환불."""
        return self.money + self.points

    @property
    def to_pay(self) -> Won:
        """더 낼 금액: what is kept beyond what is given; the rows add up to what the buyer gets."""
        return max(self.total - sum((row.amount for row in self.rows), Won(0)), Won(0)) if self.rows else Won(0)


@dataclass(frozen=True, slots=True)
class Payment:
    """The payment of an order as a seller reads it (R130). ``sales`` is what was really sold: nothing before the buyer has finalized (Q30)."""

    ordered: Won
    base_fee: Won
    regional_fee: Won
    instant: Won
    coupon: Won
    sales: Won


def actual_sales(*, paid: Won, refunded: Sequence[Won], is_open: bool, is_finalized: bool) -> Won:
    """실판매액: what was paid less what went back, once no line of the order is open and one was finalized (Q30; claims C12)."""
    return paid - sum(refunded, Won(0)) if is_finalized and not is_open else Won(0)


def whole_refund(*, paid: Won, points_used: Won) -> Refund:
    """What a whole order gives back before anything of it has left: all that was paid, and points as points (claims L8)."""
    return Refund(paid, points_used)
