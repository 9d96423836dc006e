"""Cafe24 상품 CSV: what a row of the 86- to 90-column product file says, cell by cell.

The file is read by the names of its header, so columns may be missing or in another order. A cell that cannot be understood
refuses its row; a cell with no place here is ignored. Either is noted with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from minishop.kernel.won import Won
from minishop.mall.catalog.domain import cells
from minishop.mall.catalog.domain.cells import CellRefused, Reader, Why
from minishop.mall.catalog.domain.draft import ProductDraft, TextOption, Value
from minishop.mall.catalog.domain.options import BadOptions, SelectOption, all_choices
from minishop.mall.catalog.domain.texts import LIMITS, TEXTS

REQUIRED = ("상품코드", "상품명", "판매가")
MAX_NAME = 60
MAX_WRITTEN = 200


class Verdict(StrEnum):
    """What became of a cell."""

    REFUSED = "refused"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Note:
    """One cell's verdict. ``line`` counts from 1, the header being line 1; a verdict on the whole row names no column."""

    line: int
    column: str
    value: str
    verdict: Verdict
    why: Why


Row = Mapping[str, str]


def read_row(row: Row, line: int) -> tuple[ProductDraft | None, list[Note]]:
    """The draft a row stands for, or None where any cell refused it, and the notes on all its cells."""
    reading = _Reading(row, line)
    selects = reading.selects()
    draft = ProductDraft(
        code=str(reading.read("상품코드", cells.code)),
        values={**reading.values(), **reading.price_text(), **reading.fee()},
        selects=selects,
        texts=reading.texts(selects or ()),
        category_numbers=reading.categories(),
    )
    ignored = [Note(line, column, cell, Verdict.IGNORED, why) for column, cell in row.items() if (why := _ignored(row, column))]
    return None if reading.refused else draft, [*reading.refused, *ignored]


_COLUMNS: Mapping[str, tuple[str, Reader]] = {
    **{text.csv: (text.name, cells.text(text.limit, required=text.required)) for text in TEXTS if text.csv},
    "진열상태": ("displayed", cells.yes),
    "판매상태": ("for_sale", cells.yes),
    "과세구분": ("tax", cells.tax),
    "소비자가": ("list_price", cells.amount),
    "판매가": ("price", cells.price),
    "최소 주문수량(이상)": ("min_quantity", cells.count),
    "최대 주문수량(이하)": ("max_quantity", cells.count),
}
_READ_ELSEWHERE = {
    "상품코드", "판매가 대체문구 사용", "판매가 대체문구", "상품분류 번호", "옵션사용", "옵션입력", "추가입력옵션", "추가입력옵션 명칭",
    "추가입력옵션 선택/필수여부", "입력글자수(자)", "배송정보",
}  # fmt: skip
_FEE = {"배송비 구분", "배송비입력"}
_FEE_KINDS = {"T": "free", "R": "fixed", "N": "growing"}
_CODES = {"제조사", "브랜드", "원산지", "공급사", "트렌드", "자체분류 코드"}
_FILES = {"이미지등록(상세)", "이미지등록(목록)", "이미지등록(작은목록)", "이미지등록(축소)", "이미지등록(추가)"}
_NOTHING = {"", "N", "F", "0", "0.00"}
_SELECT = re.compile(r"([^{}]+)\{([^{}]*)\}")


class _Reading:
    """A row being read: cells that were refused are collected, so that a report names all of them."""

    def __init__(self, row: Row, line: int) -> None:
        self._row, self._line = row, line
        self.refused: list[Note] = []

    def read(self, column: str, reader: Reader) -> Value:
        try:
            return reader(_text(self._row, column))
        except CellRefused as refused:
            self.refuse(column, refused.why)
            return None

    def refuse(self, column: str, why: Why) -> None:
        self.refused.append(Note(self._line, column, self._row.get(column, ""), Verdict.REFUSED, why))

    def values(self) -> dict[str, Value]:
        read = {name: self.read(column, reader) for column, (name, reader) in _COLUMNS.items() if column in self._row}
        least, most = read.get("min_quantity"), read.get("max_quantity")
        if isinstance(most, int) and isinstance(least, int) and most < least:
            self.refuse("최대 주문수량(이하)", Why.BELOW_MINIMUM)
        return {name: value for name, value in read.items() if value is not None or name == "max_quantity"}

    def price_text(self) -> dict[str, Value]:
        if "판매가 대체문구 사용" not in self._row:
            return {}
        used = self.read("판매가 대체문구 사용", cells.yes)
        return {"price_text": self.read("판매가 대체문구", cells.text(LIMITS["price_text"], required=True)) if used else ""}

    def fee(self) -> dict[str, Value]:
        """T free, R fixed, N growing with the quantity; for other kinds, which have no place here, the shop's own fee applies."""
        if "배송정보" not in self._row:
            return {}
        kind = _FEE_KINDS.get(_text(self._row, "배송비 구분").upper(), "general") if _own_fee(self._row) else "general"
        paid = self.read("배송비입력", cells.price) if kind in ("fixed", "growing") else Won(0)
        return {"fee_kind": kind, "fee_amount": paid, "fee_block": 1}

    def selects(self) -> tuple[SelectOption, ...] | None:
        """``이름{값|값}//이름{값|값}``."""
        if "옵션사용" not in self._row:
            return None
        if not self.read("옵션사용", cells.yes) or not _text(self._row, "옵션입력"):
            return ()
        found = [_SELECT.fullmatch(part.strip()) for part in _text(self._row, "옵션입력").split("//")]
        options = tuple(SelectOption(one[1].strip(), tuple(_parts(one[2]))) for one in found if one)
        if len(options) < len(found) or any(len(option.name) > MAX_NAME for option in options):
            self.refuse("옵션입력", Why.BAD_OPTION)
            return ()
        try:
            all_choices(options)
        except BadOptions as bad:
            self.refuse("옵션입력", Why.TOO_MANY_VARIANTS if bad.facts["problem"] == "too_many" else Why.BAD_OPTION)
        return options

    def texts(self, selects: tuple[SelectOption, ...]) -> tuple[TextOption, ...] | None:
        if "추가입력옵션" not in self._row:
            return None
        names = [name for name in _parts(_text(self._row, "추가입력옵션 명칭")) if name]
        if not self.read("추가입력옵션", cells.yes):
            return ()
        if len({*names, *(option.name for option in selects)}) < len(names) + len(selects):
            self.refuse("추가입력옵션 명칭", Why.BAD_OPTION)
        if any(len(name) > MAX_NAME for name in names):
            self.refuse("추가입력옵션 명칭", Why.TOO_LONG)
        required, lengths = _parts(_text(self._row, "추가입력옵션 선택/필수여부")), _parts(_text(self._row, "입력글자수(자)"))
        return tuple(TextOption(name, _at(required, i).upper() != "F", _length(_at(lengths, i))) for i, name in enumerate(names))

    def categories(self) -> tuple[str, ...] | None:
        if "상품분류 번호" not in self._row:
            return None
        numbers = [number for number in _parts(_text(self._row, "상품분류 번호")) if number]
        if any(len(number) > 20 for number in numbers):
            self.refuse("상품분류 번호", Why.TOO_LONG)
        return tuple(dict.fromkeys(numbers))


def _ignored(row: Row, column: str) -> Why | None:
    cell = _text(row, column)
    if column in _FEE:
        return Why.FEE_KIND if cell and _own_fee(row) and _text(row, "배송비 구분").upper() not in _FEE_KINDS else None
    if column in _COLUMNS or column in _READ_ELSEWHERE or cell in _NOTHING:
        return None
    if column in _CODES:
        return Why.CODE_ELSEWHERE
    return Why.FILE_ELSEWHERE if column in _FILES else Why.NO_PLACE


def _own_fee(row: Row) -> bool:
    return _text(row, "배송정보").upper() in ("T", "Y")


def _text(row: Row, column: str) -> str:
    return row.get(column, "").strip()


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|")]


def _at(parts: list[str], index: int) -> str:
    return parts[index] if index < len(parts) else ""


def _length(cell: str) -> int:
    digits = cell.lstrip("0") if cell.isascii() and cell.isdigit() else ""
    if not digits:
        return 50
    return int(digits) if len(digits) <= len(str(MAX_WRITTEN)) and int(digits) < MAX_WRITTEN else MAX_WRITTEN
