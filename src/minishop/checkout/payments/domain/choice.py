"""혜택 선택: what a buyer chose on the order sheet, as the press on pay takes it over."""

from __future__ import annotations

from dataclasses import dataclass

from minishop.checkout.payments.domain.abilities import Means
from minishop.kernel.won import Won


@dataclass(frozen=True, slots=True)
class Choice:
    """``coupon``: one that the buyer has. ``shown``: the amount to be paid that the buyer saw; None to take any.

    ``least``: the PG takes no less than this. ``means``: what the money is paid with.
    """

    coupon: int | None = None
    points: Won = Won(0)
    shown: Won | None = None
    least: Won = Won(0)
    means: Means = Means.CARD


NOTHING_CHOSEN = Choice()
