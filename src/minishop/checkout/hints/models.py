"""알림: signed hints to merchants' systems that something changed. The change feed is the truth; a hint only says to look."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.outbox import models as outbox
from minishop.checkout.merchants.models import MerchantModel


class OutboxMessage(outbox.OutboxFields, MerchantModel):
    """A hint to one merchant."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "idempotency_key"], name="hints_outbox_key"),
            outbox.states_known("hints_outbox_state_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["merchant_id", "state", "created_at"], name="hints_outbox_backlog"),
            outbox.sent_by_age("hints_outbox_sent"),
        ]


class DeliveryAttempt(outbox.AttemptFields, MerchantModel):
    """One try to send a hint."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["merchant_id", "message_id", "at"], name="hints_attempts")]
