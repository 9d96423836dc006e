"""One cell of a product file: its text becomes a value, or is refused with a reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum

from minishop.kernel.plain import plain
from minishop.kernel.won import Won
from minishop.mall.catalog.domain.draft import Value

MAX_PRICE = Won(10_000_000_000)
MAX_COUNT = 999_999
MAX_PIECES = 10_000_000
MAX_WRITTEN = 200
# 13,500 · 13500.00 · 13500원 · ₩13,500 · 12개: what spreadsheets and people make of one number.
_NUMBER = re.compile(r"₩?\s*(\d{1,3}(?:,\d{3})+|\d{1,11})(?:\.0*)?\s*(원|개|ea)?", re.ASCII | re.IGNORECASE)
# Characters of full width as of one; NFKC would make a 2 of a ² too.
_NARROW = {0xFF01 + place: 0x21 + place for place in range(94)} | {ord("￦"): "₩"}
_YES = frozenset(("y", "t", "yes", "true", "o", "1", "예", "네", "사용", "사용함", "진열", "진열함", "판매", "판매함", "성인"))
_NO = frozenset(
    ("n", "f", "no", "false", "x", "0", "아니오", "아니요", "사용안함", "미사용", "진열안함", "미진열", "판매안함", "미판매")
)

_UNSEEN = "".join(letter for letter in map(chr, range(0x10000)) if unicodedata.category(letter) in ("Zs", "Zl", "Zp", "Cc", "Cf"))

_CODE = re.compile(r"\w[\w.-]*")
_ADDRESSES = {"new", "import", "display", "categories"}  # the back office's own pages beside those of the products

Reader = Callable[[str], Value]


class Why(StrEnum):
    """The reason of a verdict on a cell or a row; the pages know its words."""

    MISSING = "missing"
    BAD_CODE = "bad_code"
    NOT_AN_AMOUNT = "not_an_amount"
    NOT_A_COUNT = "not_a_count"
    NOT_PIECES = "not_pieces"
    NOT_A_DIFFERENCE = "not_a_difference"
    TWO_QUANTITIES = "two_quantities"
    NOT_COUNTED = "not_counted"
    BELOW_NOTHING = "below_nothing"
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


def trimmed(cell: str) -> str:
    """A cell without the blanks and invisible characters around its text, which spreadsheets and web pages leave there."""
    return cell.strip(_UNSEEN)


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
    found = _number(cell)
    if not found or found[2] not in (None, "원") or (read := Won(_whole(found))) > MAX_PRICE:
        raise CellRefused(Why.NOT_AN_AMOUNT)
    return read


def difference(cell: str) -> Won:
    """As an amount, and less than nothing with ``-`` before it."""
    read = amount(cell.lstrip("+-−").strip())
    return Won(-int(read)) if cell.startswith(("-", "−")) else read


def as_won(value: Value) -> Won | None:
    """An amount that was read; None for a cell that says none."""
    return value if isinstance(value, Won) else None


def count(cell: str) -> int:
    """A whole number from 1: ``1``, ``1.0``, ``1,000`` or ``1개``."""
    return _counted(cell, 1, MAX_COUNT, Why.NOT_A_COUNT)


def pieces(cell: str) -> int:
    """A whole number from 0."""
    return _counted(cell, 0, MAX_PIECES, Why.NOT_PIECES)


def more_pieces(cell: str) -> int:
    """So many pieces more, or fewer with ``-`` before them."""
    read = _counted(cell.lstrip("+-−").strip(), 0, MAX_PIECES, Why.NOT_A_DIFFERENCE)
    return -read if cell.startswith(("-", "−")) else read


def written_length(cell: str) -> int:
    """How long a text that a buyer writes may be; 50 where a cell does not say it."""
    digits = cell.lstrip("0") if cell.isascii() and cell.isdigit() else ""
    if not digits:
        return 50
    return int(digits) if len(digits) <= len(str(MAX_WRITTEN)) and int(digits) < MAX_WRITTEN else MAX_WRITTEN


def yes(cell: str) -> bool:
    """``Y`` or ``T``, ``N`` or ``F``, and what else people and spreadsheets write for them."""
    read = yes_or_no(cell)
    if read is None:
        raise CellRefused(Why.NOT_YES_OR_NO)
    return read


def yes_or_no(cell: str) -> bool | None:
    """Whether a cell says yes; None where it says neither yes nor no."""
    said = plain(cell)
    return True if said in _YES else False if said in _NO else None


def tax(cell: str) -> str:
    """``A|10`` taxed, ``B`` exempt, ``C`` zero-rated."""
    known = {"A": "taxed", "B": "exempt", "C": "zero"}
    kind = cell.partition("|")[0].strip().upper()
    if kind not in known:
        raise CellRefused(Why.UNKNOWN_VALUE)
    return known[kind]


def _number(cell: str) -> re.Match[str] | None:
    """Digits of full width are digits, too."""
    return _NUMBER.fullmatch(cell.translate(_NARROW).strip())


def _counted(cell: str, least: int, most: int, why: Why) -> int:
    found = _number(cell)
    if not found or found[2] == "원" or not least <= _whole(found) <= most:
        raise CellRefused(why)
    return _whole(found)


def _whole(found: re.Match[str]) -> int:
    return int(found[1].replace(",", ""))
