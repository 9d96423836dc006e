"""배송비 설정: a shop's fee policy and its regional surcharges (R55–R58)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import WonField
from minishop.kernel.won import Won
from minishop.mall.shipping.domain.fee import Basis, DoorGate, FixedPer, Mode
from minishop.mall.shops.models import ShopModel


class FeePolicy(ShopModel):
    """The shop's one fee policy. ``tiers`` is ``[[lower bound, fee], …]`` in won, from 0 upwards; the last band is open."""

    mode = models.CharField(max_length=16, choices=[(m.value, m.value) for m in Mode], default=Mode.BELOW_AMOUNT.value)
    threshold = WonField(default=Won(50_000))
    fee = WonField(default=Won(2_500))
    tiers = models.JSONField(default=list)
    individual_fees = models.BooleanField(default=False)
    free_first = models.BooleanField(default=False)
    basis = models.CharField(max_length=16, choices=[(b.value, b.value) for b in Basis], default=Basis.GENERAL_LINES.value)
    door_gate = models.CharField(
        max_length=16, choices=[(g.value, g.value) for g in DoorGate], default=DoorGate.GENERAL_PRESENT.value
    )
    fixed_per = models.CharField(max_length=8, choices=[(f.value, f.value) for f in FixedPer], default=FixedPer.PRODUCT.value)
    return_fee = WonField(default=Won(3_000))
    exchange_fee = WonField(default=Won(6_000))
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id"], name="shipping_one_policy"),
            models.CheckConstraint(condition=models.Q(threshold__gte=0) & models.Q(fee__gte=0), name="shipping_not_negative"),
            models.CheckConstraint(
                condition=models.Q(return_fee__gte=0) & models.Q(exchange_fee__gte=0), name="shipping_returns_not_negative"
            ),
        ]


class RegionalSurcharge(ShopModel):
    """도서산간 추가 배송비: an amount for a range of five-digit postcodes."""

    name = models.CharField(max_length=40)
    first_zipcode = models.CharField(max_length=5)
    last_zipcode = models.CharField(max_length=5)
    amount = WonField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["shop_id", "first_zipcode"], name="shipping_regions")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(amount__gte=0) & models.Q(last_zipcode__gte=models.F("first_zipcode")),
                name="shipping_region_sane",
            )
        ]
