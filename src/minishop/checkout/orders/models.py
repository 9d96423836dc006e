"""주문: the order sheet as a shop registered it, the order that was paid from it, and the feed of its changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import StateField, WonField
from minishop.chassis.tenancy import TenantRelation
from minishop.checkout.accounts.models import Account
from minishop.checkout.merchants.models import MerchantModel
from minishop.checkout.orders.domain.registration import ShippingType
from minishop.checkout.orders.domain.shares import Layer, PartKind
from minishop.checkout.orders.domain.states import MACHINE, LineState
from minishop.kernel.won import Won

_LAYERS = tuple(layer.value for layer in Layer)


class OrderSheet(MerchantModel):
    """주문서: a registered order. ``key`` is what the shop's redirect names as ORDER_ID.

    ``expires_at``: until when it may be paid without asking the shop anew. ``ordered``: there is an order of it.
    ``contract``: the shipping contract that came with it, checked (``domain.contract``); empty on sheets from before there were any.
    """

    key = models.CharField(max_length=40)
    shipping_type = models.CharField(max_length=11, choices=[(s.value, s.value) for s in ShippingType])
    shipping_price = WonField()
    shipping_note = models.CharField(max_length=500, blank=True, default="")
    total = WonField()
    back_url = models.CharField(max_length=2000)
    manage_code = models.CharField(max_length=300, blank=True, default="")
    inflow = models.JSONField(default=dict)
    contract = models.JSONField(default=dict)
    registered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ordered = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "key"], name="orders_sheet_key"),
            models.CheckConstraint(condition=models.Q(total__gt=0), name="orders_sheet_total"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["registered_at"], name="orders_sheets_unordered", condition=models.Q(ordered=False)),
        ]

    def __str__(self) -> str:
        return self.key


class SheetLine(MerchantModel):
    """One registered line. ``line_total`` may differ from ``unit_price × quantity``: an option's surcharge is in the total only."""

    sheet_id = models.BigIntegerField()
    product_id = models.CharField(max_length=150)
    mall_product_id = models.CharField(max_length=150, blank=True, default="")
    name = models.CharField(max_length=1000)
    option_text = models.CharField(max_length=4000, blank=True, default="")
    option_code = models.CharField(max_length=100, blank=True, default="")
    quantity = models.PositiveIntegerField()
    unit_price = WonField()
    line_total = WonField()
    position = models.IntegerField()

    sheet = TenantRelation(OrderSheet, "sheet_id", tenant="merchant_id", related_name="lines")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["merchant_id", "sheet_id", "position"], name="orders_sheet_lines")]


class Order(MerchantModel):
    """An order: made when the buyer presses pay, from the sheet as it was then. One a sheet.

    ``finalize_at``: when the first of its lines that its buyer has left open is finalized by itself, as long as there is one.
    Its one writer is ``orders.services.transition``. ``decides_at``: when what its buyer has decided to keep is finalized, unless they think
    again; null without such a decision. ``reached_payment``: its goods were held once, or needed no hold. Before that it is
    only a number for the question to the shop: it is shown nowhere.
    Amounts: ``order_total = goods_total + shipping_fee − discount``; ``pay_total = order_total − points_used`` (R91).
    ``contract``: what claims are judged by, whatever shop and merchant change later (``domain.contract``; E18, E20).
    """

    number = models.CharField(max_length=16)
    sheet_id = models.BigIntegerField()
    buyer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    orderer_name = models.CharField(max_length=40)
    orderer_mobile = models.CharField(max_length=20)
    orderer_email = models.EmailField()
    recipient_name = models.CharField(max_length=40)
    recipient_phone = models.CharField(max_length=20)
    zipcode = models.CharField(max_length=5)
    address1 = models.CharField(max_length=200)
    address2 = models.CharField(max_length=200, blank=True, default="")
    delivery_note = models.CharField(max_length=200, blank=True, default="")
    goods_total = WonField()
    shipping_type = models.CharField(max_length=11, choices=[(s.value, s.value) for s in ShippingType])
    shipping_fee = WonField()
    discount = WonField(default=Won(0))
    points_used = WonField(default=Won(0))
    pay_total = WonField()
    points_basis_points = models.PositiveIntegerField()
    hub_fee_basis_points = models.PositiveIntegerField(default=80)
    pg_fee_basis_points = models.PositiveIntegerField(default=210)
    contract = models.JSONField(default=dict)
    manage_code = models.CharField(max_length=300, blank=True, default="")
    ordered_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    finalize_at = models.DateTimeField(null=True)
    decides_at = models.DateTimeField(null=True)
    payment_means = models.CharField(max_length=100, blank=True, default="")
    reached_payment = models.BooleanField(default=False)

    sheet = TenantRelation(OrderSheet, "sheet_id", tenant="merchant_id", related_name="orders")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "number"], name="orders_number"),
            models.UniqueConstraint(fields=["merchant_id", "sheet_id"], name="orders_one_order_a_sheet"),
            models.CheckConstraint(
                condition=models.Q(
                    pay_total=models.F("goods_total") + models.F("shipping_fee") - models.F("discount") - models.F("points_used")
                ),
                name="orders_amounts_add_up",
            ),
            models.CheckConstraint(condition=models.Q(pay_total__gte=0), name="orders_pay_total_not_negative"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["buyer", "-ordered_at"], name="orders_of_buyer"),
            models.Index(fields=["number"], name="orders_by_number"),
            models.Index(fields=["finalize_at", "id"], name="orders_to_finalize", condition=models.Q(finalize_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(MerchantModel):
    """상품주문: one line of an order. ``state`` has one writer: ``orders.services.transition``.

    ``remaining``: the pieces that were neither cancelled nor returned. ``open_claim``: the id of the one claim that is open on it.
    ``decision_held_at`` and ``_until``: when its buyer last put off 구매확정, and until when, also once that is over; ``decision_asked_at``: when
    its seller last asked for it, also where it was put off anew since. ``decides_at``: the order's, of the press on
    구매확정 that found it ready; of an earlier press it says nothing.
    """

    number = models.CharField(max_length=16)
    order_id = models.BigIntegerField()
    product_id = models.CharField(max_length=150)
    mall_product_id = models.CharField(max_length=150, blank=True, default="")
    name = models.CharField(max_length=1000)
    option_text = models.CharField(max_length=4000, blank=True, default="")
    option_code = models.CharField(max_length=100, blank=True, default="")
    quantity = models.PositiveIntegerField()
    remaining = models.PositiveIntegerField()
    unit_price = WonField()
    line_total = WonField()
    state = StateField(
        MACHINE, writer="checkout.orders.services.transition", max_length=20, default=LineState.AWAITING_PAYMENT.value
    )
    acknowledged_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    finalized_at = models.DateTimeField(null=True)
    open_claim = models.BigIntegerField(null=True)
    decision_held_at = models.DateTimeField(null=True)
    decision_held_until = models.DateTimeField(null=True)
    decision_asked_at = models.DateTimeField(null=True)
    decides_at = models.DateTimeField(null=True)
    position = models.IntegerField()

    order = TenantRelation(Order, "order_id", tenant="merchant_id", related_name="lines")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "number"], name="orders_line_number"),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in LineState]), name="orders_line_state_known"),
            models.CheckConstraint(condition=models.Q(remaining__lte=models.F("quantity")), name="orders_line_remaining"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["number"], name="orders_lines_by_number"),
            models.Index(fields=["merchant_id", "order_id", "position"], name="orders_lines"),
            models.Index(
                fields=["order_id"],
                name="orders_lines_unpaid",
                condition=models.Q(state=LineState.AWAITING_PAYMENT.value),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def remaining_total(self) -> Won:
        """What the pieces that still live cost before discounts: what is left when those that ended are counted first, as claims count."""
        ended = self.quantity - self.remaining
        return self.line_total - Won(int(self.line_total) * ended // self.quantity)


class OrderPart(MerchantModel):
    """몫: a shipping part or a line of an order and what it consists of; its columns of money are those of ``domain.shares.Share``.

    The shipping parts come first, then the lines. One writer, ``orders.services.parts``; fixed once the order is paid.
    """

    order_id = models.BigIntegerField()
    position = models.IntegerField()
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in PartKind])
    line_id = models.BigIntegerField(null=True)
    product_id = models.CharField(max_length=251, blank=True, default="")
    amount = WonField()
    instant = WonField(default=Won(0))
    product_coupon = WonField(default=Won(0))
    cart_coupon = WonField(default=Won(0))
    shipping_coupon = WonField(default=Won(0))
    points = WonField(default=Won(0))
    money = WonField()
    hub_instant = WonField(default=Won(0))
    hub_product_coupon = WonField(default=Won(0))
    hub_cart_coupon = WonField(default=Won(0))
    hub_shipping_coupon = WonField(default=Won(0))

    order = TenantRelation(Order, "order_id", tenant="merchant_id", related_name="parts")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "order_id", "position"], name="orders_part_position"),
            models.CheckConstraint(condition=models.Q(kind__in=[k.value for k in PartKind]), name="orders_part_kind_known"),
            models.CheckConstraint(
                condition=models.Q(kind=PartKind.LINE.value, line_id__isnull=False)
                | (~models.Q(kind=PartKind.LINE.value) & models.Q(line_id__isnull=True)),
                name="orders_part_of_a_line",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    amount=models.F("instant")
                    + models.F("product_coupon")
                    + models.F("cart_coupon")
                    + models.F("shipping_coupon")
                    + models.F("points")
                    + models.F("money")
                ),
                name="orders_part_adds_up",
            ),
            *(
                models.CheckConstraint(condition=models.Q(**{f"{name}__gte": 0}), name=f"orders_part_{name}_not_negative")
                for name in ("amount", *_LAYERS, "points", "money")
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"hub_{name}__gte": 0, f"hub_{name}__lte": models.F(name)}),
                    name=f"orders_part_hub_{name}",
                )
                for name in _LAYERS
            ),
        ]


class LineEvent(MerchantModel):
    """What happened to a line: who, when, from, to, why."""

    line_id = models.BigIntegerField()
    event = models.CharField(max_length=24)
    from_state = models.CharField(max_length=20, blank=True, default="")
    to_state = models.CharField(max_length=20)
    actor = models.CharField(max_length=80)
    reason = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()

    line = TenantRelation(OrderLine, "line_id", tenant="merchant_id", related_name="events")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["merchant_id", "line_id", "at"], name="orders_line_history")]


class RefusedLineStep(MerchantModel):
    """거절된 걸음: what somebody tried with a line that stood in a state, or under a claim, in which that is not done; ``reason`` says which."""

    line_id = models.BigIntegerField()
    event = models.CharField(max_length=24)
    stood = models.CharField(max_length=20)
    actor = models.CharField(max_length=80)
    reason = models.CharField(max_length=30)
    at = models.DateTimeField()

    line = TenantRelation(OrderLine, "line_id", tenant="merchant_id", related_name="refused_steps")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["merchant_id", "line_id", "at"], name="orders_refused_steps")]


class Change(MerchantModel):
    """변경 내역: one row of the merchant's change feed. ``sequence`` has no gaps and rises in the order of commits.

    ``claim_id``: the claim that the change is one of, with its kind and its state at that moment; null and empty where it is none's.
    """

    sequence = models.BigIntegerField()
    line_id = models.BigIntegerField()
    line_number = models.CharField(max_length=16)
    order_number = models.CharField(max_length=16)
    kind = models.CharField(max_length=30)
    line_state = models.CharField(max_length=20)
    claim_id = models.BigIntegerField(null=True)
    claim_kind = models.CharField(max_length=10, blank=True, default="")
    claim_state = models.CharField(max_length=20, blank=True, default="")
    at = models.DateTimeField()

    line = TenantRelation(OrderLine, "line_id", tenant="merchant_id", related_name="changes")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["merchant_id", "sequence"], name="orders_change_sequence")]
        indexes: ClassVar = [models.Index(fields=["merchant_id", "at", "line_number"], name="orders_changes_by_time")]
