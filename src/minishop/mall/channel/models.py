"""체크아웃 연동: a shop's connection to the Checkout hub, what was registered there, and the messages both ways."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import WonField
from minishop.chassis.outbox import models as outbox
from minishop.chassis.secrets.fields import EncryptedField
from minishop.mall.shops.models import ShopModel


class HubConnection(ShopModel):
    """The shop's identity at the hub, and how far its changes have been collected. ``cursor`` is opaque and the hub's."""

    merchant_id = models.CharField(max_length=40)
    certi_key = EncryptedField(blank=True, default="")
    button_key = models.CharField(max_length=40)
    client_id = models.CharField(max_length=40)
    client_secret = EncryptedField(blank=True, default="")
    hint_secret = EncryptedField(blank=True, default="")
    button_type = models.CharField(max_length=2, default="C3")
    cursor = models.CharField(max_length=80, blank=True, default="")
    collected_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id"], name="channel_one_connection")]


class Registration(ShopModel):
    """주문 등록: a cart as it was registered at the hub. ``code`` travels as MALL_MANAGE_CODE and comes back with the order."""

    code = models.CharField(max_length=20)
    hub_key = models.CharField(max_length=60, blank=True, default="")
    total = WonField()
    shipping_fee = WonField()
    lines = models.JSONField()
    fee_breakdown = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "code"], name="channel_registration_code")]


class OutboxMessage(outbox.OutboxFields, ShopModel):
    """A message to the hub: acknowledge, dispatch."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id", "idempotency_key"], name="channel_outbox_key"),
            outbox.states_known("channel_outbox_state_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["shop_id", "state", "created_at"], name="channel_outbox_backlog")]


class DeliveryAttempt(outbox.AttemptFields, ShopModel):
    """One try to send a message to the hub."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["shop_id", "message_id", "at"], name="channel_attempts")]


class InboxMessage(outbox.InboxFields, ShopModel):
    """A hint from the hub, under its message id."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "message_key"], name="channel_inbox_key")]
