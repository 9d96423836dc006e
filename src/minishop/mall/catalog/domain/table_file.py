"""상품 파일: from bytes to rows under known names. What Korean tools write is recognised: text in three encodings and separators, and
.xlsx; anything else is refused whole, and named where it can be.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from minishop.kernel.errors import DomainError
from minishop.kernel.plain import plain
from minishop.mall.catalog.domain.cells import trimmed
from minishop.mall.catalog.domain.workbook import BadWorkbook, read_workbook

MAX_BYTES = 10_000_000
MAX_ROWS = 5_000
MAX_CELL = 600_000
_HEADER_WITHIN = 5  # rows: some templates have lines of explanation above their header
_SEPARATORS = (",", "\t", ";", "|")  # where two find as much of a header, the first
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")  # how files that are no tables begin
# What templates put beside a column's name: that it has to be filled, its unit, a colon, a stroke for a blank.
_BESIDE_A_NAME = re.compile(r"[*※•:_-]|[(\[<](?:필수|선택)(?:입력|사항|항목)?[)\]>]|[(\[](?:원|₩|won|krw|개|ea)[)\]]")
_FORMULA = re.compile(r'="((?:[^"]|"")*)"')  # how programs keep a spreadsheet from taking a code for a number
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body")
# The reader's own limit is one for the whole process, so it is set once, to what any file may have; a cell is judged here.
csv.field_size_limit(MAX_BYTES)

Record = tuple[int, list[str]]


class BadFile(DomainError):
    """The file as a whole cannot be read; ``line`` says where, if anywhere.

    ``problem``: empty, too_large, encoding, no_table, not_csv, long_cell, header, header_twice, too_many_rows, workbook, old_workbook,
    locked_workbook, web_page.
    """

    code: ClassVar[str] = "bad_file"


@dataclass(frozen=True, slots=True)
class Line:
    """A row below the header, with the line of the file on which it begins, counted from 1. ``fits``: nothing stands in it beside the
    header's columns."""

    number: int
    cells: dict[str, str]
    fits: bool = True


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that are known: ``names`` leads from every spelling (in its plain form) to the column; a header has at least one of
    ``keys``, which say what a row is about."""

    names: Mapping[str, str]
    keys: tuple[str, ...]

    def known(self, cells: Iterable[str]) -> list[str]:
        """The columns that a header row of these cells would have."""
        return [name for cell in cells if (name := self.known_as(cell))]

    def known_as(self, cell: str) -> str:
        """The column that a cell of a header names, whatever stands beside its name; empty for none that is known."""
        form = plain(cell)
        return self.names.get(form) or self.names.get(_BESIDE_A_NAME.sub("", form), "")


def read_lines(content: bytes, columns: Columns) -> list[Line]:
    """The rows below the header, which stands within the first five. Raises BadFile when nothing there is a header, when it has one
    column twice, when there are too many rows, and for what is no table."""
    if not content.strip():
        raise BadFile(problem="empty")
    if len(content) > MAX_BYTES:
        raise BadFile(problem="too_large", limit=MAX_BYTES)
    if content.startswith(_OTHERS):
        raise BadFile(problem="no_table")
    records = _workbook(content) if _is_workbook(content) else _text(decode(content), columns)
    return list(_lines(records, columns))


def decode(content: bytes) -> str:
    """The file's text: UTF-16, else UTF-8, else CP949, without marks of byte order. Raises BadFile with the line at which it fits
    none of them."""
    if utf16 := _utf16(content):
        return _decode(content, utf16).lstrip("\ufeff")
    try:
        return content.decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as not_utf8:
        return _decode(content, "cp949", not_utf8.start)


def _is_workbook(content: bytes) -> bool:
    """Whether it is an .xlsx. Raises BadFile for its forerunners, and for what else spreadsheets open and we do not."""
    if content.startswith(_OLE):
        raise BadFile(problem="locked_workbook" if _ENCRYPTED in content else "old_workbook")
    start = content[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_MARKUP):
        raise BadFile(problem="web_page")
    if start.startswith(b"<?xml"):
        raise BadFile(problem="web_page" if any(tag in start for tag in _MARKUP) else "old_workbook")
    return content.startswith(_ZIP)


def _workbook(content: bytes) -> list[Record]:
    try:
        return list(enumerate(read_workbook(content), start=1))
    except BadWorkbook as error:
        raise BadFile(problem="too_many_rows" if error.is_too_large else "workbook", limit=MAX_ROWS) from None


def _text(text: str, columns: Columns) -> Iterable[Record]:
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise BadFile(problem="no_table" if line == 1 else "not_csv", line=line)
    first, _end, rest = text.partition("\n")
    said = plain(first).strip('"')
    if said.startswith("sep=") and len(said) == len("sep=") + 1:
        return _records(rest, said[-1], lines_before=1)
    if said == "sep=":  # a tab is nothing that a plain form keeps
        return _records(rest, "\t", lines_before=1)
    return _records(text, max(_SEPARATORS, key=lambda separator: _header_found(text, separator, columns)))


def _header_found(text: str, separator: str, columns: Columns) -> int:
    """How many known columns a row of the first few has with this separator."""
    beginning = text[:20_000].splitlines()[:_HEADER_WITHIN]
    return max(len(columns.known(cells)) for cells in csv.reader(beginning, delimiter=separator))


def _records(text: str, separator: str, *, lines_before: int = 0) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    ended = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise BadFile(problem="not_csv", line=reader.line_num + lines_before) from None
        begun, ended = ended + 1, reader.line_num
        if any(len(cell) > MAX_CELL for cell in cells):
            raise BadFile(problem="long_cell", line=begun + lines_before, limit=MAX_CELL)
        yield begun + lines_before, cells


def _lines(records: Iterable[Record], columns: Columns) -> Iterator[Line]:
    header: list[str] | None = None
    rows = 0
    for looked_at, (number, cells) in enumerate(records):
        if not any(map(trimmed, cells)):
            continue
        if header is None:
            header = _header(cells, columns, is_last_chance=looked_at + 1 >= _HEADER_WITHIN)
            continue
        rows += 1
        if rows > MAX_ROWS:
            raise BadFile(problem="too_many_rows", limit=MAX_ROWS)
        said = dict(zip(header, map(_said, cells), strict=False))
        yield Line(number, said, not any(map(trimmed, cells[len(header) :])))
    if header is None:
        raise BadFile(problem="header", missing=list(columns.keys))


def _header(cells: Sequence[str], columns: Columns, *, is_last_chance: bool) -> list[str] | None:
    """The row as a header: known columns by their own names; None where it is none, and a later row may be."""
    known = columns.known(cells)
    if not set(known) & set(columns.keys):
        if is_last_chance:
            raise BadFile(problem="header", missing=list(columns.keys))
        return None
    twice = [name for name, times in Counter(known).items() if times > 1]
    if twice:
        raise BadFile(problem="header_twice", missing=twice)
    return _told_apart([columns.known_as(cell) or trimmed(cell) for cell in cells])


def _told_apart(header: list[str]) -> list[str]:
    """Columns that nobody here knows may have one name; each is told by itself."""
    seen = Counter[str]()

    def told(name: str) -> str:
        seen[name] += 1
        return f"{name} {seen[name]}" if name and seen[name] > 1 else name

    return [told(name) for name in header]


def _said(cell: str) -> str:
    """The text of ``="00123"``, and any other cell as it is."""
    found = _FORMULA.fullmatch(cell) if cell.startswith('="') else None
    return found[1].replace('""', '"') if found else cell


def _utf16(content: bytes) -> str:
    """The kind of UTF-16, by its mark or by where the zero bytes of commas and digits stand; empty for something else."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    even, odd = content[0:2000:2].count(0), content[1:2000:2].count(0)
    if max(even, odd) < 20 or min(even, odd) * 10 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _decode(content: bytes, encoding: str, utf8_stopped_at: int = 0) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        at = max(error.start, utf8_stopped_at)
        raise BadFile(problem="encoding", line=content.count(b"\n", 0, at) + 1) from None
