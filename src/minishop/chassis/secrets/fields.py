"""A column for a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from minishop.chassis.secrets.sealing import Hidden, seal, unseal

if TYPE_CHECKING:
    _Base = models.TextField[str, Hidden]
else:
    _Base = models.TextField


class EncryptedField(_Base):
    """A text that is sealed in the database and open in Python. Nothing can be looked up by it, since it is sealed anew each time."""

    def from_db_value(self, value: str | None, *_: object) -> Hidden | None:
        """Raises SecretUnreadable."""
        return None if value is None else unseal(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else seal(str(value))

    def get_lookup(self, lookup_name: str) -> Any:
        """Emptiness alone can be asked for."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
