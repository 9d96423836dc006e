"""Reading points and coupons: a buyer's own, whoever the merchants are; and what they are worth on a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from minishop.chassis.tenancy import across_tenants
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.domain.coupons import USABLE, CouponState, Terms
from minishop.checkout.benefits.domain.points import TO_BE_FINALIZED, earned, taken_back
from minishop.checkout.benefits.domain.quoting import Bought, Instant, PointsUse, Worth, instant_discounts, points_use, worth_of
from minishop.checkout.benefits.domain.uses import UseState
from minishop.checkout.benefits.models import (
    BenefitUse,
    BuyerCoupon,
    Coupon,
    CouponCode,
    InstantDiscount,
    PointGrant,
    PointLot,
    Wallet,
)
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.domain.amounts import Amounts
from minishop.checkout.orders.domain.contract import Contract, contract_of
from minishop.checkout.orders.domain.shares import Discount, PartKind
from minishop.checkout.orders.domain.tariff import Goods, Tariff
from minishop.checkout.orders.models import Order, OrderLine, OrderSheet, SheetLine
from minishop.checkout.orders.queries import lines_on, sheet_contract
from minishop.checkout.payments.queries import money_kept, with_money_back
from minishop.kernel.clock import kst_day
from minishop.kernel.won import Won, total


@dataclass(frozen=True, slots=True)
class Grant:
    """The points that one order is to bring at ``due_at``."""

    order_number: str
    merchant_name: str
    points: Won
    due_at: datetime


def points_promised(buyer: Account, *, limit: int = 200) -> list[Grant]:
    """The points that a buyer's finalized orders will bring, the next first, at most ``limit``."""
    with across_tenants("a buyer's own points, of all merchants"):
        rows = PointGrant.objects.filter(buyer=buyer, granted_at=None).select_related("merchant", "order").order_by("due_at", "id")
        return [Grant(row.order.number, row.merchant.shop_name, row.points, row.due_at) for row in rows[:limit]]


@dataclass(frozen=True, slots=True)
class Expected:
    """The points that a paid order will earn once all of it is finalized."""

    order_number: str
    merchant_name: str
    points: Won


def points_expected(buyer: Account) -> list[Expected]:
    """What a buyer's paid orders (index ``orders_of_buyer``) earn when they are finalized, the newest first: of the money that has not gone
    back by claims."""
    with across_tenants("a buyer's own points, of all merchants"):
        left = OrderLine.objects.filter(merchant_id=OuterRef("merchant_id"), order_id=OuterRef("id"), state__in=TO_BE_FINALIZED)
        orders = Order.objects.filter(Exists(left), buyer=buyer, paid_at__isnull=False, points_basis_points__gt=0)
        rows = list(with_money_back(orders).select_related("merchant").order_by("-ordered_at", "-id"))
    kept = [(row, row.pay_total - Won(row.money_back)) for row in rows]
    found = [Expected(row.number, row.merchant.shop_name, earned(money, row.points_basis_points)) for row, money in kept]
    return [one for one in found if one.points]


def points_to_come(order: Order) -> Won:
    """What an order earns once all that lives of it is finalized; in the merchant's scope."""
    return earned(money_kept(order), order.points_basis_points)


def points_short(order: Order, *, money: Won, points: Won) -> Won:
    """What of an order's granted points, no longer earned once ``money`` goes back, its buyer has no points for, those that come back among
    them: so much of the money is kept (C38). In the merchant's scope."""
    grant = PointGrant.objects.filter(merchant_id=order.merchant_id, order_id=order.id, granted_at__isnull=False).first()
    if grant is None:
        return Won(0)
    owed = grant.points - earned(money_kept(order) - money, order.points_basis_points)
    return taken_back(max(owed, Won(0)), available=wallet_of(order.buyer).available + points, money=money).money


def are_granted(order: Order) -> bool:
    """Whether an order's points have been given; in the merchant's scope."""
    return PointGrant.objects.filter(merchant_id=order.merchant_id, order_id=order.id, granted_at__isnull=False).exists()


def wallet_of(buyer: Account) -> Wallet:
    """The buyer's wallet as it is just now; an empty one where nothing ever came."""
    return Wallet.objects.filter(buyer=buyer).first() or Wallet(buyer=buyer)


def available_for(buyer: Account, order: Order | None) -> Won:
    """쓸 수 있는 적립금: what a buyer may use for an order, with what that very order holds; in the merchant's scope."""
    held = BenefitUse.objects.filter(merchant_id=order.merchant_id, order_id=order.id, state=UseState.HELD) if order else None
    use = held.first() if held is not None else None
    return wallet_of(buyer).available + (use.points if use else 0)


def lots_by_key(buyer: Account, *, limit: int) -> dict[tuple[int, str], PointLot]:
    """A buyer's lots, the newest at most ``limit`` and all that hold something, by merchant and key: those of the transfers that brought them."""
    newest = list(PointLot.objects.filter(buyer=buyer).order_by("-came_at", "-id")[:limit])
    live = list(PointLot.objects.filter(buyer=buyer, left__gt=0).order_by("ends_on", "id")[:limit])
    return {(lot.merchant_id, lot.key): lot for lot in [*newest, *live]}


def points_ending(buyer: Account, ends_on: date) -> Won:
    """What a buyer loses at the end of a day, if they do not spend it."""
    return total(PointLot.objects.filter(buyer=buyer, ends_on=ends_on, left__gt=0).values_list("left", flat=True))


@dataclass(frozen=True, slots=True)
class Quote:
    """What an order costs with what was chosen; ``worth``: of the coupon, None without one."""

    bought: Bought
    discounts: Sequence[Discount]
    worth: Worth | None
    points: PointsUse
    amounts: Amounts


def bought_on_sheet(merchant: Merchant, sheet: OrderSheet) -> Bought:
    """The items of a sheet whose lines are at hand."""
    return _bought(sheet_contract(merchant, sheet), lines_on(sheet))


def bought_by(order: Order) -> Bought:
    """The items of an order, in the merchant's scope."""
    lines = list(OrderLine.objects.filter(merchant_id=order.merchant_id, order_id=order.id).order_by("position"))
    return _bought(contract_of(order.contract), lines)


def _bought(contract: Contract, lines: Sequence[SheetLine | OrderLine]) -> Bought:
    goods = tuple(Goods(line.product_id, line.option_code, line.line_total, line.quantity) for line in lines)
    return Bought(Tariff(contract, goods).items(), [line.quantity for line in lines])


def offers_in_force(merchant_id: int, now: datetime) -> list[Instant]:
    """즉시할인 of a merchant that are on just now, in its scope."""
    found = InstantDiscount.objects.filter(merchant_id=merchant_id, begins_at__lte=now, ends_at__gt=now).order_by(
        "-begins_at", "id"
    )
    return [row.as_instant() for row in found]


def quote(
    bought: Bought,
    *,
    offers: Sequence[Instant],
    coupon: Terms | None,
    wished: Won,
    least: Won,
    points_basis_points: int,
) -> Quote:
    """The amounts of an order with a coupon and so many points wished (R91)."""
    discounts = instant_discounts(bought, offers)
    worth = worth_of(coupon, bought, discounts) if coupon else None
    if worth is not None and worth.discount is not None:
        discounts.append(worth.discount)
    goods = total(item.amount for item in bought.items if item.kind is PartKind.LINE)
    shipping = total(item.amount for item in bought.items if item.kind is not PartKind.LINE)
    discount = total(one.amount for one in discounts)
    use = points_use(wished, order_total=goods + shipping - discount, least=least)
    return Quote(bought, discounts, worth, use, Amounts(goods, shipping, discount, use.points, points_basis_points))


@dataclass(frozen=True, slots=True)
class Offered:
    """A coupon that a buyer has, and what it is worth on a sheet."""

    coupon: BuyerCoupon
    worth: Worth


def coupons_for(
    buyer: Account, merchant: Merchant, bought: Bought, offers: Sequence[Instant], order: Order | None, now: datetime
) -> list[Offered]:
    """The coupons that a buyer could use at a merchant, or nearly could, the best first; with those that this very order holds.
    ``offers``: what the merchant takes off by itself just now."""
    discounts = instant_discounts(bought, offers)
    found = [
        Offered(coupon, worth_of(coupon.coupon.terms(), bought, discounts))
        for coupon in _usable(buyer)
        if is_open_to(coupon, merchant.id, now) or (order is not None and coupon.order_id == order.id)
    ]
    return sorted(found, key=lambda one: (-one.worth.amount, one.coupon.ends_on, one.coupon.id))


def _usable(buyer: Account, *, limit: int = 200) -> list[BuyerCoupon]:
    states = [state.value for state in (*USABLE, CouponState.HELD)]
    found = BuyerCoupon.objects.filter(buyer=buyer, state__in=states).select_related("coupon__merchant")
    return list(found.order_by("ends_on", "id")[:limit])


def is_open_to(coupon: BuyerCoupon, merchant_id: int, now: datetime) -> bool:
    """Whether a buyer's coupon may be used at a merchant just now, whatever it is worth there."""
    of_merchant = coupon.coupon.merchant_id in (None, merchant_id)
    return of_merchant and coupon.state in USABLE and coupon.ends_on >= kst_day(now) and coupon.coupon.begins_at <= now


def coupons_of(buyer: Account, *, limit: int = 200) -> list[BuyerCoupon]:
    """All coupons that a buyer has or had, those that can be used first, at most ``limit``."""
    found = BuyerCoupon.objects.filter(buyer=buyer).select_related("coupon__merchant").order_by("-ends_on", "-id")[:limit]
    return sorted(found, key=lambda coupon: (coupon.state not in USABLE, coupon.ends_on))


def all_coupons() -> QuerySet[Coupon]:
    """Every coupon that was issued, the newest first (index ``benefits_coupons_newest``); for an operator."""
    return Coupon.objects.select_related("merchant").order_by("-made_at", "-id")


def newest_codes(coupon: Coupon, *, limit: int = 1000) -> list[CouponCode]:
    """A coupon's codes, those made last first, at most ``limit``."""
    return list(coupon.codes.order_by("-id")[:limit])


def coming_offers(merchant: Merchant, now: datetime, *, limit: int = 200) -> list[InstantDiscount]:
    """즉시할인 of a merchant that are on or will be, in its scope, at most ``limit``."""
    return list(InstantDiscount.objects.filter(merchant_id=merchant.id, ends_at__gt=now).order_by("begins_at", "id")[:limit])
