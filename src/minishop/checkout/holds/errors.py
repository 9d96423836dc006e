"""What the hub says no to about holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from minishop.checkout.orders.domain.offers import Refusal
from minishop.kernel.errors import DomainError


class GoodsRefused(DomainError):
    """The shop does not keep the goods for this order. ``refusals`` says which lines, by their places in the order."""

    code: ClassVar[str] = "goods_refused"

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__()
        self.refusals = refusals


class HoldUnderway(DomainError):
    """Another press is asking the shop just now: its answer is there in a moment."""

    code: ClassVar[str] = "hold_underway"
    retryable: ClassVar[bool] = True


class TooManyHolds(DomainError):
    """The buyer has as many orders under way at this merchant as one may have."""

    code: ClassVar[str] = "too_many_holds"
