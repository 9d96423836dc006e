"""선점: the pieces that a shop keeps for an order while it is being paid, as the hub knows of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import StateField
from minishop.chassis.tenancy import TenantRelation
from minishop.checkout.accounts.models import Account
from minishop.checkout.holds.domain.states import LIVE, MACHINE, OPEN, HoldState
from minishop.checkout.merchants.domain.holding import HoldPolicy
from minishop.checkout.merchants.models import MerchantModel
from minishop.checkout.orders.models import Order, OrderLine


class StockHold(MerchantModel):
    """One hold of an order's lines; the one with the highest ``attempt`` counts. Its times are the machine's true time.

    ``hold_url`` (empty: the shop keeps no holds) and ``policy`` are the merchant's of when it was made. ``asked_at``: when the question was
    sent of whose answer ``ends_at`` is; ``moved_at``: when its state changed last. ``reason``: why it is released, or what was said of it.
    ``refused``: what the shop refused, line by line. ``state`` has one writer: ``holds.services.transition``.
    """

    order_id = models.BigIntegerField()
    buyer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    attempt = models.PositiveIntegerField()
    state = StateField(MACHINE, writer="checkout.holds.services.transition", max_length=10)
    hold_url = models.URLField(max_length=300, blank=True, default="")
    policy = models.CharField(max_length=7, choices=[(p.value, p.value) for p in HoldPolicy])
    seconds = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True, default="")
    refused = models.JSONField(default=list)

    order = TenantRelation(Order, "order_id", tenant="merchant_id", related_name="holds")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "order_id", "attempt"], name="holds_attempt"),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in HoldState]), name="holds_state_known"),
            models.CheckConstraint(condition=models.Q(policy__in=[p.value for p in HoldPolicy]), name="holds_policy_known"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["merchant_id", "buyer"],
                name="holds_live_of_buyer",
                condition=models.Q(state__in=sorted(s.value for s in LIVE)),
            ),
            models.Index(fields=["moved_at", "id"], name="holds_open", condition=models.Q(state__in=sorted(s.value for s in OPEN))),
        ]


class Shortage(MerchantModel):
    """재고 부족: pieces of a paid line that the shop did not have, as it said when it was told of the sale."""

    line_id = models.BigIntegerField()
    order_id = models.BigIntegerField()
    pieces = models.PositiveIntegerField()
    found_at = models.DateTimeField()

    line = TenantRelation(OrderLine, "line_id", tenant="merchant_id", related_name="shortages")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "line_id"], name="holds_shortage_of_line"),
            models.CheckConstraint(condition=models.Q(pieces__gt=0), name="holds_shortage_positive"),
        ]
        indexes: ClassVar = [models.Index(fields=["merchant_id", "order_id"], name="holds_shortages_of_order")]
