"""재고: how many of a variant there are, who is promised some of them, and every movement that made it so."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import StateField
from minishop.chassis.tenancy import TenantRelation
from minishop.mall.catalog.models import Variant
from minishop.mall.shops.models import ShopModel
from minishop.mall.stock.domain.holding import MACHINE, HoldState
from minishop.mall.stock.domain.levels import Kind, Level


class StockLevel(ShopModel):
    """The numbers of one variant; a ``quantity`` of ``None`` is not counted. ``sold_out`` is the seller's own switch, ``safety`` what no
    channel sells. Each number is the sum of its movements; ``version`` rises with every one that is not of a hold.

    The writer is ``stock.services``. ``held`` may be more than ``quantity``: a true count may find less than was promised.
    """

    variant_id = models.BigIntegerField()
    quantity = models.IntegerField(null=True)
    held = models.IntegerField(default=0)
    unshipped = models.IntegerField(default=0)
    safety = models.PositiveIntegerField(default=0)
    sold_out = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)

    variant = TenantRelation(Variant, "variant_id", tenant="shop_id", related_name="stock_levels")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id", "variant_id"], name="stock_one_level_a_variant"),
            models.CheckConstraint(
                condition=models.Q(quantity__isnull=True) | models.Q(quantity__gte=0), name="stock_never_negative"
            ),
            models.CheckConstraint(condition=models.Q(held__gte=0, unshipped__gte=0), name="stock_parts_never_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.quantity}/{self.held}/{self.unshipped}"

    @property
    def level(self) -> Level:
        """The numbers alone."""
        return Level(self.quantity, self.held, self.unshipped)


class StockBuffer(ShopModel):
    """채널 여유분: pieces that a channel does not sell, of one variant or (``variant_id`` None) of each that has no row of its own."""

    channel = models.CharField(max_length=20)
    variant_id = models.BigIntegerField(null=True)
    pieces = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id", "channel", "variant_id"], name="stock_one_buffer_a_variant"),
            models.UniqueConstraint(
                fields=["shop_id", "channel"], condition=models.Q(variant_id__isnull=True), name="stock_one_buffer_for_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.variant_id or '*'}: {self.pieces}"


class StockHold(ShopModel):
    """선점: what an order that is being paid was promised, and what became of that. One row an order; ``attempt`` is its newest.

    ``until`` is what the hub was promised, in true time. ``turn`` counts how often its pieces were taken anew. ``fingerprint`` is the digest
    of the message's lines; ``told`` are the lines of a refusal as they were told. ``visitor``, ``cart`` and ``address`` are digests of whose
    browser pressed buy, where the hold was made with the registration.
    """

    channel = models.CharField(max_length=20)
    order_no = models.CharField(max_length=40)
    attempt = models.BigIntegerField()
    turn = models.PositiveIntegerField(default=1)
    registration = models.CharField(max_length=20, blank=True, default="")
    visitor = models.CharField(max_length=32, blank=True, default="")
    cart = models.CharField(max_length=32, blank=True, default="")
    address = models.CharField(max_length=32, blank=True, default="")
    state = StateField(MACHINE, writer="mall.stock.services.holds", max_length=9)
    until = models.DateTimeField()
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    told = models.JSONField(default=list)
    reason = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id", "channel", "order_no"], name="stock_one_hold_an_order"),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in HoldState]), name="stock_hold_state_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["shop_id", "until"], condition=models.Q(state=HoldState.HELD.value), name="stock_holds_live"),
            models.Index(fields=["until"], condition=models.Q(state=HoldState.HELD.value), name="stock_holds_due"),
            models.Index(fields=["until"], condition=~models.Q(state=HoldState.HELD.value), name="stock_holds_over"),
        ]

    def __str__(self) -> str:
        return f"{self.order_no} {self.state}"


class StockHoldLine(ShopModel):
    """Pieces of a variant under a live hold; every ending deletes them."""

    hold_id = models.BigIntegerField()
    attempt = models.BigIntegerField()
    variant_id = models.BigIntegerField()
    quantity = models.PositiveIntegerField()

    hold = TenantRelation(StockHold, "hold_id", tenant="shop_id", related_name="lines")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id", "hold_id", "variant_id"], name="stock_one_line_a_variant"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="stock_hold_of_something"),
        ]
        indexes: ClassVar = [models.Index(fields=["shop_id", "variant_id"], name="stock_held_by_variant")]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.quantity}"


class StockMovement(ShopModel):
    """One change of a level, with its cause. The same ``key`` never moves stock twice; a row is never edited."""

    variant_id = models.BigIntegerField()
    kind = models.CharField(max_length=9, choices=[(kind.value, kind.value) for kind in Kind])
    dq = models.IntegerField(default=0)
    dh = models.IntegerField(default=0)
    du = models.IntegerField(default=0)
    short = models.IntegerField(default=0)
    key = models.CharField(max_length=120)
    order_no = models.CharField(max_length=40, blank=True, default="")
    who = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "key"], name="stock_one_movement_a_key")]
        indexes: ClassVar = [models.Index(fields=["shop_id", "variant_id", "id"], name="stock_movements_of_one")]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.kind} {self.dq:+d}/{self.dh:+d}/{self.du:+d}"
