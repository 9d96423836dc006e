"""상품 파일: from bytes to rows. Encodings that Korean tools write are recognised; anything else is refused whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from minishop.kernel.errors import DomainError

MAX_BYTES = 10_000_000
MAX_ROWS = 5_000
MAX_CELL = 600_000


class BadFile(DomainError):
    """The file as a whole cannot be read. ``problem``: empty, too_large, encoding, header, too_many_rows, not_csv; ``line`` where known."""

    code: ClassVar[str] = "bad_file"


@dataclass(frozen=True, slots=True)
class Line:
    """A row with the line of the file on which it ends, counted from 1."""

    number: int
    cells: dict[str, str]


def decode(content: bytes) -> str:
    """The file's text: UTF-16 by its byte order mark, else UTF-8, else CP949. Raises BadFile with the first line that fits neither."""
    if not content.strip():
        raise BadFile(problem="empty")
    if len(content) > MAX_BYTES:
        raise BadFile(problem="too_large", limit=MAX_BYTES)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decode(content, "utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as not_utf8:
        return _decode(content, "cp949", not_utf8.start)


def read_lines(text: str, required: tuple[str, ...]) -> list[Line]:
    """The rows below the header; raises BadFile when the header lacks a required column or there are too many rows."""
    if "\x00" in text:
        raise BadFile(problem="not_csv")
    try:
        return list(_lines(text, required))
    except csv.Error:
        raise BadFile(problem="not_csv") from None


def _lines(text: str, required: tuple[str, ...]) -> Iterator[Line]:
    csv.field_size_limit(MAX_CELL)
    separator = "\t" if "\t" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = [name.strip() for name in next(reader, [])]
    missing = [name for name in required if name not in header]
    if missing:
        raise BadFile(problem="header", missing=missing)
    for count, cells in enumerate((cells for cells in reader if any(cell.strip() for cell in cells)), start=1):
        if count > MAX_ROWS:
            raise BadFile(problem="too_many_rows", limit=MAX_ROWS)
        yield Line(reader.line_num, dict(zip(header, cells, strict=False)))


def _decode(content: bytes, encoding: str, utf8_stopped_at: int = 0) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        at = max(error.start, utf8_stopped_at)
        raise BadFile(problem="encoding", line=content.count(b"\n", 0, at) + 1) from None
