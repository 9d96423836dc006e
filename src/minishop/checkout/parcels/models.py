"""송장: a parcel as the seller dispatched it, and what its carrier says of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import StateField
from minishop.chassis.tenancy import TenantRelation
from minishop.checkout.merchants.models import MerchantModel
from minishop.checkout.orders.models import OrderLine
from minishop.checkout.parcels.domain.states import MACHINE, OPEN, ParcelState


class Parcel(MerchantModel):
    """The carrier and tracking number of a line; the newest of a line counts.

    ``state`` has one writer: ``parcels.services.transition``. ``reason`` is a ``Reason``, or empty. ``silences``: how often in a row the
    carrier gave no answer. ``follow_at``: when it is to be asked next, while it is followed; what has been due for long has lost its job.
    """

    line_id = models.BigIntegerField()
    order_id = models.BigIntegerField()
    method = models.CharField(max_length=20)
    carrier = models.CharField(max_length=30, blank=True, default="")
    tracking_number = models.CharField(max_length=100, blank=True, default="")
    state = StateField(MACHINE, writer="checkout.parcels.services.transition", max_length=16)
    reason = models.CharField(max_length=300, blank=True, default="")
    sent_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    silences = models.PositiveSmallIntegerField(default=0)
    follow_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    line = TenantRelation(OrderLine, "line_id", tenant="merchant_id", related_name="parcels")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in ParcelState]), name="parcels_state_known"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["merchant_id", "order_id"],
                condition=models.Q(state__in=sorted(s.value for s in OPEN)),
                name="parcels_followed",
            ),
            models.Index(
                fields=["follow_at"], condition=models.Q(state__in=sorted(s.value for s in OPEN)), name="parcels_to_follow"
            ),
            models.Index(fields=["merchant_id", "line_id", "-registered_at"], name="parcels_of_line"),
            models.Index(fields=["merchant_id", "carrier", "tracking_number"], name="parcels_by_number"),
        ]
