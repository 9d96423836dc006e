"""What a file of products would do: a plan, row by row, before anything is done."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from minishop.kernel.errors import DomainError
from minishop.mall.catalog.domain.cells import Why
from minishop.mall.catalog.domain.description import Dropped
from minishop.mall.catalog.domain.draft import ProductDraft, VariantDraft
from minishop.mall.catalog.domain.verdicts import Note, Verdict
from minishop.mall.catalog.models import Product, Variant
from minishop.mall.catalog.services.comparing import Difference


class Fate(StrEnum):
    """What a row would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class PlanMoved(DomainError):
    """Something that the plan was made from has changed since it was shown: what it would do now is to be looked at first. ``done``: how many
    rows had been written by then."""

    code: ClassVar[str] = "plan_moved"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row: its line, its product's code and name, what it would do, to which product or variant if there is one, what of that
    would be different, and how many pictures of other hosts would be fetched."""

    line: int
    code: str
    name: str
    fate: Fate
    draft: ProductDraft | VariantDraft | None
    present: Product | Variant | None = None
    difference: Difference = field(default_factory=Difference)
    pictures: int = 0


@dataclass(frozen=True)
class Plan:
    """What a file would do, and what of it was refused, ignored or taken otherwise than it says, cell by cell.

    ``new_categories``: numbers of categories that the import will make, each with its number for a name unless it is given one.
    """

    rows: tuple[PlannedRow, ...]
    notes: tuple[Note, ...]
    new_categories: tuple[str, ...] = ()

    @cached_property
    def counts(self) -> dict[str, int]:
        """Rows by fate; every fate is present."""
        counted = Counter(row.fate for row in self.rows)
        return {fate.value: counted[fate] for fate in Fate}

    @property
    def refused(self) -> list[Note]:
        return [note for note in self.notes if note.verdict is Verdict.REFUSED]

    @cached_property
    def set_aside(self) -> list[tuple[str, Verdict, Why | Dropped, list[Note]]]:
        """Cells that are ignored or taken otherwise, of rows that are taken, by column and reason."""
        taken = {row.line for row in self.rows if row.fate is not Fate.REFUSED}
        groups: dict[tuple[str, Verdict, Why | Dropped], list[Note]] = {}
        for note in self.notes:
            if note.verdict is not Verdict.REFUSED and note.line in taken:
                groups.setdefault((note.column, note.verdict, note.why), []).append(note)
        return [(*about, notes) for about, notes in sorted(groups.items(), key=lambda group: -len(group[1]))]

    @cached_property
    def changed(self) -> list[PlannedRow]:
        """The rows that would change something that is there."""
        return [row for row in self.rows if row.fate is Fate.CHANGED]

    @cached_property
    def stock_lost(self) -> int:
        """How many counted variants would go."""
        return sum(row.difference.stock_lost for row in self.rows)

    @cached_property
    def surcharges_lost(self) -> int:
        """How many variants' price differences would go."""
        return sum(row.difference.surcharges_lost for row in self.rows)

    @cached_property
    def pictures(self) -> int:
        """How many pictures of other hosts would be fetched."""
        return sum(row.pictures for row in self.rows)

    @cached_property
    def pictures_lost(self) -> int:
        """How many pictures the rows that are taken name that cannot be found."""
        lost = (Why.FILE_ELSEWHERE, Why.NO_ADDRESS, Dropped.PICTURE)
        return sum(note.value.count(", ") + 1 for _column, _what, why, notes in self.set_aside if why in lost for note in notes)

    @cached_property
    def seal(self) -> str:
        """What tells this plan from one that would do something else."""
        told = [(row.line, row.code, row.fate.value, repr(row.difference)) for row in self.rows]
        return hashlib.sha256(repr((told, self.new_categories, self.pictures)).encode()).hexdigest()[:32]
