"""변경 비교: where readers of change feeds stand, beside where the feeds end. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a merchant's feed: the number of the last change before it, 0 for the beginning, and that change's identity where it is
    known."""

    number: int
    change: int | None = None


START = Place(0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Merchants by what is to be done about them, in the order they were asked about; who stands at the end of its feed is in none.

    ``changed``: the feed goes on. ``ahead``: the feed ends before the cursor, or with another change there, as after a restore.
    ``unknown``: there is no such feed.
    """

    changed: list[str]
    ahead: list[str]
    unknown: list[str]


def compare(asked: Mapping[str, Place], ends: Mapping[str, Place]) -> Comparison:
    """Cursors by merchant, with the end of each feed that there is."""
    known = [merchant for merchant in asked if merchant in ends]
    return Comparison(
        changed=[merchant for merchant in known if ends[merchant].number > asked[merchant].number],
        ahead=[merchant for merchant in known if is_ahead(asked[merchant], ends[merchant])],
        unknown=[merchant for merchant in asked if merchant not in ends],
    )


def is_ahead(asked: Place, end: Place) -> bool:
    """Whether what was read up to a place is no part of a feed that ends so, as far as its end tells."""
    return asked.number > end.number or (asked.number == end.number and is_another(asked, end.change))


def is_another(asked: Place, change: int | None) -> bool:
    """Whether the change at the place that was asked about is not the one that was read there. Not known is not another."""
    return asked.change is not None and change is not None and asked.change != change
