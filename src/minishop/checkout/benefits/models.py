"""적립금: the points an order will earn, and whether they have been granted (R87)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import WonField
from minishop.chassis.tenancy import TenantRelation
from minishop.checkout.accounts.models import Account
from minishop.checkout.merchants.models import MerchantModel
from minishop.checkout.orders.models import Order


class PointGrant(MerchantModel):
    """One order's points: due a day after the whole order was finalized, then posted to the ledger once."""

    order_id = models.BigIntegerField()
    buyer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    points = WonField()
    due_at = models.DateTimeField()
    granted_at = models.DateTimeField(null=True)

    order = TenantRelation(Order, "order_id", tenant="merchant_id", related_name="point_grants")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "order_id"], name="benefits_one_grant_an_order"),
            models.CheckConstraint(condition=models.Q(points__gt=0), name="benefits_points_positive"),
        ]
        indexes: ClassVar = [models.Index(fields=["buyer", "due_at"], name="benefits_of_buyer")]
