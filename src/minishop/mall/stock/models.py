"""재고: how many of a variant are left, and every movement that made it so."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.tenancy import TenantRelation
from minishop.mall.catalog.models import Variant
from minishop.mall.shops.models import ShopModel


class StockLevel(ShopModel):
    """The quantity of one variant; ``None`` is not counted. ``sold_out`` is the seller's own switch.

    ``quantity`` has one writer: ``stock.services``.
    """

    variant_id = models.BigIntegerField()
    quantity = models.IntegerField(null=True)
    sold_out = models.BooleanField(default=False)

    variant = TenantRelation(Variant, "variant_id", tenant="shop_id", related_name="stock_levels")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id", "variant_id"], name="stock_one_level_a_variant"),
            models.CheckConstraint(
                condition=models.Q(quantity__isnull=True) | models.Q(quantity__gte=0), name="stock_never_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.quantity}"


class StockMovement(ShopModel):
    """One change of a level, with its cause. The same ``key`` never moves stock twice."""

    class Reason(models.TextChoices):
        SET = "set"
        SOLD = "sold"
        RELEASED = "released"

    variant_id = models.BigIntegerField()
    change = models.IntegerField()
    short = models.IntegerField(default=0)
    reason = models.CharField(max_length=8, choices=Reason)
    key = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "key"], name="stock_one_movement_a_key")]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.change:+d} ({self.reason})"
