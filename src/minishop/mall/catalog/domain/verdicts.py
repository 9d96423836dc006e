"""What becomes of the cells of a product file: refused, ignored, or taken otherwise than they say, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from minishop.kernel.entities import decoded
from minishop.mall.catalog.domain.cafe24_columns import (
    CODE,
    CODES,
    FEE,
    FILES,
    MORE,
    NAME,
    OWN_CODE,
    QUANTITY,
    READ,
    READ_TOGETHER,
    SAYS_NOTHING,
    SURCHARGE,
    VARIANT,
)
from minishop.mall.catalog.domain.cells import Why, trimmed, yes_or_no
from minishop.mall.catalog.domain.description import Dropped
from minishop.mall.catalog.domain.texts import TEXTS

FEE_KINDS = {"T": "free", "R": "fixed", "N": "growing"}
Row = Mapping[str, str]
_PAGES = frozenset(text.csv for text in TEXTS if text.html)


class Verdict(StrEnum):
    """What became of a cell: its row is not taken; it has no place here; it is taken, but not as it says."""

    REFUSED = "refused"
    IGNORED = "ignored"
    ADAPTED = "adapted"


@dataclass(frozen=True, slots=True)
class Note:
    """One cell's verdict. ``line`` counts from 1; a verdict on the whole row names no column."""

    line: int
    column: str
    value: str
    verdict: Verdict
    why: Why | Dropped


def notes_on(row: Row, line: int, verdict_on: Callable[[Row, str], tuple[Verdict, Why] | None]) -> list[Note]:
    """The verdicts on a row's cells that say something, as ``verdict_on`` gives them."""
    said = {column: cell for column, cell in row.items() if trimmed(cell)}
    return [Note(line, column, cell, *found) for column, cell in said.items() if (found := verdict_on(row, column))]


def on_a_product(row: Row, column: str) -> tuple[Verdict, Why] | None:
    """What becomes of a product's cell beside its value; None where it is taken as it says, or says nothing."""
    cell = said_in(row, column)
    if column == "성인인증":
        return (Verdict.ADAPTED, Why.ADULT) if yes_or_no(cell) else None
    if column in FEE:
        is_other = has_own_fee(row) and said_in(row, "배송비 구분").upper() not in ("", *FEE_KINDS)
        return (Verdict.ADAPTED, Why.FEE_KIND) if is_other else None
    if column == SURCHARGE:
        return Verdict.IGNORED, Why.NEEDS_VARIANT_CODE
    if column in READ or column in READ_TOGETHER or column in FILES or set(parts_of(cell)) <= SAYS_NOTHING.get(column, frozenset()):
        return None
    return Verdict.IGNORED, Why.CODE_ELSEWHERE if column in CODES else Why.NO_PLACE


def on_a_variant(_row: Row, column: str) -> tuple[Verdict, Why] | None:
    """A variant's row often repeats what its product is called; anything else said there would be lost."""
    read = (CODE, OWN_CODE, NAME, VARIANT, QUANTITY, MORE, SURCHARGE)
    return None if column in read else (Verdict.IGNORED, Why.NOT_IN_VARIANT_ROW)


def has_own_fee(row: Row) -> bool:
    """Whether the row has a delivery fee of its own (배송정보)."""
    return bool(yes_or_no(said_in(row, "배송정보")))


def in_words(row: Row) -> Row:
    """A row in which every cell that is no piece of a page says what its HTML entities mean."""
    return {column: cell if column in _PAGES else decoded(cell) for column, cell in row.items()}


def said_in(row: Row, column: str) -> str:
    """A cell without what nobody sees around it; empty where the column is not there."""
    return trimmed(row.get(column, ""))


def parts_of(cell: str) -> list[str]:
    """What stands between the strokes of a cell."""
    return [part.strip() for part in cell.split("|")]


def part_at(parts: list[str], index: int) -> str:
    """One of them; empty where there are fewer."""
    return parts[index] if index < len(parts) else ""
