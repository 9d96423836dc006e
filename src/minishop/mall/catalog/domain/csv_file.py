"""상품 파일: from bytes to rows. Encodings that Korean tools write are recognised; anything else is refused whole."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from minishop.kernel.errors import DomainError

MAX_BYTES = 10_000_000
MAX_ROWS = 5_000
MAX_CELL = 600_000
# The reader's own limit is one for the whole process, so it is set once, to what any file may have; a cell is judged here.
csv.field_size_limit(MAX_BYTES)


class BadFile(DomainError):
    """The file as a whole cannot be read; ``line`` says where, if anywhere.

    ``problem``: empty, too_large, encoding, not_csv, header, header_twice, too_many_rows.
    """

    code: ClassVar[str] = "bad_file"


@dataclass(frozen=True, slots=True)
class Line:
    """A row, with the line of the file on which it begins, counted from 1. ``fits``: it has as many cells as the header."""

    number: int
    cells: dict[str, str]
    fits: bool = True


def decode(content: bytes) -> str:
    """The file's text: UTF-16, else UTF-8, else CP949. Raises BadFile with the line at which it fits none of them."""
    if not content.strip():
        raise BadFile(problem="empty")
    if len(content) > MAX_BYTES:
        raise BadFile(problem="too_large", limit=MAX_BYTES)
    if utf16 := _utf16(content):
        return _decode(content, utf16).removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as not_utf8:
        return _decode(content, "cp949", not_utf8.start)


def read_lines(text: str, required: tuple[str, ...]) -> list[Line]:
    """The rows below the header; raises BadFile when the header lacks a column that is required or names one twice,
    when there are too many rows, and when quotes do not close."""
    if "\x00" in text:
        raise BadFile(problem="not_csv", line=text.count("\n", 0, text.index("\x00")) + 1)
    separator = "\t" if "\t" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = _header(next(reader, []), required)
        return list(_lines(reader, header, reader.line_num))
    except csv.Error:
        raise BadFile(problem="not_csv", line=reader.line_num) from None


def _header(cells: list[str], required: tuple[str, ...]) -> list[str]:
    header = [name.strip() for name in cells]
    missing = [name for name in required if name not in header]
    if missing:
        raise BadFile(problem="header", missing=missing)
    twice = [name for name, times in Counter(header).items() if times > 1 and name]
    if twice:
        raise BadFile(problem="header_twice", missing=twice)
    return header


def _lines(reader: Iterator[list[str]], header: list[str], last_line: int) -> Iterator[Line]:
    count = 0
    for cells in reader:
        number, last_line = last_line + 1, reader.line_num  # type: ignore[attr-defined]  # csv's reader counts
        if any(len(cell) > MAX_CELL for cell in cells):
            raise BadFile(problem="not_csv", line=last_line)
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MAX_ROWS:
            raise BadFile(problem="too_many_rows", limit=MAX_ROWS)
        yield Line(number, dict(zip(header, cells, strict=False)), len(cells) == len(header))


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
