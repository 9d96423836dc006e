"""What the story's orders cost and what comes back of them: worked out here by hand, so that the services' sums are checked against another's."""

from __future__ import annotations

from dataclasses import dataclass

THRESHOLD = 150_000
FEE = 3_000
RETURN_FEE = 3_000
EXCHANGE_FEE = 6_000
COUPON = 5_000


def won(amount: int) -> str:
    """``"12,000원"``."""
    return f"{amount:,}원"


def fee_below_threshold(goods: int) -> int:
    """The fee of a shop that charges ``FEE`` below ``THRESHOLD``."""
    return FEE if goods < THRESHOLD else 0


def points_of(pay: int) -> int:
    """0.5 %, rounded down (R87)."""
    return pay * 5 // 1000


@dataclass(frozen=True)
class Sums:
    """What an order costs: goods and fee, less what coupon and points pay of it (R91)."""

    goods: int
    coupon: int = 0
    points: int = 0

    @property
    def fee(self) -> int:
        """The shipping fee; the threshold looks at the goods before all discounts."""
        return fee_below_threshold(self.goods)

    @property
    def pay(self) -> int:
        """What the card pays."""
        return self.goods + self.fee - self.coupon - self.points


@dataclass(frozen=True)
class Refund:
    """What a claim gives back: money by the card, points as points."""

    money: int
    points: int = 0

    @property
    def total(self) -> int:
        """Both."""
        return self.money + self.points


# The second story. A scarf is 39,000, a mug 18,000, and the first story's order has brought 425 points.
CANCELLED = Sums(39_000, COUPON, points=425)
WHOLE = Sums(39_000 + 18_000)
IN_PARTS = Sums(2 * 39_000 + 18_000, COUPON, points=425)
# Before the goods have left all comes back, with the points as points and the coupon as a coupon.
OF_CANCELLED = Refund(CANCELLED.pay, 425)
# The coupon lies on the two scarves as 4,062 of 5,000 (78,000 of 96,000) and on the mug as the rest; the points lie on the fee (3,000 of 94,000)
# as 13, on the scarves (73,938) as 334, on the mug as 78. Of one scarf that is 2,031 and 167. The fee stays: a mug is still on its way.
OF_PART = Refund(39_000 - 2_031 - 167, 167)
# The other scarf carries as much, and its buyer, who has changed their mind, pays for the way back.
OF_RETURN = Refund(39_000 - 2_031 - 167 - RETURN_FEE, 167)
