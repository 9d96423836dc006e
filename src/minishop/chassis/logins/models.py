"""The facts of wrong passwords."""

from __future__ import annotations

from django.db import models


class FailedLogins(models.Model):
    """Wrong passwords in a row for one account from one address; ``key`` is a digest of both, so that neither stands here.

    One writer: ``chassis.logins.services``.
    """

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    closed_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.failures} until {self.closed_until:%H:%M:%S}"
