"""Model fields for the kernel's types: money, and the states of machines."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models

from minishop.kernel.machine import Machine
from minishop.kernel.won import Won

if TYPE_CHECKING:
    _Base = models.BigIntegerField[Won | int, Won]
    _Text = models.CharField[str, str]
else:
    _Base = models.BigIntegerField
    _Text = models.CharField


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


class StateField(_Text):
    """Where a thing stands in a machine, or in another party's as that party tells it: then ``machine`` is the plain enumeration.

    ``writer`` is the one module, under ``minishop``, that writes the column. A constraint of the model lists the states. In migrations it
    is a CharField, so that a change of the table that leaves the states alone changes no schema.
    """

    def __init__(self, machine: Machine[Any, Any] | type[StrEnum] | None = None, *, writer: str = "", **options: Any) -> None:
        self.states = machine.states if isinstance(machine, Machine) else machine
        self.writer = writer
        if self.states is not None:
            options["choices"] = [(state.value, state.value) for state in self.states]
        super().__init__(**options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """As a CharField's."""
        name, _path, arguments, named = super().deconstruct()
        return name, "django.db.models.CharField", list(arguments), named
