"""Model fields for the kernel's types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from minishop.kernel.won import Won

if TYPE_CHECKING:
    _Base = models.BigIntegerField[Won | int, Won]
else:
    _Base = models.BigIntegerField


class WonField(_Base):
    """A whole number of won; comes out as ``Won`` and refuses to store anything that is not an int."""

    def from_db_value(self, value: int | None, *_: object) -> Won | None:
        return None if value is None else Won(value)

    def to_python(self, value: Any) -> Won | None:
        plain = super().to_python(value)
        return None if plain is None else Won(plain)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """As Django's, with a default that a migration can write down."""
        name, path, arguments, named = super().deconstruct()
        if isinstance(named.get("default"), Won):
            named["default"] = int(named["default"])
        return name, path, list(arguments), named

    def get_prep_value(self, value: Any) -> int | None:
        if value is None or hasattr(value, "resolve_expression"):
            return value  # type: ignore[no-any-return]
        return int(Won(value))
