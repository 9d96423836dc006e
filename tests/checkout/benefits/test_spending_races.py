"""적립금과 쿠폰의 다툼: one winner each, and the loser is told (claims L15, L16, L23)."""

from __future__ import annotations

import pytest
from django.db import transaction
from tests.checkout.purses import fill_purse, give_coupon_worth, make_coupon
from tests.checkout.worlds import MUG, NOW, World, make_order, make_payment, make_world, taken
from tests.racing import at_once

from minishop.chassis.tenancy import scope
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.errors import CodeTaken
from minishop.checkout.benefits.models import BuyerCoupon, PointLot, Wallet
from minishop.checkout.benefits.queries import wallet_of
from minishop.checkout.benefits.services import choosing
from minishop.checkout.benefits.services.couponing import make_codes, redeem_code
from minishop.checkout.benefits.services.lapsing import lapse_points
from minishop.checkout.orders.models import Order
from minishop.checkout.payments.domain.choice import Choice
from minishop.checkout.payments.errors import CouponGone, PointsShort
from minishop.checkout.payments.services.settling import record_verdict
from minishop.kernel.won import Won, total

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return make_world()


@transaction.atomic
def press(order: Order, points: int = 0, coupon: int | None = None) -> None:
    with scope(order.merchant_id):
        locked = Order.objects.select_for_update().get(id=order.id)
        choosing.hold(order=locked, choice=Choice(coupon=coupon, points=Won(points)), now=NOW)


def agrees(buyer: Account) -> bool:
    wallet = Wallet.objects.get(buyer=buyer)
    return 0 <= wallet.held <= wallet.balance == total(PointLot.objects.filter(buyer=buyer).values_list("left", flat=True))


def test_points_in_two_tabs(world: World) -> None:
    """C40, claims L16, claims L23: 3,000 of 5,000 in each."""
    fill_purse(world.buyer, world.other_merchant, 5000)
    orders = [make_order(world.merchant, world.buyer, MUG) for _ in range(2)]
    [raised] = at_once(*(lambda order=order: press(order, 3000) for order in orders))
    assert isinstance(raised, PointsShort)
    assert raised.facts["available"] == 2000
    assert (wallet_of(world.buyer).held, agrees(world.buyer)) == (3000, True)


def test_one_coupon_in_two_tabs(world: World) -> None:
    """claims L15, claims L23."""
    coupon = give_coupon_worth(world.buyer, 3000)
    orders = [make_order(world.merchant, world.buyer, MUG) for _ in range(2)]
    [raised] = at_once(*(lambda order=order: press(order, 0, coupon.id) for order in orders))
    assert isinstance(raised, CouponGone)
    coupon.refresh_from_db()
    assert coupon.state == "held"
    with scope(world.merchant.id):
        assert sorted(Order.objects.filter(id__in=[order.id for order in orders]).values_list("discount", flat=True)) == [0, 3000]


def test_a_single_code_redeemed_by_two(world: World) -> None:
    [code] = make_codes(coupon=make_coupon(code_use="single"), how_many=1)
    buyers = (world.buyer, world.stranger)
    [raised] = at_once(*(lambda buyer=buyer: redeem_code(buyer=buyer, typed=code.code, now=NOW) for buyer in buyers))
    assert isinstance(raised, CodeTaken)
    assert BuyerCoupon.objects.count() == 1


def test_a_shared_code_redeemed_twice_by_one(world: World) -> None:
    [code] = make_codes(coupon=make_coupon(code_use="shared"), how_many=1)
    [raised] = at_once(*[lambda: redeem_code(buyer=world.buyer, typed=code.code, now=NOW)] * 2)
    assert isinstance(raised, CodeTaken)
    assert BuyerCoupon.objects.count() == 1


def test_points_that_lapse_while_they_are_used(world: World) -> None:
    """claims L16: what is held is used, what is not is lost, and the wallet agrees with its lots."""
    fill_purse(world.buyer, world.other_merchant, 5000)
    order = make_order(world.merchant, world.buyer, MUG)
    press(order, 3000)
    with scope(order.merchant_id):
        payment = make_payment(Order.objects.get(id=order.id))

    def pay() -> None:
        with scope(order.merchant_id):
            record_verdict(payment=payment, verdict=taken(Order.objects.get(id=order.id)), now=NOW)

    assert at_once(pay, lambda: lapse_points(now=NOW.replace(year=2028))) == []
    assert (wallet_of(world.buyer).balance, agrees(world.buyer)) == (0, True)
