"""대사: what is found, and found again a moment later. While one looks, people go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar


class Named(Protocol):
    """Something found: the same one has the same kind and key, whatever else is said of it."""

    @property
    def kind(self) -> str: ...

    @property
    def key(self) -> str: ...


Found = TypeVar("Found", bound=Named)
Of = TypeVar("Of")


def found_twice(look: Callable[[Of], Sequence[Found]], of: Of) -> list[Found]:
    """What is found of something as it was found first, in its order, and found again by a second look; that is taken only where the first
    found anything."""
    found = look(of)
    still = {(one.kind, one.key) for one in look(of)} if found else set()
    return [one for one in found if (one.kind, one.key) in still]
