"""The facts of wrong passwords."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.chassis.logins.domain import Kind


class GuessCounter(models.Model):
    """How many wrong passwords have something in common, as the instant at which all of them are forgotten.

    ``key`` is a short keyed digest, so that neither names nor addresses stand here and there are no more rows than keys (about a
    million a kind), whatever strangers type. ``subject``, the account's name or the address, is written down once the counter has
    closed, for the operator to see. One writer: ``chassis.logins.services``.
    """

    key = models.CharField(max_length=20, primary_key=True)
    kind = models.CharField(max_length=7, choices=[(kind.value, kind.value) for kind in Kind])
    empty_at = models.DateTimeField(db_index=True)
    closed_until = models.DateTimeField()
    subject = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=[kind.value for kind in Kind]), name="logins_kind_known")
        ]
        indexes: ClassVar = [models.Index(fields=["empty_at"], condition=~models.Q(subject=""), name="logins_subjects")]

    def __str__(self) -> str:
        return f"{self.key} until {self.closed_until:%H:%M:%S}"
