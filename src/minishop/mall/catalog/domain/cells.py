"""One cell of a product file: its text becomes a value, or is refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from minishop.kernel.won import Won
from minishop.mall.catalog.domain.draft import Value

MAX_PRICE = Won(10_000_000_000)
MAX_COUNT = 999_999
MAX_PIECES = 10_000_000
# 13,500 · 13500.00 · 13500원 · ₩13,500: what spreadsheets and people make of one number.
_NUMBER = re.compile(r"[₩￦]?\s*(\d{1,3}(?:,\d{3})+|\d{1,11})(?:\.0*)?\s*원?", re.ASCII)

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
    CANNOT_BE_EMPTY = "cannot_be_empty"
    NO_SUCH_PRODUCT = "no_such_product"
    NO_SUCH_VARIANT = "no_such_variant"
    SEVERAL_OF_OWN_CODE = "several_of_own_code"
    NEEDS_VARIANT_CODE = "needs_variant_code"
    NOT_IN_VARIANT_ROW = "not_in_variant_row"
    ADULT = "adult"
    WRONG_WIDTH = "wrong_width"
    NO_PLACE = "no_place"
    CODE_ELSEWHERE = "code_elsewhere"
    FILE_ELSEWHERE = "file_elsewhere"
    NO_ADDRESS = "no_address"
    SMALLER_PICTURE = "smaller_picture"
    TOO_MANY_PICTURES = "too_many_pictures"
    PICTURES_STAY = "pictures_stay"
    FEE_KIND = "fee_kind"


class CellRefused(Exception):
    """The cell's text cannot be understood."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def text(limit: int) -> Reader:
    """Reads a text of at most ``limit`` characters."""

    def read(cell: str) -> str:
        if len(cell) > limit:
            raise CellRefused(Why.TOO_LONG)
        return cell

    return read


def code(cell: str) -> str:
    """A product's code, which also stands in addresses: letters of any script, digits, ``-``, ``_`` and ``.``."""
    read = str(text(40)(cell))
    if not _CODE.fullmatch(read) or read in _ADDRESSES:
        raise CellRefused(Why.BAD_CODE)
    return read


def amount(cell: str) -> Won:
    """``6300.00``, ``6,300`` or ``6,300원``: whole won."""
    found = _NUMBER.fullmatch(cell)
    if not found or (read := Won(_whole(found))) > MAX_PRICE:
        raise CellRefused(Why.NOT_AN_AMOUNT)
    return read


def difference(cell: str) -> Won:
    """As an amount, and less than nothing with ``-`` before it."""
    read = amount(cell.lstrip("+-−").strip())
    return Won(-int(read)) if cell.startswith(("-", "−")) else read


def count(cell: str) -> int:
    """A whole number from 1: ``1``, ``1.0`` or ``1,000``."""
    return _number(cell, 1, MAX_COUNT)


def pieces(cell: str) -> int:
    """A whole number from 0."""
    return _number(cell, 0, MAX_PIECES)


def yes(cell: str) -> bool:
    """``Y`` or ``T``, ``N`` or ``F``."""
    known = {"Y": True, "T": True, "N": False, "F": False}
    if cell.upper() not in known:
        raise CellRefused(Why.NOT_YES_OR_NO)
    return known[cell.upper()]


def tax(cell: str) -> str:
    """``A|10`` taxed, ``B`` exempt, ``C`` zero-rated."""
    known = {"A": "taxed", "B": "exempt", "C": "zero"}
    kind = cell.partition("|")[0].strip().upper()
    if kind not in known:
        raise CellRefused(Why.UNKNOWN_VALUE)
    return known[kind]


def _number(cell: str, least: int, most: int) -> int:
    found = _NUMBER.fullmatch(cell)
    if not found or not least <= _whole(found) <= most:
        raise CellRefused(Why.NOT_A_COUNT)
    return _whole(found)


def _whole(found: re.Match[str]) -> int:
    return int(found[1].replace(",", ""))
