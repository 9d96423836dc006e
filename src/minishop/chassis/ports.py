"""Ports: what a capability asks of one that stands above it, which it may not import (docs/decisions/0013-rooms-and-ports.md).

The lower one declares a Protocol and a ``Port`` of it in its module ``ports``; the upper one fills it when its app starts.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from django.core import checks

Part = TypeVar("Part")


class NotFilled(RuntimeError):
    """A port was used that no app has filled."""


class FilledTwice(RuntimeError):
    """Two apps want to be the same part, so which of them acts would depend on the order of their start."""


class Port(Generic[Part]):
    """A place for one part. ``name`` says in a message which part is missing."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._part: Part | None = None
        _declared.append(self)

    def fill(self, part: Part) -> None:
        """Puts the part in, as an app's ``ready`` does; the same one again changes nothing. Raises FilledTwice for another."""
        if self._part is not None and self._part is not part:
            raise FilledTwice(self.name)
        self._part = part

    @property
    def is_filled(self) -> bool:
        return self._part is not None

    @property
    def part(self) -> Part:
        """The part; raises NotFilled without one."""
        if self._part is None:
            raise NotFilled(self.name)
        return self._part


_declared: list[Port[Any]] = []


@checks.register
def no_port_is_empty(**_: object) -> list[checks.CheckMessage]:
    """Stops a migration, a start or a test run of an installation in which a declared port is empty."""
    return [checks.Error(f"no app fills the port {port.name!r}", id="ports.E001") for port in _declared if not port.is_filled]
