"""혜택 쓰기: holding, using and releasing the points and the coupon of an order, whose row the caller has locked; after it come the wallet
and the coupons in the order of their ids. It is what the payments ask for (``payments.ports.BENEFITS``)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from minishop.checkout.benefits.domain.coupons import USABLE, CouponEvent, CouponState
from minishop.checkout.benefits.domain.quoting import Instant
from minishop.checkout.benefits.domain.uses import MACHINE, UseEvent, UseState
from minishop.checkout.benefits.models import BenefitUse, BuyerCoupon
from minishop.checkout.benefits.queries import Quote, bought_by, is_open_to, offers_in_force, quote
from minishop.checkout.benefits.services import purse
from minishop.checkout.benefits.services.couponing import locked_coupons, move
from minishop.checkout.orders.models import Order, OrderLine
from minishop.checkout.orders.services.parts import write_parts
from minishop.checkout.payments.domain.choice import Choice
from minishop.checkout.payments.errors import AmountChanged, CouponGone, PointsShort
from minishop.kernel.won import Won


def hold(*, order: Order, choice: Choice, now: datetime) -> None:
    """결제하기: puts the chosen points and coupon aside for an unpaid order, and fixes its amounts by them, as the buyer saw them.

    What it held before is given back first. Raises PointsShort with the ``available`` ones, CouponGone, and AmountChanged with what it
    costs ``now``; then nothing has changed.
    """
    use, offers = _use_of(order), offers_in_force(order.merchant_id, now)
    if use is None and not offers and _asks_nothing(order, choice):
        return
    if use is not None:
        _give_back(use, order, now)
    coupon = _chosen(order, choice, now)
    quoted = _quoted(order, choice, coupon, offers)
    if choice.shown is not None and choice.shown != quoted.amounts.pay_total:
        raise AmountChanged(now=quoted.amounts.pay_total)
    _put_aside(order, quoted, now)
    if coupon is not None:
        move(coupon, CouponEvent.HOLD, order)
    if use is not None or coupon is not None or quoted.points.points:
        _note(use, order, quoted.points.points, coupon, now)
    _fix(order, quoted)


def _asks_nothing(order: Order, choice: Choice) -> bool:
    """Whether an order stays as it was placed: nothing is chosen, nothing was, and its price is the one that was shown."""
    plain = not order.discount and not order.points_used and choice.shown in (None, order.pay_total)
    return plain and choice.coupon is None and not choice.points


def _chosen(order: Order, choice: Choice, now: datetime) -> BuyerCoupon | None:
    if choice.coupon is None:
        return None
    coupon = locked_coupons([choice.coupon]).get(choice.coupon)
    if coupon is None or coupon.buyer_id != order.buyer_id or not is_open_to(coupon, order.merchant_id, now):
        raise CouponGone
    return coupon


def _quoted(order: Order, choice: Choice, coupon: BuyerCoupon | None, offers: Sequence[Instant]) -> Quote:
    return quote(
        bought_by(order),
        offers=offers,
        coupon=coupon.coupon.terms() if coupon else None,
        wished=choice.points,
        least=choice.least,
        points_basis_points=order.points_basis_points,
    )


def _put_aside(order: Order, quoted: Quote, now: datetime) -> None:
    points = quoted.points.points
    if not points:
        return
    wallet = purse.locked_wallet(order.buyer)
    if points > wallet.available:
        raise PointsShort(available=wallet.available)
    purse.hold(wallet, points)


def _note(use: BenefitUse | None, order: Order, points: Won, coupon: BuyerCoupon | None, now: datetime) -> None:
    use = use or BenefitUse(merchant_id=order.merchant_id, order_id=order.id)
    use.points, use.coupon_id = points, coupon.id if coupon else None
    _step(use, UseEvent.HOLD, now)


def _fix(order: Order, quoted: Quote) -> None:
    """Writes an order's amounts and shares, where they are others than before."""
    amounts = quoted.amounts
    if (order.discount, order.points_used) == (Won(0), Won(0)) == (amounts.discount, amounts.points_used):
        return
    order.discount, order.points_used, order.pay_total = amounts.discount, amounts.points_used, amounts.pay_total
    order.save(update_fields=["discount", "points_used", "pay_total"])
    lines = list(OrderLine.objects.filter(merchant_id=order.merchant_id, order_id=order.id).order_by("position"))
    write_parts(order=order, lines=lines, discounts=quoted.discounts, points=amounts.points_used)


def use(*, order: Order, now: datetime) -> bool:
    """결제됨: the order has its points and its coupon for good. Whether it could: what a late approval finds released may be gone."""
    found = _use_of(order)
    if found is None or found.state == UseState.USED:
        return True
    if found.state == UseState.RELEASED and not _hold_again(found, order, now):
        return False
    if found.points:
        purse.take(purse.locked_wallet(order.buyer), found.points, held=found.points)
    if found.coupon_id:
        move(locked_coupons([found.coupon_id])[found.coupon_id], CouponEvent.USE)
    _step(found, UseEvent.USE, now)
    return True


def _hold_again(use: BenefitUse, order: Order, now: datetime) -> bool:
    wallet = purse.locked_wallet(order.buyer) if use.points else None
    if wallet is not None and wallet.available < use.points:
        return False
    coupon = locked_coupons([use.coupon_id])[use.coupon_id] if use.coupon_id else None
    if coupon is not None and coupon.state not in USABLE:
        return False
    if wallet is not None:
        purse.hold(wallet, use.points)
    if coupon is not None:
        move(coupon, CouponEvent.HOLD, order)
    _step(use, UseEvent.HOLD, now)
    return True


def release(*, order: Order, now: datetime) -> None:
    """결제되지 않음: what an order held is the buyer's again. Again, it changes nothing."""
    found = _use_of(order)
    if found is not None:
        _give_back(found, order, now)


def _give_back(use: BenefitUse, order: Order, now: datetime) -> None:
    if use.state != UseState.HELD:
        return
    if use.points:
        purse.hold(purse.locked_wallet(order.buyer), -use.points)
    if use.coupon_id:
        coupon = locked_coupons([use.coupon_id])[use.coupon_id]
        if coupon.state == CouponState.HELD:
            move(coupon, CouponEvent.RELEASE)
    _step(use, UseEvent.RELEASE, now)


def _use_of(order: Order) -> BenefitUse | None:
    return BenefitUse.objects.filter(merchant_id=order.merchant_id, order_id=order.id).first()


def _step(use: BenefitUse, event: UseEvent, now: datetime) -> None:
    is_new = use._state.adding
    use.state = MACHINE.next_state(None if is_new else UseState(use.state), event).value
    use.at = now
    use.save()
