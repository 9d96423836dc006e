"""호스팅사: who applies for shops and asks about them. Its tokens are kept as digests."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from minishop.kernel.ids import new_id

# The host whose token is a setting: an installation's own mall. Identities that are made are far above it.
CONFIGURED = 1
CONFIGURED_NAME = "Minishop"


class Host(models.Model):
    """A hosting platform."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name

    @property
    def is_configured(self) -> bool:
        """Whether the token in the settings is this host's, beside those that it was given."""
        return self.id == CONFIGURED


class HostToken(models.Model):
    """A token that a host was given. ``ending``, its last letters, tells people which one it is."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["issued_at", "id"]
