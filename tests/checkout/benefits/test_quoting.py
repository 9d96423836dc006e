"""할인 계산: what coupons, instant discounts and points take off an order, by the worked examples of claims.md 8."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minishop.checkout.benefits.domain.coupons import CouponKind, Terms, Value
from minishop.checkout.benefits.domain.quoting import (
    Bought,
    Instant,
    PointsUse,
    instant_discounts,
    points_use,
    worth_of,
)
from minishop.checkout.orders.domain.shares import Discount, PartKind, Share, lay_out
from minishop.checkout.orders.domain.tariff import Item
from minishop.kernel.won import Won, total


def bought(*lines: tuple[str, int, int], base: int = 0, regional: int = 0) -> Bought:
    """Lines as (product, quantity, price), with a base and a regional fee."""
    shipping = [Item(PartKind.BASE, Won(base))] if base else []
    shipping += [Item(PartKind.REGIONAL, Won(regional))] if regional else []
    items = [Item(PartKind.LINE, Won(price) * pieces, product, place) for place, (product, pieces, price) in enumerate(lines)]
    return Bought([*shipping, *items], [pieces for _, pieces, _ in lines])


def coupon(
    kind: CouponKind = CouponKind.CART,
    *,
    amount: int = 0,
    rate: int = 0,
    ceiling: int = 0,
    minimum: int = 0,
    product: str = "",
    hub: int = 10_000,
) -> Terms:
    return Terms(kind, Value(Won(amount), rate, Won(ceiling)), Won(minimum), product, hub)


def laid(goods: Bought, offers: Sequence[Instant], coupons: Sequence[Terms], points: int) -> tuple[list[Discount], list[Share]]:
    found = instant_discounts(goods, offers)
    for terms in coupons:
        worth = worth_of(terms, goods, found)
        assert worth.discount is not None
        found.append(worth.discount)
    return found, lay_out([item.amount for item in goods.items], found, Won(points))


O_GOODS = bought(("set", 1, 24000), ("mug", 1, 18000), ("cloth", 2, 9900))


def test_c1_an_amount_of_the_hub_over_three_lines() -> None:
    """C1."""
    _, shares = laid(O_GOODS, [], [coupon(amount=3000)], 1800)
    assert [int(one.cart_coupon) for one in shares] == [1165, 873, 962]
    assert [int(one.points) for one in shares] == [699, 524, 577]
    money = total(one.money for one in shares)
    assert (money, money.share_floor(50)) == (57000, 285)


def test_c2_ten_percent_and_points_over_shipping_too() -> None:
    """C2."""
    _, shares = laid(bought(("a", 1, 18000), ("b", 2, 9900), base=2500), [], [coupon(rate=1000)], 1520)
    assert [int(one.cart_coupon) for one in shares] == [0, 1800, 1980]
    assert [int(one.points) for one in shares] == [104, 674, 742]
    assert [int(one.money) for one in shares] == [2396, 15526, 17078]


def test_c5_a_ceiling_and_a_minimum() -> None:
    """C5."""
    assert worth_of(coupon(rate=1000, ceiling=5000), O_GOODS, []).amount == 5000
    small = bought(("mug", 1, 18000), ("cloth", 2, 9900))
    refused = worth_of(coupon(amount=5000, minimum=50000), small, [])
    assert (refused.amount, refused.missing) == (0, 12200)


def test_c6_every_layer_takes_from_what_the_ones_above_left() -> None:
    """C6."""
    goods = bought(("A", 2, 15000), ("B", 1, 12345), base=2500)
    coupons = [coupon(CouponKind.PRODUCT, amount=2000, product="A"), coupon(rate=1000), coupon(CouponKind.SHIPPING, amount=2500)]
    discounts, shares = laid(goods, [Instant(Value(Won(1500)), "A")], coupons, 1000)
    assert [int(one.amount) for one in discounts] == [3000, 2000, 3734, 2500]
    assert [int(one.cart_coupon) for one in shares] == [0, 2499, 1235]
    assert [int(one.points) for one in shares] == [0, 669, 331]
    assert [int(one.money) for one in shares] == [0, 21832, 10779]


def test_c7_a_coupon_that_hub_and_merchant_bear_together() -> None:
    """C7."""
    _, shares = laid(O_GOODS, [], [coupon(amount=3000, hub=7000)], 0)
    assert [int(one.hub_cart_coupon) for one in shares] == [815, 611, 673]


def test_an_amount_above_its_basis_is_cut_and_said() -> None:
    """claims.md 2.1."""
    worth = worth_of(coupon(CouponKind.SHIPPING, amount=3000), bought(("a", 1, 1000), base=2500), [])
    assert (worth.amount, worth.lost) == (2500, 500)


def test_a_shipping_coupon_takes_nothing_off_a_carriers_surcharge() -> None:
    worth = worth_of(coupon(CouponKind.SHIPPING, amount=5000), bought(("a", 1, 1000), base=2500, regional=3000), [])
    assert worth.amount == 2500


def test_a_coupon_of_a_product_that_is_not_bought_is_worth_nothing() -> None:
    worth = worth_of(coupon(CouponKind.PRODUCT, amount=1000, product="x"), O_GOODS, [])
    assert (worth.amount, worth.missing) == (0, 0)


def test_the_minimum_looks_at_admitted_goods_after_instant_discounts() -> None:
    """claims.md 2.1: shipping is not counted."""
    goods = bought(("a", 1, 10000), base=2500)
    instant = instant_discounts(goods, [Instant(Value(Won(1)))])
    assert worth_of(coupon(amount=100, minimum=9999), goods, instant).amount == 100
    assert worth_of(coupon(amount=100, minimum=10000), goods, instant).missing == 1


def test_a_products_own_instant_discount_goes_before_the_shops() -> None:
    offers = [Instant(Value(rate=1000), hub=0), Instant(Value(Won(500)), "mug", hub=0)]
    assert [int(one.amount) for one in instant_discounts(O_GOODS, offers)] == [2400, 500, 1980]
    assert {one.hub for one in instant_discounts(O_GOODS, offers)} == {0}


POINTS = {
    "C11 그대로": (1000, 16500, PointsUse(Won(1000))),
    "주문보다 많음": (99999, 16500, PointsUse(Won(16500), lowered=True)),
    "모두 적립금으로": (4500, 4500, PointsUse(Won(4500))),
    "결제 대행사의 최소 금액을 남김": (4450, 4500, PointsUse(Won(4400), lowered=True)),
    "최소 금액보다 싼 주문": (50, 90, PointsUse(Won(0), lowered=True)),
    "10원부터": (9, 4500, PointsUse(Won(0), lowered=True)),
    "10원": (10, 4500, PointsUse(Won(10))),
    "없음": (0, 4500, PointsUse(Won(0))),
}


@pytest.mark.parametrize(("wished", "order_total", "use"), POINTS.values(), ids=POINTS)
def test_how_many_points_pay(wished: int, order_total: int, use: PointsUse) -> None:
    """claims.md 2.1: from ten won, at most the order, and the PG's least amount is left."""
    assert points_use(Won(wished), order_total=Won(order_total), least=Won(100)) == use


prices = st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 5), st.integers(0, 3000)), min_size=1, max_size=5)
terms = st.builds(
    coupon,
    st.sampled_from(CouponKind),
    amount=st.integers(1, 5000),
    minimum=st.integers(0, 4000),
    product=st.sampled_from(["", "a"]),
    hub=st.integers(0, 10000),
)


@given(prices, st.integers(0, 3000), st.lists(terms, max_size=3), st.integers(0, 9000), st.sampled_from([0, 100]))
def test_no_layer_takes_more_than_is_left(
    lines: list[tuple[str, int, int]], base: int, coupons: list[Terms], wished: int, least: int
) -> None:
    """claims L3: 0 ≤ share ≤ weight; and money is 0 or at least what the PG takes, unless the order itself costs less."""
    goods = bought(*lines, base=base)
    discounts = instant_discounts(goods, [Instant(Value(rate=500)), Instant(Value(Won(700)), "a")])
    for one in sorted(coupons, key=lambda one: list(CouponKind).index(one.kind)):
        worth = worth_of(one, goods, discounts)
        discounts += [worth.discount] if worth.discount else []
    everything = total(item.amount for item in goods.items)
    order_total = everything - total(one.amount for one in discounts)
    use = points_use(Won(wished), order_total=order_total, least=Won(least))
    shares = lay_out([item.amount for item in goods.items], discounts, use.points)
    assert all(one.money >= 0 and one.benefits <= one.discount for one in shares)
    money = total(one.money for one in shares)
    assert money == order_total - use.points
    assert money == 0 or money >= least or money == order_total
