"""체크아웃 연동: a shop's connection to the Checkout hub, what was registered there, and the messages both ways."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import WonField
from minishop.chassis.outbox import models as outbox
from minishop.chassis.outbox.domain import State
from minishop.chassis.secrets.fields import EncryptedField
from minishop.mall.shops.models import ShopModel


class HubConnection(ShopModel):
    """The shop's identity at the hub, and how collecting fares: ``last_error`` while it does not work.

    ``set_back_at``: the hub was found to have lost changes that it told once, and nobody has taken note yet; ``forgotten`` are the
    numbers of our lines about which it knows less than before. ``compared_down_to``: the line, from the newest down, to which our open
    lines have been compared with the hub's; None while no comparison is half done.
    """

    merchant_id = models.CharField(max_length=40)
    certi_key = EncryptedField(blank=True, default="")
    button_key = models.CharField(max_length=40)
    client_id = models.CharField(max_length=40)
    client_secret = EncryptedField(blank=True, default="")
    hint_secret = EncryptedField(blank=True, default="")
    button_type = models.CharField(max_length=2, default="C3")
    collected_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True, default="")
    set_back_at = models.DateTimeField(null=True)
    forgotten = models.JSONField(default=list)
    compared_down_to = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id"], name="channel_one_connection")]


class Poll(ShopModel):
    """확인 차례: when the hub is asked next whether an open, connected shop has changes, and how far these were read. One row a shop.

    It stands apart so that asking rewrites no wide row. ``cursor`` is opaque and the hub's; its one writer is ``services.collecting``.
    ``rereading`` is where changes are read again by time, after the hub has lost some; else empty. ``merchant`` is the connection's.
    Times are whole milliseconds of true time: ``due_at`` (also the lease of whoever asks just now), ``hot_until``, ``asked_at``, ``read_at``:
    as of when all changes are known here.
    ``missed`` counts the answers in a row in which the hub knows no such merchant.
    """

    merchant = models.CharField(max_length=40)
    cursor = models.CharField(max_length=80, blank=True, default="")
    rereading = models.CharField(max_length=80, blank=True, default="")
    due_at = models.BigIntegerField()
    phase = models.BigIntegerField()
    hot_until = models.BigIntegerField(default=0)
    asked_at = models.BigIntegerField(default=0)
    read_at = models.BigIntegerField(default=0)
    missed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id"], name="channel_one_poll")]
        indexes: ClassVar = [models.Index(fields=["due_at"], name="channel_polls_due")]


class Registration(ShopModel):
    """주문 등록: a cart as it was registered at the hub. ``code`` travels as MALL_MANAGE_CODE and comes back with the order.

    ``is_out_of_cart``: its order has been collected, and what was bought was taken out of the cart. ``hub_key`` is
    empty until the hub has taken it.
    """

    code = models.CharField(max_length=20)
    hub_key = models.CharField(max_length=60, blank=True, default="")
    total = WonField()
    shipping_fee = WonField()
    lines = models.JSONField()
    fee_breakdown = models.JSONField()
    made_at = models.DateTimeField()
    is_out_of_cart = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "code"], name="channel_registration_code")]
        indexes: ClassVar = [models.Index(fields=["made_at"], name="channel_registrations_old")]


class RegistrationRefusal(ShopModel):
    """거절된 주문 등록: a cart that the hub did not take, with its own words; the same again is counted. The last few of a shop are kept, until the
    same products are taken or the seller has taken note. ``products`` are ``[[code, name], …]`` in the order of the lines.
    """

    message = models.CharField(max_length=300, blank=True, default="")
    products = models.JSONField()
    digest = models.CharField(max_length=64)
    times = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "digest"], name="channel_refusal_once")]

    def __str__(self) -> str:
        return self.message


class UnreadLine(ShopModel):
    """읽지 못한 주문: a line that the hub told of in words that the protocol does not have, as it was sent (JSON), and why it could not be read.
    It is asked for again until it can be, and holds up no other.
    """

    hub_number = models.CharField(max_length=20)
    raw = models.TextField()
    reason = models.CharField(max_length=300)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "hub_number"], name="channel_unread_line")]
        indexes: ClassVar = [models.Index(fields=["first_at"], name="channel_unread_old")]

    def __str__(self) -> str:
        return self.hub_number


class OutboxMessage(outbox.OutboxFields, ShopModel):
    """A message to the hub (``domain.messages``); ``subject`` is the hub's number of the order that it is about."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop_id", "idempotency_key"], name="channel_outbox_key"),
            outbox.states_known("channel_outbox_state_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["shop_id", "state", "created_at"], name="channel_outbox_backlog"),
            models.Index(
                fields=["shop_id", "subject", "id"], condition=models.Q(state=State.WAITING.value), name="channel_outbox_of_order"
            ),
            models.Index(fields=["created_at"], condition=models.Q(state=State.WAITING.value), name="channel_outbox_waiting"),
            outbox.sent_by_age("channel_outbox_sent"),
        ]


class DeliveryAttempt(outbox.AttemptFields, ShopModel):
    """One try to send a message to the hub."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["shop_id", "message_id", "at"], name="channel_attempts")]


class InboxMessage(outbox.InboxFields, ShopModel):
    """A hint from the hub, under its message id."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "message_key"], name="channel_inbox_key")]
        indexes: ClassVar = [models.Index(fields=["received_at"], name="channel_inbox_old")]
