"""One cell of a product file: its text becomes a value, or is refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from minishop.kernel.won import Won
from minishop.mall.catalog.domain.draft import Value

MAX_PRICE = Won(10_000_000_000)
MAX_COUNT = 999_999
_AMOUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,11})(?:\.0*)?", re.ASCII)

_CODE = re.compile(r"\w[\w.-]*")
_ADDRESSES = {"new", "import", "display", "categories"}  # the back office's own pages beside those of the products

Reader = Callable[[str], Value]


class Why(StrEnum):
    """The reason of a verdict on a cell or a row; the pages know its words."""

    MISSING = "missing"
    BAD_CODE = "bad_code"
    NOT_AN_AMOUNT = "not_an_amount"
    NOT_A_COUNT = "not_a_count"
    BELOW_MINIMUM = "below_minimum"
    NOT_YES_OR_NO = "not_yes_or_no"
    UNKNOWN_VALUE = "unknown_value"
    TOO_LONG = "too_long"
    BAD_OPTION = "bad_option"
    TOO_MANY_VARIANTS = "too_many_variants"
    TWICE_IN_FILE = "twice_in_file"
    WRONG_WIDTH = "wrong_width"
    NO_PLACE = "no_place"
    CODE_ELSEWHERE = "code_elsewhere"
    FILE_ELSEWHERE = "file_elsewhere"
    FEE_KIND = "fee_kind"


class CellRefused(Exception):
    """The cell's text cannot be understood."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def text(limit: int, *, required: bool = False) -> Reader:
    """Reads a text of at most ``limit`` characters."""

    def read(cell: str) -> str:
        if required and not cell:
            raise CellRefused(Why.MISSING)
        if len(cell) > limit:
            raise CellRefused(Why.TOO_LONG)
        return cell

    return read


def code(cell: str) -> str:
    """A product's code, which also stands in addresses: letters of any script, digits, ``-``, ``_`` and ``.``."""
    read = str(text(40, required=True)(cell))
    if not _CODE.fullmatch(read) or read in _ADDRESSES:
        raise CellRefused(Why.BAD_CODE)
    return read


def price(cell: str) -> Won:
    """``6300.00`` or ``6,300``: whole won, and never nothing."""
    if not cell:
        raise CellRefused(Why.MISSING)
    return amount(cell)


def amount(cell: str) -> Won:
    """As a price, but an empty cell is 0 won."""
    if not cell:
        return Won(0)
    found = _AMOUNT.fullmatch(cell)
    if not found or (read := Won(int(found[1].replace(",", "")))) > MAX_PRICE:
        raise CellRefused(Why.NOT_AN_AMOUNT)
    return read


def count(cell: str) -> int | None:
    """A whole number from 1; an empty cell says nothing."""
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 9) or not 1 <= int(cell) <= MAX_COUNT:
        raise CellRefused(Why.NOT_A_COUNT)
    return int(cell)


def yes(cell: str) -> bool | None:
    """``Y`` or ``T``, ``N`` or ``F``; an empty cell says nothing."""
    known = {"Y": True, "T": True, "N": False, "F": False, "": None}
    if cell.upper() not in known:
        raise CellRefused(Why.NOT_YES_OR_NO)
    return known[cell.upper()]


def tax(cell: str) -> str:
    """``A|10`` taxed, ``B`` exempt, ``C`` zero-rated; taxed where nothing is said."""
    known = {"A": "taxed", "B": "exempt", "C": "zero", "": "taxed"}
    kind = cell.partition("|")[0].upper()
    if kind not in known:
        raise CellRefused(Why.UNKNOWN_VALUE)
    return known[kind]
