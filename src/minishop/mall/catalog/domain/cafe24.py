"""Cafe24 상품 CSV, and sheets cut from it: what a row says, cell by cell.

The file is read by the names of its header, so columns may be missing or in another order. A blank cell says nothing, so that a sheet of
changes destroys nothing; ``(비움)`` empties. A cell that cannot be understood refuses its row; one that has no place here, or is taken
otherwise than it says, is noted with its reason: that a file says something and nothing comes of it is never hidden. HTML entities in a
cell that is no piece of a page are the characters they mean.

A row is about a product, or, where it has a 품목코드, about one of its variants.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from minishop.kernel.plain import plain
from minishop.kernel.won import Won
from minishop.mall.catalog.domain import cells
from minishop.mall.catalog.domain.cafe24_columns import (
    CODE,
    MORE,
    NAME,
    NO_EMPTY,
    PRICE,
    QUANTITY,
    READ,
    SURCHARGE,
    VARIANT,
)
from minishop.mall.catalog.domain.cells import CellRefused, Reader, Why
from minishop.mall.catalog.domain.description import clean
from minishop.mall.catalog.domain.draft import ProductDraft, Quantity, TextOption, Value, VariantDraft
from minishop.mall.catalog.domain.options import BadOptions, SelectOption, all_choices
from minishop.mall.catalog.domain.picture_places import COLUMNS, product_pictures
from minishop.mall.catalog.domain.texts import LIMITS, TEXTS
from minishop.mall.catalog.domain.verdicts import (
    FEE_KINDS,
    Note,
    Row,
    Verdict,
    has_own_fee,
    in_words,
    notes_on,
    on_a_product,
    on_a_variant,
    part_at,
    parts_of,
    said_in,
)

CLEARED = "(비움)"
MAX_NAME = 60
MOST_PICTURES = 10
_PAGES = {text.name: text.csv for text in TEXTS if text.html}
_CLEARED = frozenset(map(plain, (CLEARED, "[비움]", "(clear)", "[clear]")))


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What a row stands for, or None where any cell refused it, and the notes on all its cells. ``lacks`` are the columns that a product
    which is not there yet would need, ``name`` is the product's as it is written."""

    draft: ProductDraft | VariantDraft | None
    notes: tuple[Note, ...]
    lacks: tuple[str, ...] = ()
    name: str = ""


def read_row(row: Row, line: int, old_shop: str = "") -> ReadRow:
    """Reads the cells of a row under their known names. ``old_shop`` is the folder that its pictures are in."""
    written, row = said_in(row, NAME), in_words(row)
    reading = _Reading(row, line, old_shop)
    if reading.says(VARIANT):
        variant = VariantDraft(
            str(reading.read(VARIANT, cells.text(44))), reading.quantity(), cells.as_won(reading.read(SURCHARGE, cells.difference, Won(0))),
            reading.more(),
        )  # fmt: skip
        return reading.result(variant, notes_on(row, line, on_a_variant))
    selects = reading.selects()
    product = ProductDraft(
        code=str(reading.read(CODE, cells.code) or ""),
        values={**reading.values(), **reading.price_text(), **reading.fee()},
        selects=selects,
        texts=reading.texts(selects or ()),
        category_numbers=reading.categories(),
        quantity=reading.quantity(),
        more=reading.more(),
        pictures=reading.pictures(),
    )
    return replace(reading.result(product, notes_on(row, line, on_a_product), reading.lacks()), name=written)


_SELECT = re.compile(r"([^{}]+)\{([^{}]*)\}")


class _Reading:
    """A row being read: cells that were refused are collected, so that a report names all of them."""

    def __init__(self, row: Row, line: int, old_shop: str) -> None:
        self._row, self._line, self._old_shop = row, line, old_shop
        self.refused: list[Note] = []
        self.noted: list[Note] = []

    def says(self, column: str) -> bool:
        """Whether something stands in the cell; nothing is no word about the product."""
        return bool(said_in(self._row, column))

    def empties(self, column: str) -> bool:
        return plain(said_in(self._row, column)) in _CLEARED

    def read(self, column: str, reader: Reader, empty: object = NO_EMPTY) -> Value:
        """The cell's value; None where it says nothing, or cannot be understood."""
        if not self.says(column):
            return None
        try:
            if not self.empties(column):
                return reader(said_in(self._row, column))
            if empty is NO_EMPTY:
                raise CellRefused(Why.CANNOT_BE_EMPTY)
        except CellRefused as refused:
            self.refuse(column, refused.why)
            return None
        return empty  # type: ignore[return-value]  # whatever is given for empty is a value

    def refuse(self, column: str, why: Why) -> None:
        self.refused.append(Note(self._line, column, self._row.get(column, ""), Verdict.REFUSED, why))

    def ignore(self, column: str, why: Why, cell: str = "") -> None:
        self.noted.append(Note(self._line, column, cell or self._row[column], Verdict.IGNORED, why))

    def result(self, draft: ProductDraft | VariantDraft, notes: list[Note], lacks: tuple[str, ...] = ()) -> ReadRow:
        return ReadRow(None if self.refused else draft, (*self.refused, *notes, *self.noted), lacks)

    def lacks(self) -> tuple[str, ...]:
        needed = [NAME, PRICE]
        if self.says("판매가 대체문구 사용") and self.read("판매가 대체문구 사용", cells.yes):
            needed.append("판매가 대체문구")
        return tuple(column for column in needed if not self.says(column))

    def values(self) -> dict[str, Value]:
        said = {column: about for column, about in READ.items() if self.says(column)}
        read = {name: self.read(column, reader, empty) for column, (name, reader, empty) in said.items()}
        least, most = read.get("min_quantity"), read.get("max_quantity")
        if isinstance(most, int) and isinstance(least, int) and most < least:
            self.refuse("최대 주문수량(이하)", Why.BELOW_MINIMUM)
        return {**read, **self.pages(read)}

    def pages(self, read: Mapping[str, Value]) -> dict[str, Value]:
        """The pieces of pages among the values, clean; what is taken out of them is noted."""
        said = {name: clean(str(read[name]), self._old_shop) for name in _PAGES if read.get(name)}
        for name, cleaned in said.items():
            for why, what in cleaned.dropped.items():
                self.noted.append(Note(self._line, _PAGES[name], ", ".join(what), Verdict.ADAPTED, why))
        return {name: cleaned.html for name, cleaned in said.items()}

    def pictures(self) -> tuple[str, ...] | None:
        """The addresses of the product's pictures; what becomes of the cells that name none is noted."""
        for column in filter(self.says, COLUMNS):
            if self.empties(column):
                self.ignore(column, Why.PICTURES_STAY)
        named = product_pictures(
            {column: self._row[column] for column in COLUMNS if self.says(column) and not self.empties(column)}, self._old_shop
        )
        found = list(dict.fromkeys(one.place for one in named if one.place))
        for one in named:
            if not one.place:
                self.ignore(one.column, Why.NO_ADDRESS if self._old_shop else Why.FILE_ELSEWHERE, one.cell)
            elif one.place in found[MOST_PICTURES:]:
                self.ignore(one.column, Why.TOO_MANY_PICTURES, one.cell)
        for column in COLUMNS[:-1]:
            if self.says(column) and not self.empties(column) and column not in {one.column for one in named}:
                self.ignore(column, Why.SMALLER_PICTURE)
        return tuple(found[:MOST_PICTURES]) or None

    def quantity(self) -> Quantity | None:
        if not self.says(QUANTITY):
            return None
        read = self.read(QUANTITY, cells.pieces, None)
        return Quantity(read if isinstance(read, int) else None)

    def more(self) -> int | None:
        """A difference of the stock; beside a quantity nobody can tell which counts."""
        if self.says(QUANTITY) and self.says(MORE):
            self.refuse(MORE, Why.TWO_QUANTITIES)
        read = self.read(MORE, cells.more_pieces)
        return read or None if isinstance(read, int) else None

    def price_text(self) -> dict[str, Value]:
        if self.says("판매가 대체문구 사용") and not self.read("판매가 대체문구 사용", cells.yes):
            return {"price_text": ""}
        if not self.says("판매가 대체문구"):
            return {}
        return {"price_text": self.read("판매가 대체문구", cells.text(LIMITS["price_text"]), "")}

    def fee(self) -> dict[str, Value]:
        """T free, R fixed, N growing with the quantity; for other kinds, which have no place here, the shop's own fee applies."""
        if not self.says("배송정보") or (has_own_fee(self._row) and not self.says("배송비 구분")):
            return {}
        kind = FEE_KINDS.get(said_in(self._row, "배송비 구분").upper(), "general") if has_own_fee(self._row) else "general"
        if kind not in ("fixed", "growing"):
            return {"fee_kind": kind, "fee_amount": Won(0), "fee_block": 1}
        if not self.says("배송비입력"):
            self.refuse("배송비입력", Why.MISSING)
        return {"fee_kind": kind, "fee_amount": self.read("배송비입력", cells.amount), "fee_block": 1}

    def selects(self) -> tuple[SelectOption, ...] | None:
        """``이름{값|값}//이름{값|값}``."""
        if (self.says("옵션사용") and not self.read("옵션사용", cells.yes)) or self.empties("옵션입력"):
            return ()
        if not self.says("옵션입력"):
            return None
        found = [_SELECT.fullmatch(part.strip()) for part in said_in(self._row, "옵션입력").split("//")]
        options = tuple(SelectOption(one[1].strip(), tuple(parts_of(one[2]))) for one in found if one)
        if len(options) < len(found) or any(len(option.name) > MAX_NAME for option in options):
            self.refuse("옵션입력", Why.BAD_OPTION)
            return ()
        try:
            all_choices(options)
        except BadOptions as bad:
            self.refuse("옵션입력", Why.TOO_MANY_VARIANTS if bad.facts["problem"] == "too_many" else Why.BAD_OPTION)
        return options

    def texts(self, selects: tuple[SelectOption, ...]) -> tuple[TextOption, ...] | None:
        if (self.says("추가입력옵션") and not self.read("추가입력옵션", cells.yes)) or self.empties("추가입력옵션 명칭"):
            return ()
        names = [name for name in parts_of(said_in(self._row, "추가입력옵션 명칭")) if name]
        if not names:
            return None
        if len({*names, *(option.name for option in selects)}) < len(names) + len(selects):
            self.refuse("추가입력옵션 명칭", Why.BAD_OPTION)
        if any(len(name) > MAX_NAME for name in names):
            self.refuse("추가입력옵션 명칭", Why.TOO_LONG)
        required, lengths = (
            parts_of(said_in(self._row, "추가입력옵션 선택/필수여부")),
            parts_of(said_in(self._row, "입력글자수(자)")),
        )
        return tuple(
            TextOption(name, part_at(required, i).upper() != "F", cells.written_length(part_at(lengths, i)))
            for i, name in enumerate(names)
        )

    def categories(self) -> tuple[str, ...] | None:
        if self.empties("상품분류 번호"):
            return ()
        numbers = [number for number in parts_of(said_in(self._row, "상품분류 번호")) if number]
        if any(len(number) > 20 for number in numbers):
            self.refuse("상품분류 번호", Why.TOO_LONG)
        return tuple(dict.fromkeys(numbers)) or None
