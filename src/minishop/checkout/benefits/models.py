"""혜택: points that orders earn and buyers spend, coupons, and instant discounts (R87, R90).

A buyer has one purse and one set of coupons whoever the merchants are, so those tables belong to no merchant; what an order takes does.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import StateField, WonField
from minishop.chassis.tenancy import TenantRelation
from minishop.checkout.accounts.models import Account
from minishop.checkout.benefits.domain.coupons import MACHINE as COUPONS
from minishop.checkout.benefits.domain.coupons import CodeUse, CouponKind, CouponState, Terms, Value
from minishop.checkout.benefits.domain.lots import Lot, LotOrigin
from minishop.checkout.benefits.domain.quoting import Instant
from minishop.checkout.benefits.domain.uses import MACHINE as USES
from minishop.checkout.benefits.domain.uses import UseState
from minishop.checkout.merchants.models import Merchant, MerchantModel
from minishop.checkout.orders.models import Order
from minishop.kernel.ids import new_id
from minishop.kernel.won import BASIS_POINTS, Won

_LIVE_LOT = models.Q(left__gt=0)


class PointGrant(MerchantModel):
    """One order's points: promised when the whole of it was finalized, counted anew when they are due, then posted once.

    ``points`` is what they were when they were promised or given last; 0 when nothing was left to be given.
    """

    order_id = models.BigIntegerField()
    buyer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    points = WonField()
    due_at = models.DateTimeField()
    granted_at = models.DateTimeField(null=True)

    order = TenantRelation(Order, "order_id", tenant="merchant_id", related_name="point_grants")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "order_id"], name="benefits_one_grant_an_order"),
            models.CheckConstraint(condition=models.Q(points__gte=0), name="benefits_points_not_negative"),
        ]
        indexes: ClassVar = [models.Index(fields=["buyer", "due_at"], name="benefits_of_buyer")]


class Wallet(models.Model):
    """적립금 지갑: one a buyer; ``balance`` is what all their lots hold, ``held`` of it waits for payments to be decided.

    Its one writer is ``benefits.services.purse``; ``version`` rises with every change.
    """

    buyer = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True, related_name="+")
    balance = WonField(default=Won(0))
    held = WonField(default=Won(0))
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(held__gte=0) & models.Q(balance__gte=models.F("held")),
                name="benefits_wallet_covers_what_is_held",
            )
        ]

    @property
    def available(self) -> Won:
        """쓸 수 있는 적립금."""
        return self.balance - self.held


class PointLot(models.Model):
    """Points that came together and end together (``ends_on``); ``merchant`` is whose order they came from. ``key`` makes them come once.

    ``told``: how many of the notices before the end went out.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    buyer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="+", db_index=False)
    order_number = models.CharField(max_length=16)
    origin = models.CharField(max_length=8, choices=[(o.value, o.value) for o in LotOrigin])
    key = models.CharField(max_length=120)
    amount = WonField()
    left = WonField()
    came_at = models.DateTimeField()
    ends_on = models.DateField()
    told = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant", "key"], name="benefits_lot_once"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, left__gte=0, left__lte=models.F("amount")), name="benefits_lot_holds_what_came"
            ),
            models.CheckConstraint(condition=models.Q(origin__in=[o.value for o in LotOrigin]), name="benefits_lot_origin_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["buyer", "ends_on"], name="benefits_lots_of_buyer", condition=_LIVE_LOT),
            models.Index(fields=["ends_on", "id"], name="benefits_lots_to_end", condition=_LIVE_LOT),
            models.Index(fields=["buyer", "-came_at", "-id"], name="benefits_lots_newest"),
        ]

    def as_lot(self) -> Lot:
        """The lot as rules see it."""
        return Lot(self.id, self.left, self.ends_on, self.came_at)


class Coupon(models.Model):
    """쿠폰: what is agreed with a coupon, whoever has one. ``merchant``: who issued it, and the only one that takes it; none: the hub.

    ``rate`` in ten-thousandths, 0 for an ``amount``; ``ceiling`` 0 for none. ``valid_days``: how long one lives from its coming on; 0: to
    ``ends_at``. ``hub_share``: what of it the hub bears, in ten-thousandths.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    merchant = models.ForeignKey(Merchant, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in CouponKind])
    amount = WonField(default=Won(0))
    rate = models.PositiveIntegerField(default=0)
    ceiling = WonField(default=Won(0))
    minimum = WonField(default=Won(0))
    product_id = models.CharField(max_length=150, blank=True, default="")
    hub_share = models.PositiveIntegerField(default=BASIS_POINTS)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    valid_days = models.PositiveIntegerField(default=0)
    per_person = models.PositiveIntegerField(default=1)
    code_use = models.CharField(max_length=6, choices=[(u.value, u.value) for u in CodeUse])
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, rate=0) | models.Q(amount=0, rate__gt=0, rate__lte=BASIS_POINTS),
                name="benefits_coupon_amount_or_rate",
            ),
            models.CheckConstraint(
                condition=models.Q(hub_share__lte=BASIS_POINTS) & models.Q(per_person__gt=0), name="benefits_coupon_shares"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=[k.value for k in CouponKind]), name="benefits_coupon_kind_known"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("begins_at")), name="benefits_coupon_time"),
        ]
        indexes: ClassVar = [models.Index(fields=["-made_at", "-id"], name="benefits_coupons_newest")]

    def __str__(self) -> str:
        return self.name

    def terms(self) -> Terms:
        """The coupon as rules see it."""
        value = Value(self.amount, self.rate, self.ceiling)
        return Terms(CouponKind(self.kind), value, self.minimum, self.product_id, self.hub_share)


class CouponCode(models.Model):
    """쿠폰 번호: what a buyer types in for a coupon; ``taken_at`` of a single code once it has been."""

    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=16, unique=True)
    taken_at = models.DateTimeField(null=True)


class BuyerCoupon(models.Model):
    """A coupon that a buyer has; ``serial`` counts a person's. ``state`` has one writer: ``benefits.services.couponing``.

    ``merchant_id`` and ``order_id``: the order that holds it or used it; ``restored_by``: the claim that gave it back last.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="+", db_index=False)
    buyer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    serial = models.PositiveIntegerField()
    state = StateField(COUPONS, writer="checkout.benefits.services.couponing", max_length=8, default=CouponState.ISSUED.value)
    issued_at = models.DateTimeField()
    ends_on = models.DateField()
    order_merchant_id = models.BigIntegerField(null=True)
    order_id = models.BigIntegerField(null=True)
    restored_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["coupon", "buyer", "serial"], name="benefits_coupon_of_person"),
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in CouponState]), name="benefits_coupon_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[CouponState.HELD.value, CouponState.USED.value], order_id__isnull=False)
                | (~models.Q(state__in=[CouponState.HELD.value, CouponState.USED.value]) & models.Q(order_id__isnull=True)),
                name="benefits_coupon_of_an_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["buyer", "state", "ends_on"], name="benefits_coupons_of_buyer"),
            models.Index(
                fields=["ends_on", "id"],
                name="benefits_coupons_to_end",
                condition=models.Q(state__in=[CouponState.ISSUED.value, CouponState.RESTORED.value]),
            ),
        ]


class BenefitUse(MerchantModel):
    """쓰는 혜택: the points and the coupon that an order takes. ``state`` has one writer: ``benefits.services.choosing``."""

    order_id = models.BigIntegerField()
    points = WonField(default=Won(0))
    coupon_id = models.BigIntegerField(null=True)
    state = StateField(USES, writer="checkout.benefits.services.choosing", max_length=8, default=UseState.HELD.value)
    at = models.DateTimeField()

    order = TenantRelation(Order, "order_id", tenant="merchant_id", related_name="benefit_uses")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "order_id"], name="benefits_one_use_an_order"),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in UseState]), name="benefits_use_state_known"),
            models.CheckConstraint(condition=models.Q(points__gte=0), name="benefits_use_points"),
        ]


class InstantDiscount(MerchantModel):
    """즉시할인: what is taken off a merchant's product, or with none all of them, without anything being chosen.

    ``amount`` a piece, or a ``rate`` in ten-thousandths; ``hub_share``: what of it the hub bears, in ten-thousandths.
    """

    product_id = models.CharField(max_length=150, blank=True, default="")
    amount = WonField(default=Won(0))
    rate = models.PositiveIntegerField(default=0)
    hub_share = models.PositiveIntegerField(default=0)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, rate=0) | models.Q(amount=0, rate__gt=0, rate__lte=BASIS_POINTS),
                name="benefits_instant_amount_or_rate",
            ),
            models.CheckConstraint(condition=models.Q(hub_share__lte=BASIS_POINTS), name="benefits_instant_share"),
        ]
        indexes: ClassVar = [models.Index(fields=["merchant_id", "ends_at"], name="benefits_instant_in_force")]

    def as_instant(self) -> Instant:
        """The discount as rules see it."""
        return Instant(Value(self.amount, self.rate), self.product_id, self.hub_share)

    @property
    def percent(self) -> str:
        """The rate as people read it."""
        return f"{self.rate / 100:g}"
