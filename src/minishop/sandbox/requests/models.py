"""What came in and what went out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Request(models.Model):
    """One request that a service of ours made, as it came, and the status it was answered with (0: never answered)."""

    party = models.CharField(max_length=10)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=500)
    body = models.TextField(blank=True, default="")
    idempotency_key = models.CharField(max_length=200, blank=True, default="")
    status = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, blank=True, default="")
    received_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["party", "-id"], name="sandbox_requests_of_party")]


class Sending(models.Model):
    """One request that the sandbox makes by itself: a notification, or a buyer's return sent a second time."""

    purpose = models.CharField(max_length=20)
    method = models.CharField(max_length=8)
    url = models.CharField(max_length=1000)
    body = models.TextField(blank=True, default="")
    outcome = models.CharField(max_length=20, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-id"], name="sandbox_sendings")]
