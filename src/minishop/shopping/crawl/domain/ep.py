"""EP 3.0 을 읽는다: a feed file becomes products, removals and problems. Whatever the bytes are, nothing else is raised
than FileRefused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from minishop.shopping.crawl.domain import columns
from minishop.shopping.crawl.domain.encoding import UNDECODED, lines_of
from minishop.shopping.crawl.domain.product import Change, Removal, read_row
from minishop.shopping.crawl.domain.verdicts import FeedKind, FileFault, FileRefused, Problem, RowFault, RowRefused
from minishop.shopping.index.domain.listing import Listing

KEPT_PROBLEMS = 200
_QUOTED = ("column", "product_code", "value")


@dataclass(slots=True)
class Reading:
    """What a file says. ``products`` and ``removed`` hold each id once; of refusals and of warnings only the first are
    kept, all are counted."""

    products: dict[str, Listing] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0
    refused: int = 0
    warnings: int = 0

    def note(self, problem: Problem) -> None:
        """Counts a problem, and keeps it while there is room: without NULs, which are quoted from the file and which PostgreSQL refuses."""
        if problem.is_warning:
            self.warnings += 1
        else:
            self.refused += 1
        if (self.warnings if problem.is_warning else self.refused) <= KEPT_PROBLEMS:
            self.problems.append(replace(problem, **{name: getattr(problem, name).replace("\0", "") for name in _QUOTED}))


def read_feed(data: bytes, kind: FeedKind, *, limit: int) -> Reading:
    """Reads a whole file of at most ``limit`` products. In a summary the last row of an id wins; in a full feed the first,
    and a later one is a fault. Raises FileRefused when the file as a whole is no feed of this kind.
    """
    lines = lines_of(data)
    names, reading = _header(lines[0], kind), Reading()
    for name in sorted({name for name in names if name and name not in columns.KNOWN}):
        reading.note(Problem(1, RowFault.UNKNOWN_COLUMN, column=name[:40]))
    for number, cells in _rows(lines):
        reading.rows += 1
        try:
            _take(reading, _change(names, cells, kind, reading, number), kind, limit)
        except RowRefused as refused:
            code = _cell(names, cells, "id")
            reading.note(Problem(number, refused.fault, refused.column, code[:50], refused.value[:80]))
    if reading.rows and not (reading.products or reading.removed):
        raise FileRefused(FileFault.NO_GOOD_ROW, _first(reading.problems))
    return reading


def _header(line: str, kind: FeedKind) -> list[str]:
    names = [name.strip().lower() for name in line.split("\t")]
    missing = [name for name in columns.REQUIRED_IN[kind] if name not in names]
    if missing:
        begun_as_2 = line.lstrip().startswith("<<<")
        raise FileRefused(FileFault.VERSION if begun_as_2 else FileFault.HEADER, ", ".join(missing))
    return [name if name not in names[:at] else "" for at, name in enumerate(names)]


def _rows(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(lines[1:], start=2):
        if line.strip():
            yield number, line.split("\t")


def _cell(names: list[str], cells: list[str], name: str) -> str:
    at = names.index(name)
    return cells[at].strip() if at < len(cells) else ""


def _change(names: list[str], cells: list[str], kind: FeedKind, reading: Reading, number: int) -> Change:
    if any(UNDECODED in cell for cell in cells):
        raise RowRefused(RowFault.UNDECODABLE)
    if any(cell.strip() for cell in cells[len(names) :]):
        raise RowRefused(RowFault.TOO_MANY_FIELDS, value=cells[len(names)])
    row = {name: value for name, value in zip(names, cells, strict=False) if name}
    change, warnings = read_row(row, kind)
    for warning in warnings:
        reading.note(Problem(number, warning.fault, warning.column, change.product_code, warning.value[:80]))
    return change


def _take(reading: Reading, change: Change, kind: FeedKind, limit: int) -> None:
    if kind is FeedKind.FULL and (change.product_code in reading.products or change.product_code in reading.removed):
        raise RowRefused(RowFault.DUPLICATE, "id", change.product_code)
    if isinstance(change, Removal):
        reading.products.pop(change.product_code, None)
        reading.removed.add(change.product_code)
        return
    if len(reading.products) >= limit and change.product_code not in reading.products:
        raise RowRefused(RowFault.OVER_LIMIT, "id", str(limit))
    reading.removed.discard(change.product_code)
    reading.products[change.product_code] = change


def _first(problems: list[Problem]) -> str:
    worst = next((problem for problem in problems if not problem.is_warning), None)
    return f"{worst.line}: {worst.fault} {worst.column}".strip() if worst else ""
