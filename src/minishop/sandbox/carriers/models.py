"""송장번호: the numbers that were asked for, or prepared."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.sandbox.carriers.domain import Chosen


class Parcel(models.Model):
    """A tracking number at a carrier and what is answered for it. Known from ``picked_up_at`` on."""

    carrier = models.CharField(max_length=40)
    tracking_number = models.CharField(max_length=40)
    answer = models.CharField(max_length=12, choices=[(answer.value, answer.value) for answer in Chosen])
    picked_up_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    asked = models.PositiveIntegerField(default=0)
    last_asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["carrier", "tracking_number"], name="sandbox_parcel_number"),
            models.CheckConstraint(condition=models.Q(answer__in=[a.value for a in Chosen]), name="sandbox_parcel_answer_known"),
        ]
