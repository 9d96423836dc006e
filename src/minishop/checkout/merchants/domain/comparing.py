"""변경 비교: where readers of change feeds stand, beside where the feeds end. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """Merchants by what is to be done about them, in the order they were asked about; who stands at the end of its feed is in none.

    ``changed``: the feed goes on. ``ahead``: the feed ends before the cursor, as after a restore. ``unknown``: there is no such feed.
    """

    changed: list[str]
    ahead: list[str]
    unknown: list[str]


def compare(asked: Mapping[str, int], ends: Mapping[str, int]) -> Comparison:
    """Cursors by merchant, with the last number of each feed that there is."""
    known = [merchant for merchant in asked if merchant in ends]
    return Comparison(
        changed=[merchant for merchant in known if ends[merchant] > asked[merchant]],
        ahead=[merchant for merchant in known if ends[merchant] < asked[merchant]],
        unknown=[merchant for merchant in asked if merchant not in ends],
    )
