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

    def get_prep_value(self, value: Any) -> int | None:
        if value is None or hasattr(value, "resolve_expression"):
            return value  # type: ignore[no-any-return]
        return int(Won(value))
