"""결제 금액: the amounts of an order sheet and the identities between them (R91)."""

from __future__ import annotations

from dataclasses import dataclass

from minishop.kernel.won import Won


@dataclass(frozen=True, slots=True)
class Amounts:
    """``order_total = goods + shipping − discount``; ``pay_total = order_total − points_used``; points are floored (Q1–Q3)."""

    goods: Won
    shipping: Won
    discount: Won
    points_used: Won
    points_basis_points: int

    @property
    def order_total(self) -> Won:
        """총 주문 금액."""
        return self.goods + self.shipping - self.discount

    @property
    def pay_total(self) -> Won:
        """결제 금액."""
        return self.order_total - self.points_used

    @property
    def points_to_earn(self) -> Won:
        """적립 예정 적립금: a share of what is paid, rounded down."""
        return self.pay_total.share_floor(self.points_basis_points)
