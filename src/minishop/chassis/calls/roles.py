"""What the present thread serves, which decides whether it may wait for another party."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum


class Role(StrEnum):
    """PAGE threads may wait for a leaf, LEAF threads for nobody; what is neither (a job, a command, a test) may wait."""

    PAGE = "page"
    LEAF = "leaf"
    OTHER = "other"


_here = threading.local()


def set_role(role: Role) -> None:
    """Says what the present thread serves from now on."""
    _here.role = role


def role() -> Role:
    """What the present thread serves."""
    return getattr(_here, "role", Role.OTHER)


@contextmanager
def serving_as(role_now: Role) -> Iterator[None]:
    """Has the present thread serve something else while the block runs."""
    before = role()
    set_role(role_now)
    try:
        yield
    finally:
        set_role(before)
