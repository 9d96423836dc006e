"""주문: the mall's own record of an order collected from Checkout."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import StateField, WonField
from minishop.chassis.finding import KEY_LENGTH, SearchKey
from minishop.chassis.tenancy import TenantRelation
from minishop.kernel.won import Won
from minishop.mall.orders.domain.checking import MACHINE as CHECKS
from minishop.mall.orders.domain.checking import CheckState
from minishop.mall.orders.domain.claims import LOCKING, ClaimMark
from minishop.mall.orders.domain.hub import HubState
from minishop.mall.orders.domain.states import MACHINE, LineState
from minishop.mall.shops.models import ShopModel


class OrderDay(ShopModel):
    """The counter behind a day's order numbers."""

    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "day"], name="orders_one_counter_a_day")]


class Order(ShopModel):
    """An order. ``number`` is ours (``YYYYMMDD-NNNNNNN``, R120), ``hub_number`` is Checkout's. Its state is derived from its lines.

    ``regional_fee`` is the part of ``shipping_fee`` that the region makes, ``coupon_discount`` the part of ``discount`` that coupons gave.
    ``cancels_parts`` and ``answers_claims`` are what the hub says that this order's profile can do; None where it does not say.
    ``fee_breakdown`` is the shipping-fee explanation of the cart as registered, with the rule's version (A25, step 8).
    """

    number = models.CharField(max_length=16)
    hub_number = models.CharField(max_length=20)
    ordered_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    collected_at = models.DateTimeField()
    orderer_name = models.CharField(max_length=150)
    orderer_phone = models.CharField(max_length=45, blank=True, default="")
    orderer_email = models.CharField(max_length=254, blank=True, default="")
    recipient_name = models.CharField(max_length=150)
    recipient_phone = models.CharField(max_length=45, blank=True, default="")
    recipient_mobile = models.CharField(max_length=45, blank=True, default="")
    zipcode = models.CharField(max_length=45, blank=True, default="")
    address1 = models.CharField(max_length=300, blank=True, default="")
    address2 = models.CharField(max_length=300, blank=True, default="")
    delivery_note = models.TextField(blank=True, default="")
    goods_total = WonField()
    shipping_fee = WonField()
    regional_fee = WonField(default=Won(0))
    discount = WonField(default=Won(0))
    coupon_discount = WonField(default=Won(0))
    points_used = WonField(default=Won(0))
    paid_total = WonField()
    payment_means = models.CharField(max_length=100, blank=True, default="")
    fee_breakdown = models.JSONField(default=dict)
    memo = models.TextField(blank=True, default="")
    cancels_parts = models.BooleanField(null=True)
    answers_claims = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id", "number"], name="orders_number"),
            models.UniqueConstraint(fields=["shop_id", "hub_number"], name="orders_hub_number"),
        ]
        indexes: ClassVar = [models.Index(fields=["shop_id", "-ordered_at", "id"], name="orders_newest")]

    def __str__(self) -> str:
        return self.number


class OrderLine(ShopModel):
    """상품주문: one line of an order. ``state`` is ours; ``hub_state`` is Checkout's, in our words (R128).

    Both have one writer: ``orders.services.transition``, and so have ``remaining``, the pieces that the hub has neither cancelled nor returned,
    ``claim_mark``, what an open claim there shows on the line, and ``cancel_sent_at`` and ``return_sent_at``, since when a cancel or a return of
    it that we asked for waits for the hub's word. ``stock_short`` are pieces that were sold and were not there, ``stock_unshipped`` those of the
    shop's stock that were taken for the line and have neither left nor come free again; their writer is ``orders.services.pieces``.
    """

    order_id = models.BigIntegerField()
    hub_number = models.CharField(max_length=20)
    product_id = models.BigIntegerField(null=True)
    variant_id = models.BigIntegerField(null=True)
    product_code = models.CharField(max_length=150)
    product_name = models.CharField(max_length=4000)
    option_text = models.CharField(max_length=4000, blank=True, default="")
    quantity = models.PositiveIntegerField()
    unit_price = WonField()
    line_total = WonField()
    state = StateField(MACHINE, writer="mall.orders.services.transition", max_length=16)
    hub_state = StateField(HubState, writer="mall.orders.services.transition", max_length=20)
    remaining = models.PositiveIntegerField()
    claim_mark = StateField(ClaimMark, writer="mall.orders.services.transition", max_length=16, default=ClaimMark.NONE.value)
    cancel_sent_at = models.DateTimeField(null=True)
    return_sent_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    stock_short = models.PositiveIntegerField(default=0)
    stock_unshipped = models.PositiveIntegerField(default=0)
    position = models.IntegerField(default=0)

    order = TenantRelation(Order, "order_id", tenant="shop_id", related_name="lines")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id", "hub_number"], name="orders_line_hub_number"),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in LineState]), name="orders_line_state_known"),
            models.CheckConstraint(
                condition=models.Q(hub_state__in=[s.value for s in HubState]), name="orders_line_hub_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(claim_mark__in=[s.value for s in ClaimMark]), name="orders_line_claim_mark_known"
            ),
            models.CheckConstraint(
                condition=models.Q(remaining__lte=models.F("quantity")), name="orders_line_remaining_of_quantity"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["shop_id", "order_id", "position"], name="orders_lines"),
            models.Index(fields=["shop_id", "state", "order_id"], name="orders_lines_by_state"),
        ]

    @property
    def is_short(self) -> bool:
        """Whether pieces that live were sold and were not there; what ends of a line is what was short first."""
        return self.stock_short > self.quantity - self.remaining

    @property
    def is_locked(self) -> bool:
        """Whether its goods must not leave: a cancel is asked for or under way, at the hub or from here."""
        return self.cancel_sent_at is not None or self.claim_mark in LOCKING

    @property
    def may_leave_despite_cancel(self) -> bool:
        """Whether the buyer's request to cancel is all that locks it: sending the goods refuses that."""
        return self.cancel_sent_at is None and self.claim_mark == ClaimMark.CANCEL_ASKED


class OrderKey(ShopModel):
    """찾는 말: an order is found by how one of its keys begins (``services.finding``). The facts it is made of never change, so no key goes."""

    order_id = models.BigIntegerField()
    key = SearchKey(max_length=KEY_LENGTH)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "order_id", "key"], name="orders_one_order_key")]
        indexes: ClassVar = [models.Index(fields=["shop_id", "key", "-order_id"], name="orders_by_key")]

    def __str__(self) -> str:
        return self.key


class LineEvent(ShopModel):
    """What happened to a line: who, when, from, to, why."""

    line_id = models.BigIntegerField()
    event = models.CharField(max_length=24)
    from_state = models.CharField(max_length=16, blank=True, default="")
    to_state = models.CharField(max_length=16)
    actor = models.CharField(max_length=80)
    reason = models.CharField(max_length=500, blank=True, default="")
    evidence = models.JSONField(default=dict)
    at = models.DateTimeField()

    line = TenantRelation(OrderLine, "line_id", tenant="shop_id", related_name="events")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["shop_id", "line_id", "at"], name="orders_line_history")]


class Dispatch(ShopModel):
    """발송: a carrier and tracking number given to a line. The newest of a line counts.

    ``check_state`` is what the hub says of the number (R47); it has one writer: ``orders.services.checking``.
    """

    line_id = models.BigIntegerField()
    carrier = models.CharField(max_length=30)
    tracking_number = models.CharField(max_length=100)
    check_state = StateField(CHECKS, writer="mall.orders.services.checking", max_length=7, default=CheckState.PENDING.value)
    reason = models.CharField(max_length=500, blank=True, default="")
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)

    line = TenantRelation(OrderLine, "line_id", tenant="shop_id", related_name="dispatches")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(check_state__in=[s.value for s in CheckState]), name="orders_dispatch_check_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["shop_id", "line_id", "-entered_at"], name="orders_dispatches")]
