"""클레임: what the hub tells of cancels, returns and exchanges, a row a line (Q20)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import StateField, WonField
from minishop.chassis.tenancy import TenantRelation
from minishop.kernel.won import Won
from minishop.mall.claims.domain.answering import Act
from minishop.mall.orders.domain.claims import ClaimKind, ClaimState, Way
from minishop.mall.orders.models import OrderLine
from minishop.mall.shops.models import ShopModel


class LineClaim(ShopModel):
    """A claim on a line as the hub told it last. ``number`` is the hub's, the same on all lines of the claim; empty where a hub has none.

    ``reason`` is a code of the hub's list. ``refund`` and ``refund_points`` are what is paid back for the whole claim, where the hub says so
    (``tells_refund``), and while it is open what would be. ``due_at``: when the hub goes on by itself. ``way``, ``collect_…``, ``pickup_…``: how
    goods come back, in which parcel and from where. ``is_hubs_hold``: no seller has held it yet, though the hub has. ``order_id`` is the
    line's, so that a list of orders needs no second look. The one writer of all this is ``claims.services.recording``.

    Our own beside it: ``answer`` is what we sent last while it stood so, ``answer_sent_at`` since when that waits for the hub's word,
    ``answer_refused`` why the hub did not take it; ``put_back`` how many of its pieces were put back into stock, None: nobody has looked.
    """

    line_id = models.BigIntegerField()
    order_id = models.BigIntegerField()
    number = models.CharField(max_length=20, blank=True, default="")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in ClaimKind])
    state = StateField(ClaimState, writer="mall.claims.services.recording", max_length=16)
    quantity = models.PositiveIntegerField()
    reason = models.CharField(max_length=60, blank=True, default="")
    words = models.CharField(max_length=500, blank=True, default="")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_held = models.BooleanField(default=False)
    hold_reason = models.CharField(max_length=60, blank=True, default="")
    hold_words = models.CharField(max_length=500, blank=True, default="")
    is_hubs_hold = models.BooleanField(default=False)
    tells_refund = models.BooleanField(default=False)
    refund = WonField(default=Won(0))
    refund_points = WonField(default=Won(0))
    refund_note = models.CharField(max_length=300, blank=True, default="")
    fee = WonField(default=Won(0))
    refused_because = models.CharField(max_length=500, blank=True, default="")
    due_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=12, blank=True, default="", choices=[(way.value, way.value) for way in Way])
    collect_carrier = models.CharField(max_length=30, blank=True, default="")
    collect_number = models.CharField(max_length=100, blank=True, default="")
    pickup_name = models.CharField(max_length=150, blank=True, default="")
    pickup_phone = models.CharField(max_length=40, blank=True, default="")
    pickup_zipcode = models.CharField(max_length=10, blank=True, default="")
    pickup_address = models.CharField(max_length=401, blank=True, default="")
    told_at = models.DateTimeField()
    answer = models.CharField(max_length=10, blank=True, default="", choices=[(act.value, act.value) for act in Act])
    answer_sent_at = models.DateTimeField(null=True)
    answer_refused = models.CharField(max_length=500, blank=True, default="")
    put_back = models.PositiveIntegerField(null=True)
    has_return: bool  # of its line, as ``claims.queries.with_return`` reads it

    line = TenantRelation(OrderLine, "line_id", tenant="shop_id", related_name="claims")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id", "line_id", "number", "kind"], name="claims_once_a_line"),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in ClaimState]), name="claims_state_known"),
            models.CheckConstraint(condition=models.Q(kind__in=[k.value for k in ClaimKind]), name="claims_kind_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["shop_id", "kind", "asked_at", "order_id"], name="claims_by_day"),
            models.Index(fields=["shop_id", "state", "kind", "order_id"], name="claims_by_state"),
            models.Index(fields=["shop_id", "order_id"], name="claims_of_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
