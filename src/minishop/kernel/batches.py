"""Many things, some at a time: a statement and a call take a bounded number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def batches(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The values in their order, ``size`` at a time; the last batch may be smaller."""
    return (values[start : start + size] for start in range(0, len(values), size))
