"""Files that spreadsheets open: a cell that someone typed is shown, never computed."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Protocol
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

# What begins a formula; full-width forms too, which spreadsheets fold.
_BEGINNINGS = frozenset("=+-@|%＝＋－＠")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST = 32_767  # of a cell's text
_AT_ONCE = 200  # rows
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# What a workbook of one sheet consists of besides the sheet. The second style is that of a text which must stay one when somebody edits it.
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="49" quotePrefix="1" applyNumberFormat="1"/></cellXfs></styleSheet>',
}


class Writable(Protocol):
    """What a CSV file is written to."""

    def write(self, text: str, /) -> Any:
        """Takes a piece of it."""


def workbook(rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """The one writer of .xlsx files: a workbook of one sheet, in pieces, while its rows are read. Texts stay texts, also when somebody
    edits them; numbers are numbers; ``None`` is an empty cell."""
    out = _Pieces()
    with ZipFile(out, "w", ZIP_DEFLATED) as book:
        for name, content in _PARTS.items():
            book.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}')
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for number, row in enumerate(rows):
                sheet.write(f"<row>{''.join(map(_cell, row))}</row>".encode())
                if number % _AT_ONCE == 0:
                    yield out.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield out.taken()


def _cell(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        text = escape(_NOT_XML.sub(" ", value[:_LONGEST]))
        return f'<c t="inlineStr" s="1"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"<c><v>{value}</v></c>"


class _Pieces(io.RawIOBase):
    """Takes what is written until somebody takes it away."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._kept += data
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        kept, self._kept = bytes(self._kept), bytearray()
        return kept


class SheetWriter:
    """The one writer of CSV files. Texts are defused; numbers stay numbers."""

    def __init__(self, out: Writable) -> None:
        self._writer = csv.writer(out)

    def writerow(self, cells: Iterable[object]) -> None:
        """One row; ``None`` is an empty cell."""
        self._writer.writerow([shown(cell) if isinstance(cell, str) else cell for cell in cells])


def shown(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would compute it: at the first letter that it does not skip.

    A text that begins with TAB, CR or LF is defused whatever comes after: programs differ in what they make of it.
    """
    first = next((letter for letter in text if not _is_skipped(letter)), "")
    return f"'{text}" if first in _BEGINNINGS or text[:1] in ("\t", "\r", "\n") else text


def _is_skipped(letter: str) -> bool:
    return letter.isspace() or letter in "\"'" or unicodedata.category(letter) in ("Cc", "Cf")
