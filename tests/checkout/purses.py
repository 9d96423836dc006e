"""Points and coupons that a buyer of a test has."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from tests.checkout.worlds import MUG, NOW, make_order

from minishop.chassis.tenancy import scope
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.domain.coupons import CodeUse, CouponKind
from minishop.checkout.benefits.domain.lots import LotOrigin
from minishop.checkout.benefits.models import BuyerCoupon, Coupon
from minishop.checkout.benefits.services.couponing import give_coupon
from minishop.checkout.benefits.services.purse import add_lot
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.payments.domain.ledger import points_entries
from minishop.checkout.payments.services.ledger import post
from minishop.kernel.won import Won


@transaction.atomic
def fill_purse(buyer: Account, merchant: Merchant, points: int, *, key: str = "points:1", now: datetime = NOW) -> None:
    """Points of an earlier order at a merchant, posted and in the wallet."""
    order = make_order(merchant, buyer, MUG)
    with scope(merchant.id):
        entries = points_entries(Won(points))
        post(merchant=merchant, key=key, kind="points", order_number=order.number, entries=entries, buyer=buyer, now=now)
        add_lot(order=order, points=Won(points), origin=LotOrigin.GRANT, key=key, now=now)


def make_coupon(*, merchant: Merchant | None = None, **facts: object) -> Coupon:
    """A coupon of the hub, or of a merchant, that is on from yesterday for a month."""
    usual: dict[str, object] = {
        "name": "봄맞이 할인",
        "kind": CouponKind.CART.value,
        "begins_at": NOW - timedelta(days=1),
        "ends_at": NOW + timedelta(days=30),
        "code_use": CodeUse.NONE.value,
        "hub_share": 0 if merchant else 10_000,
        "made_by": "operator",
        "made_at": NOW,
    }
    if "rate" not in facts:
        usual["amount"] = Won(3000)
    return Coupon.objects.create(merchant=merchant, **{**usual, **facts})


def give_coupon_worth(buyer: Account, amount: int) -> BuyerCoupon:
    """An own coupon of the hub over an amount."""
    return give_coupon(coupon=make_coupon(amount=Won(amount)), buyer=buyer, now=NOW)
