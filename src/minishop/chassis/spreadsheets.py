"""Files that spreadsheets open: a cell that someone typed is shown, never computed."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from typing import Any, Protocol

# What begins a formula; full-width forms too, which spreadsheets fold.
_BEGINNINGS = frozenset("=+-@|%＝＋－＠")


class Writable(Protocol):
    """What a CSV file is written to."""

    def write(self, text: str, /) -> Any:
        """Takes a piece of it."""


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
