"""판매자 알림: what a seller wants to be told, and the orders of which nobody has been told yet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.fields import WonField
from minishop.mall.shops.models import ShopModel


class NoticeSettings(ShopModel):
    """알림 설정. Without a row everything is told. ``email`` and ``mobile``: where to; empty means the owner's own.

    ``told_at``: when new orders were last told. ``opening_told``: the shop's opening has been.
    """

    new_orders = models.BooleanField(default=True)
    by_sms = models.BooleanField(default=True)
    email = models.EmailField(blank=True, default="")
    mobile = models.CharField(max_length=20, blank=True, default="")
    told_at = models.DateTimeField(null=True)
    opening_told = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id"], name="notices_one_settings")]


class UntoldOrder(ShopModel):
    """A new order that waits to be told, with others that come at about the same time; the row goes when it is."""

    number = models.CharField(max_length=16)
    total = WonField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id", "number"], name="notices_untold_once")]
