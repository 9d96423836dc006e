"""엑셀 통합 문서(.xlsx): its first sheet as rows of texts.

The reader makes a whole rectangle of a sheet, and each cell a text of its own, so that two cells far apart, or one long text that many
cells share, would take all memory, and the process with it. So every part is looked through before, by what it holds and not by where it
lies: how far its cells reach, how much they say, and how much it all unpacks to.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from itertools import zip_longest
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

_MOST_UNPACKED, _MOST_SAID = 100_000_000, 40_000_000  # bytes; characters in all cells together
_MOST_ROWS, _MOST_COLUMNS = 6_000, 300
_PLACE = re.compile(r"([A-Za-z]{0,3})([0-9]{0,9})")


class BadWorkbook(Exception):
    """No workbook that can be read; ``is_too_large``: it reaches over more rows or columns than a file of products may have."""

    def __init__(self, *, is_too_large: bool = False) -> None:
        super().__init__()
        self.is_too_large = is_too_large


def read_workbook(content: bytes) -> list[list[str]]:
    """The first sheet's rows from the top, every cell as a person would type it: whole numbers without a fraction, dates as
    2011-07-01, yes and no as Y and N. Raises BadWorkbook."""
    try:
        sheet = CalamineWorkbook.from_filelike(_weighed(content)).get_sheet_by_index(0)
        return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (zipfile.BadZipFile, CalamineError, ValueError, OSError, IndexError, NotImplementedError, RuntimeError) as error:
        raise BadWorkbook from error
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise BadWorkbook from error  # the reader gave up where it had not thought of (a day before all days): no Exception to Python


def _weighed(content: bytes) -> io.BytesIO:
    """The same parts packed anew, so that the reader finds what was looked at and nothing else, however a file is knotted together.

    Raises BadWorkbook for what would take too much memory."""
    shared: list[int] = []
    uses: Counter[int] = Counter()
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(again, "w") as anew:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise BadWorkbook(is_too_large=True)
        if len({part.filename for part in parts}) < len(parts):
            raise BadWorkbook
        for part in parts:
            # Reading to the end holds a part to the size it says it has, and to its checksum.
            unpacked = archive.read(part)
            measured = _measured(unpacked)
            shared = [max(lengths) for lengths in zip_longest(shared, measured.texts, fillvalue=0)]
            uses.update(measured.uses)
            anew.writestr(zipfile.ZipInfo(part.filename), unpacked)
    if _said(uses, shared) > _MOST_SAID:
        raise BadWorkbook(is_too_large=True)
    again.seek(0)
    return again


def _said(uses: Mapping[int, int], shared: list[int]) -> int:
    return sum(times * shared[number] for number, times in uses.items() if number < len(shared))


def _measured(part: bytes) -> _Measure:
    measure = _Measure()
    try:
        measure.read(part)
    except expat.ExpatError as error:
        if b"sheetData" in part:  # the reader takes what is no XML, too
            raise BadWorkbook from error
    return measure


class _Measure:
    """How far a part's cells reach, if it has any, how long its shared texts are (``texts``), and how often its cells use which
    (``uses``). Read as the reader reads it: a cell without a place stands behind the one before."""

    def __init__(self) -> None:
        self.texts: list[int] = []
        self.uses: Counter[int] = Counter()
        self._row = self._column = 0
        self._is_shared, self._length, self._value = False, 0, ""

    def read(self, part: bytes) -> None:
        """Raises BadWorkbook for a part that is too large, or has a document type, which no spreadsheet writes; ExpatError for no XML."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = self._hear, self._refuse
        parser.Parse(part, True)  # noqa: FBT003  # it takes no names

    def _begin(self, element: str, attributes: dict[str, str]) -> None:
        match _local(element):
            case "row":
                self._move(attributes, self._row + 1, 0)
            case "c":
                self._move(attributes, self._row, self._column + 1)
                self._is_shared = any(_local(name) == "t" and value == "s" for name, value in attributes.items())
            case "v":
                self._value = ""
            case "si":
                self._length = 0

    def _end(self, element: str) -> None:
        match _local(element):
            case "v" if self._is_shared and (number := self._value.strip()).isdecimal() and len(number) < 10:
                self.uses[int(number)] += 1
            case "si":
                self.texts.append(self._length)
                _refuse_more(len(self.texts), _MOST_ROWS * _MOST_COLUMNS)

    def _hear(self, text: str) -> None:
        self._length += len(text)
        if self._is_shared:
            self._value = (self._value + text)[:20]

    def _move(self, attributes: Mapping[str, str], row: int, column: int) -> None:
        letters, digits = _place(attributes)
        self._row, self._column = int(digits or row), _number(letters) if letters else column
        _refuse_more(self._row, _MOST_ROWS)
        _refuse_more(self._column, _MOST_COLUMNS)

    def _refuse(self, *_told: object) -> None:
        raise BadWorkbook


def _refuse_more(found: int, most: int) -> None:
    if found > most:
        raise BadWorkbook(is_too_large=True)


def _place(attributes: Mapping[str, str]) -> tuple[str, str]:
    """The letters and digits of ``r="B2"``, either maybe empty; what is no place is none to the reader either."""
    said = attributes.get("r") or next((value for name, value in attributes.items() if _local(name) == "r"), "")
    found = _PLACE.fullmatch(said)
    return (found[1], found[2]) if found else ("", "")


def _local(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


def _number(letters: str) -> int:
    """The column as a number: A is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell).removesuffix(" 00:00:00")  # a day is read as a moment at midnight
