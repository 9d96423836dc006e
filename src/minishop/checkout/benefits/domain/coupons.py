"""쿠폰: what a coupon is worth on an order, and the life of one that a buyer has (claims.md 2.1 and 5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from minishop.checkout.orders.domain.shares import Layer
from minishop.kernel.machine import Machine
from minishop.kernel.won import BASIS_POINTS, Won

LATE_LIFE = timedelta(days=7)


class CouponKind(StrEnum):
    """What a coupon takes off: one product, the goods of an order, or its shipping."""

    PRODUCT = "product"
    CART = "cart"
    SHIPPING = "shipping"


LAYER = {
    CouponKind.PRODUCT: Layer.PRODUCT_COUPON,
    CouponKind.CART: Layer.CART_COUPON,
    CouponKind.SHIPPING: Layer.SHIPPING_COUPON,
}


class CodeUse(StrEnum):
    """How a coupon gets to buyers: ``NONE``: the issuer gives it; ``SHARED``: one code, once a person; ``SINGLE``: each code once at all."""

    NONE = "none"
    SHARED = "shared"
    SINGLE = "single"


class CouponState(StrEnum):
    """``RESTORED``: given back after the order it was used for ended; it is as good as an issued one."""

    ISSUED = "issued"
    HELD = "held"
    USED = "used"
    RESTORED = "restored"
    EXPIRED = "expired"


class CouponEvent(StrEnum):
    """What can happen to a buyer's coupon."""

    HOLD = "hold"
    RELEASE = "release"
    USE = "use"
    RESTORE = "restore"
    EXPIRE = "expire"


_S, _E = CouponState, CouponEvent
USABLE = frozenset({_S.ISSUED, _S.RESTORED})

MACHINE = Machine(
    (_S.ISSUED,),
    {
        (_S.ISSUED, _E.HOLD): _S.HELD,
        (_S.RESTORED, _E.HOLD): _S.HELD,
        (_S.HELD, _E.RELEASE): _S.ISSUED,
        (_S.HELD, _E.USE): _S.USED,
        (_S.USED, _E.RESTORE): _S.RESTORED,
        (_S.ISSUED, _E.EXPIRE): _S.EXPIRED,
        (_S.RESTORED, _E.EXPIRE): _S.EXPIRED,
    },
)


@dataclass(frozen=True, slots=True)
class Value:
    """An amount, or a rate in ten-thousandths with a ``ceiling``; 0 for none."""

    amount: Won = Won(0)
    rate: int = 0
    ceiling: Won = Won(0)

    def of(self, basis: Won) -> Won:
        """What it takes off a basis: never more than that, nor than its ceiling."""
        wanted = self.amount if self.amount else basis.share_floor(self.rate)
        return min(wanted, self.ceiling or wanted, basis)

    def lost_on(self, basis: Won) -> Won:
        """What of its amount finds nothing to be taken off."""
        return max(Won(0), self.amount - basis)


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed with a coupon. ``minimum`` of admitted goods; ``product``: the only one it admits; ``hub``: the hub's share of it."""

    kind: CouponKind
    value: Value
    minimum: Won = Won(0)
    product: str = ""
    hub: int = BASIS_POINTS


def restored_until(ends_on: date, today: date, *, by_buyer: bool) -> date:
    """The last day of a coupon that comes back: its own; when that has passed, a week more, but not for the buyer's fault."""
    return ends_on if ends_on >= today or by_buyer else today + LATE_LIFE
