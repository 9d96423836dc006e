"""문자와 메일: what was accepted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.kernel.ids import new_id
from minishop.sandbox.messages.domain import Kind


class Message(models.Model):
    """A message taken for delivery. The same key of the same kind is one message."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=4, choices=[(kind.value, kind.value) for kind in Kind])
    idempotency_key = models.CharField(max_length=200)
    recipient = models.CharField(max_length=200)
    sender = models.CharField(max_length=200)
    subject = models.CharField(max_length=300, blank=True, default="")
    text = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "idempotency_key"], name="sandbox_message_key")]
        indexes: ClassVar = [models.Index(fields=["kind", "-id"], name="sandbox_messages_of_kind")]
