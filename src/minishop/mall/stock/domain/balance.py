"""재고 대사: a level's numbers beside what its movements and the live holds come to (docs/rules/stock.md, laws)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from minishop.mall.stock.domain.levels import Level


class Unbalanced(StrEnum):
    """What of a level is not what it should be: 재고, 선점, 출고 전, and the pieces under holds."""

    QUANTITY = "level_quantity"
    HELD = "level_held"
    UNSHIPPED = "level_unshipped"
    LINES = "held_lines"


@dataclass(frozen=True, slots=True)
class Balance:
    """A variant's level, the sums of its movements (0 of a quantity that nobody counts), and the pieces that live holds' lines have of it."""

    variant: int
    level: Level
    moved: Level
    lines: int

    def differences(self) -> Iterator[tuple[Unbalanced, int, int]]:
        """What does not agree: as it stands, and as it should be."""
        for kind, ours, theirs in (
            (Unbalanced.QUANTITY, self.level.quantity or 0, self.moved.quantity or 0),
            (Unbalanced.HELD, self.level.held, self.moved.held),
            (Unbalanced.UNSHIPPED, self.level.unshipped, self.moved.unshipped),
            (Unbalanced.LINES, self.level.held, self.lines),
        ):
            if ours != theirs:
                yield kind, ours, theirs
