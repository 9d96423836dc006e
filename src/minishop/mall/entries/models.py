"""PG 계약: the shop's keys at its payment gateway, kept only to hand them to the hub."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.secrets.fields import EncryptedField
from minishop.mall.shops.models import ShopModel


class PgContract(ShopModel):
    """The gateway's merchant number, key and terms. ``handed_over_at``: when the hub took them.

    ``terms``: its ``means`` and ``partial_cancel``, each as far as the gateway told them.
    """

    provider = models.CharField(max_length=20)
    mid = models.CharField(max_length=60)
    secret_key = EncryptedField(blank=True, default="")
    terms = models.JSONField(default=dict)
    approved_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shop_id"], name="entries_one_pg_contract")]

    def __str__(self) -> str:
        return self.mid
