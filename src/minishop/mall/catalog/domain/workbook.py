"""엑셀 통합 문서(.xlsx): its first sheet as rows of texts.

The reader makes a whole rectangle of a sheet, so that two cells far apart would take all memory: how far a sheet reaches, and how much
its parts unpack to, is looked at before.
"""

from __future__ import annotations

import io
import re
import zipfile

from python_calamine import CalamineError, CalamineWorkbook

_MOST_UNPACKED = 100_000_000
_MOST_ROWS, _MOST_COLUMNS = 6_000, 300
_PLACE = re.compile(rb"""\br=["']([A-Za-z]{0,3})(\d{1,9})["']""")


class BadWorkbook(Exception):
    """No workbook that can be read; ``is_too_large``: it reaches over more rows or columns than a file of products may have."""

    def __init__(self, *, is_too_large: bool = False) -> None:
        super().__init__()
        self.is_too_large = is_too_large


def read_workbook(content: bytes) -> list[list[str]]:
    """The first sheet's rows from the top, every cell as a person would type it: whole numbers without a fraction, dates as
    2011-07-01, yes and no as Y and N. Raises BadWorkbook."""
    try:
        _weigh(content)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (zipfile.BadZipFile, CalamineError, ValueError, OSError, IndexError, NotImplementedError, RuntimeError) as error:
        raise BadWorkbook from error


def _weigh(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise BadWorkbook(is_too_large=True)
        for part in parts:
            # Reading to the end holds a part to the size it says it has, and to its checksum.
            unpacked = archive.read(part)
            if "worksheets/" in part.filename:
                _measure(unpacked)


def _measure(sheet: bytes) -> None:
    for found in _PLACE.finditer(sheet):
        if int(found[2]) > _MOST_ROWS or _column(found[1]) > _MOST_COLUMNS:
            raise BadWorkbook(is_too_large=True)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell).removesuffix(" 00:00:00")  # a day is read as a moment at midnight
