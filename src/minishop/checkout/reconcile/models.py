"""대사 결과: what did not agree when somebody looked, until it does."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.checkout.merchants.models import MerchantModel
from minishop.checkout.reconcile.domain.kinds import OF_PURSES, FindingKind
from minishop.kernel.ids import new_id


class Finding(MerchantModel):
    """대사 차이: something of a merchant's orders or ledger that does not agree. ``facts``: ``ours`` and ``theirs``, each a number or null.

    Resolved when a later run over the merchant no longer finds it.
    """

    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in FindingKind])
    key = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant_id", "kind", "key"], name="reconcile_finding_once"),
            models.CheckConstraint(condition=models.Q(kind__in=[k.value for k in FindingKind]), name="reconcile_finding_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["found_at", "id"], name="reconcile_findings_open", condition=models.Q(resolved_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class PurseFinding(models.Model):
    """대사 차이 of a buyer's purse, which belongs to no merchant. As ``Finding``; ``key``: the buyer's id."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in sorted(OF_PURSES)])
    key = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[PurseFinding]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="reconcile_purse_finding_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=sorted(k.value for k in OF_PURSES)), name="reconcile_purse_finding_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["found_at", "id"], name="reconcile_purses_open", condition=models.Q(resolved_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
