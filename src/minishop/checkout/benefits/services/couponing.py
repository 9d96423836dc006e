"""쿠폰: issuing, redeeming, and the one writer of a coupon's state."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.domain.coupons import MACHINE, USABLE, CodeUse, CouponEvent, CouponState, restored_until
from minishop.checkout.benefits.errors import CodeTaken, UnknownCode
from minishop.checkout.benefits.models import BenefitUse, BuyerCoupon, Coupon, CouponCode, InstantDiscount
from minishop.checkout.merchants.models import Merchant
from minishop.checkout.orders.models import Order
from minishop.kernel.clock import kst_day

CODE_LENGTH = 16
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_HOLDS_ORDER = frozenset({CouponState.HELD, CouponState.USED})


def issue_coupon(*, facts: Mapping[str, Any], by: str, now: datetime) -> Coupon:
    """쿠폰 만들기: with what was agreed, by an operator, for the hub or for a merchant."""
    return Coupon.objects.create(**facts, made_by=by, made_at=now)


def offer_instantly(*, merchant: Merchant, facts: Mapping[str, Any], by: str) -> InstantDiscount:
    """즉시할인 만들기: of a merchant's product or of all, in its scope."""
    return InstantDiscount.objects.create(merchant=merchant, **facts, made_by=by)


@transaction.atomic
def make_codes(*, coupon: Coupon, how_many: int) -> list[CouponCode]:
    """쿠폰 번호 발급: single codes in bulk, or the one that is shared."""
    wanted = 1 if coupon.code_use == CodeUse.SHARED else how_many
    codes = {"".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH)) for _ in range(wanted)}
    return CouponCode.objects.bulk_create(CouponCode(coupon=coupon, code=code) for code in sorted(codes))


@transaction.atomic
def give_coupon(*, coupon: Coupon, buyer: Account, now: datetime) -> BuyerCoupon:
    """A buyer gets a coupon. Raises CodeTaken when they had as many as one may have."""
    had = BuyerCoupon.objects.filter(coupon=coupon, buyer=buyer).count()
    if had >= coupon.per_person:
        raise CodeTaken(coupon=coupon.id)
    facts = {"issued_at": now, "ends_on": _ends_on(coupon, now)}
    given, is_new = BuyerCoupon.objects.get_or_create(coupon=coupon, buyer=buyer, serial=had + 1, defaults=facts)
    if not is_new:
        raise CodeTaken(coupon=coupon.id)
    return given


def _ends_on(coupon: Coupon, now: datetime) -> date:
    whole = kst_day(coupon.ends_at - timedelta(microseconds=1))
    return min(whole, kst_day(now) + timedelta(days=coupon.valid_days)) if coupon.valid_days else whole


@transaction.atomic
def redeem_code(*, buyer: Account, typed: str, now: datetime) -> BuyerCoupon:
    """쿠폰 등록: a code is redeemed once a person; a single one by the first only. Raises UnknownCode, CodeTaken."""
    code = "".join(typed.upper().replace("-", "").split())
    found = CouponCode.objects.select_for_update(of=("self",)).select_related("coupon").filter(code=code[:CODE_LENGTH]).first()
    if found is None or len(code) != CODE_LENGTH or not found.coupon.begins_at <= now < found.coupon.ends_at:
        raise UnknownCode
    if found.coupon.code_use == CodeUse.SINGLE:
        if found.taken_at is not None:
            raise CodeTaken
        found.taken_at = now
        found.save(update_fields=["taken_at"])
    return give_coupon(coupon=found.coupon, buyer=buyer, now=now)


def locked_coupons(ids: Sequence[int]) -> dict[int, BuyerCoupon]:
    """Buyers' coupons, locked in the order of their ids until the transaction ends."""
    found = BuyerCoupon.objects.select_for_update(of=("self",)).select_related("coupon").filter(id__in=ids).order_by("id")
    return {coupon.id: coupon for coupon in found}


def move(coupon: BuyerCoupon, event: CouponEvent, order: Order | None = None) -> None:
    """Takes a locked coupon through an event. Raises IllegalTransition for a step that is not in the table."""
    target = MACHINE.next_state(CouponState(coupon.state), event)
    coupon.state = target.value
    if target in _HOLDS_ORDER:
        if order is not None:
            coupon.order_merchant_id, coupon.order_id = order.merchant_id, order.id
    else:
        coupon.order_merchant_id = coupon.order_id = None
    coupon.save(update_fields=["state", "order_merchant_id", "order_id", "ends_on", "restored_by"])


@transaction.atomic
def restore_coupon(*, order: Order, claim: str, by_buyer: bool, now: datetime) -> None:
    """쿠폰 복원: the coupon of an order of which nothing lives any more comes back once, for claim ``claim``; again changes nothing.

    It keeps its own last day; when that has passed, seller's or nobody's fault gives a week more, the buyer's gives it back as over.
    """
    use = BenefitUse.objects.filter(merchant_id=order.merchant_id, order_id=order.id).first()
    coupon = locked_coupons([use.coupon_id]).get(use.coupon_id) if use and use.coupon_id else None
    if coupon is None or coupon.state != CouponState.USED or coupon.order_id != order.id:
        return
    today = kst_day(now)
    coupon.ends_on, coupon.restored_by = restored_until(coupon.ends_on, today, by_buyer=by_buyer), claim
    move(coupon, CouponEvent.RESTORE)
    if coupon.ends_on < today:
        move(coupon, CouponEvent.EXPIRE)


@transaction.atomic
def expire_coupons(*, now: datetime, at_most: int = 500) -> int:
    """Ends coupons whose last day has passed (index ``benefits_coupons_to_end``); returns how many."""
    over = BuyerCoupon.objects.filter(state__in=sorted(s.value for s in USABLE), ends_on__lt=kst_day(now))
    found = locked_coupons(sorted(over.order_by("ends_on", "id").values_list("id", flat=True)[:at_most]))
    for coupon in found.values():
        if coupon.state in USABLE:
            move(coupon, CouponEvent.EXPIRE)
    return len(found)
