"""What is found, and found again a moment later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from minishop.chassis.twice import found_twice


class Found(NamedTuple):
    kind: str
    key: str
    ours: int = 0


STOCK, STATE, OTHER = Found("stock", "1"), Found("state", "1"), Found("stock", "2")
# What each look finds, and what of that counts.
LOOKS: dict[str, tuple[list[list[Found]], list[Found]]] = {
    "nothing is not looked for again": ([[]], []),
    "what stands counts, in its order": ([[STATE, STOCK], [STOCK, STATE]], [STATE, STOCK]),
    "what is gone was on its way": ([[STOCK, STATE], [STATE]], [STATE]),
    "what came since is for the next time": ([[STOCK], [STOCK, STATE]], [STOCK]),
    "of another kind is another": ([[STOCK], [STATE]], []),
    "of another key is another": ([[STOCK], [OTHER]], []),
    "with another sum it is the same, as first found": ([[STOCK], [STOCK._replace(ours=3)]], [STOCK]),
}


@pytest.mark.parametrize(("looks", "counts"), LOOKS.values(), ids=LOOKS)
def test_what_is_found_twice_counts(looks: list[list[Found]], counts: list[Found]) -> None:
    coming: Iterator[list[Found]] = iter(looks)
    asked = []

    def look(of: str) -> list[Found]:
        asked.append(of)
        return next(coming)

    assert found_twice(look, "these") == counts
    assert asked == ["these"] * len(looks)
