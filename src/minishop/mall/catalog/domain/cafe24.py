"""Cafe24 상품 CSV: what a row of the 86- to 90-column product file says, cell by cell.

The file is read by the names of its header, so columns may be missing or in another order. A cell that cannot be understood refuses its row;
a cell with no place here is ignored. Either is noted with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from minishop.kernel.won import Won
from minishop.mall.catalog.domain.draft import ProductDraft, TextOption, Value
from minishop.mall.catalog.domain.options import SelectOption

REQUIRED = ("상품코드", "상품명", "판매가")
MAX_PRICE = 10_000_000_000


class Verdict(StrEnum):
    """What became of a cell."""

    REFUSED = "refused"
    IGNORED = "ignored"


class Why(StrEnum):
    """The reason, whose words the page knows."""

    MISSING = "missing"
    NOT_AN_AMOUNT = "not_an_amount"
    NOT_A_COUNT = "not_a_count"
    NOT_YES_OR_NO = "not_yes_or_no"
    UNKNOWN_VALUE = "unknown_value"
    TOO_LONG = "too_long"
    BAD_OPTION = "bad_option"
    TWICE_IN_FILE = "twice_in_file"
    NO_PLACE = "no_place"
    CODE_ELSEWHERE = "code_elsewhere"
    FILE_ELSEWHERE = "file_elsewhere"
    FEE_KIND = "fee_kind"


@dataclass(frozen=True, slots=True)
class Note:
    """One cell's verdict. ``line`` counts from 1, the header being line 1."""

    line: int
    column: str
    value: str
    verdict: Verdict
    why: Why


class _Refused(Exception):
    def __init__(self, column: str, why: Why) -> None:
        super().__init__(column, why)
        self.column, self.why = column, why


Row = Mapping[str, str]


def read_row(row: Row, line: int) -> tuple[ProductDraft | None, list[Note]]:
    """The draft a row stands for, or None if a cell refused it, and the notes on its cells."""
    try:
        read = {name: read(row, column) for column, (name, read) in _COLUMNS.items() if column in row}
        draft = ProductDraft(
            code=_required(row, "상품코드", 40),
            values={**_given(read), **_price_text(row), **_fee(row)},
            selects=_selects(row),
            texts=_texts(row),
            category_numbers=_categories(row),
        )
    except _Refused as refused:
        return None, [Note(line, refused.column, row.get(refused.column, ""), Verdict.REFUSED, refused.why)]
    return draft, [
        Note(line, column, value, Verdict.IGNORED, why) for column, value in row.items() if (why := _ignored(row, column, value))
    ]


def _given(read: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in read.items() if value is not None}


def _text(limit: int) -> Callable[[Row, str], Value]:
    def read(row: Row, column: str) -> Value:
        text = row[column].strip()
        if len(text) > limit:
            raise _Refused(column, Why.TOO_LONG)
        return text

    return read


def _required(row: Row, column: str, limit: int) -> str:
    text = row.get(column, "").strip()
    if not text:
        raise _Refused(column, Why.MISSING)
    if len(text) > limit:
        raise _Refused(column, Why.TOO_LONG)
    return text


def _name(row: Row, column: str) -> Value:
    return _required(row, column, 250)


def _amount(row: Row, column: str) -> Value:
    text = row[column].strip().replace(",", "")
    if not text and column != "판매가":
        return Won(0)
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise _Refused(column, Why.NOT_AN_AMOUNT) from None
    if not amount.is_finite() or amount != amount.to_integral_value() or not 0 <= amount <= MAX_PRICE:
        raise _Refused(column, Why.NOT_AN_AMOUNT)
    return Won(int(amount))


def _yes(row: Row, column: str) -> Value:
    match row[column].strip().upper():
        case "Y" | "T":
            return True
        case "N" | "F":
            return False
        case "":
            return None
    raise _Refused(column, Why.NOT_YES_OR_NO)


def _count(row: Row, column: str) -> Value:
    text = row[column].strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:9]) <= 999_999:
        raise _Refused(column, Why.NOT_A_COUNT)
    return int(text)


def _tax(row: Row, column: str) -> Value:
    kind = row[column].strip().partition("|")[0].upper()
    found = {"A": "taxed", "B": "exempt", "C": "zero", "": "taxed"}.get(kind)
    if found is None:
        raise _Refused(column, Why.UNKNOWN_VALUE)
    return found


_COLUMNS: Mapping[str, tuple[str, Callable[[Row, str], Value]]] = {
    "자체 상품코드": ("own_code", _text(40)),
    "진열상태": ("displayed", _yes),
    "판매상태": ("for_sale", _yes),
    "상품명": ("name", _name),
    "모델명": ("model_name", _text(60)),
    "상품 요약설명": ("summary", _text(255)),
    "상품 상세설명": ("description", _text(500_000)),
    "검색어설정": ("search_words", _text(5_000)),
    "과세구분": ("tax", _tax),
    "소비자가": ("list_price", _amount),
    "판매가": ("price", _amount),
    "최소 주문수량(이상)": ("min_quantity", _count),
    "최대 주문수량(이하)": ("max_quantity", _count),
}
_READ_ELSEWHERE = {
    "상품코드", "판매가 대체문구 사용", "판매가 대체문구", "상품분류 번호", "옵션사용", "옵션입력", "추가입력옵션", "추가입력옵션 명칭",
    "추가입력옵션 선택/필수여부", "입력글자수(자)", "배송정보", "배송비 구분", "배송비입력",
}  # fmt: skip
_CODES = {"제조사", "브랜드", "원산지", "공급사", "트렌드", "자체분류 코드"}
_FILES = {"이미지등록(상세)", "이미지등록(목록)", "이미지등록(작은목록)", "이미지등록(축소)"}
_NOTHING = {"", "N", "F", "0", "0.00"}


def _ignored(row: Row, column: str, value: str) -> Why | None:
    if column in ("배송비 구분", "배송비입력"):
        return Why.FEE_KIND if value.strip() and _own_fee(row) and row.get("배송비 구분") not in _FEE_KINDS else None
    if column in _COLUMNS or column in _READ_ELSEWHERE or value.strip() in _NOTHING:
        return None
    if column in _CODES:
        return Why.CODE_ELSEWHERE
    return Why.FILE_ELSEWHERE if column in _FILES else Why.NO_PLACE


def _price_text(row: Row) -> dict[str, Value]:
    if "판매가 대체문구 사용" not in row:
        return {}
    used = row["판매가 대체문구 사용"].strip().upper() in ("Y", "T")
    return {"price_text": _text(40)(row, "판매가 대체문구") if used and "판매가 대체문구" in row else ""}


_FEE_KINDS = {"T": "free", "R": "fixed", "N": "growing"}


def _own_fee(row: Row) -> bool:
    return row.get("배송정보", "").strip().upper() in ("T", "Y")


def _fee(row: Row) -> dict[str, Value]:
    """T free, R fixed, N proportional to quantity; other kinds have no place here and the shop's own fee applies."""
    if "배송정보" not in row:
        return {}
    kind = _FEE_KINDS.get(row.get("배송비 구분", "").strip().upper(), "general") if _own_fee(row) else "general"
    amount = _amount(row, "배송비입력") if kind in ("fixed", "growing") and "배송비입력" in row else Won(0)
    return {"fee_kind": kind, "fee_amount": amount, "fee_block": 1}


_SELECT = re.compile(r"([^{}]+)\{([^{}]*)\}")


def _selects(row: Row) -> tuple[SelectOption, ...] | None:
    """``이름{값|값}//이름{값|값}``."""
    if "옵션사용" not in row:
        return None
    text = row.get("옵션입력", "").strip()
    if row["옵션사용"].strip().upper() not in ("Y", "T") or not text:
        return ()
    options = []
    for part in text.split("//"):
        found = _SELECT.fullmatch(part.strip())
        values = tuple(value.strip() for value in found[2].split("|")) if found else ()
        if not found or not all(values) or len(set(values)) < len(values) or len(found[1].strip()) > 60:
            raise _Refused("옵션입력", Why.BAD_OPTION)
        options.append(SelectOption(found[1].strip(), values))
    if len({option.name for option in options}) < len(options):
        raise _Refused("옵션입력", Why.BAD_OPTION)
    return tuple(options)


def _texts(row: Row) -> tuple[TextOption, ...] | None:
    if "추가입력옵션" not in row:
        return None
    names = [name.strip() for name in row.get("추가입력옵션 명칭", "").split("|") if name.strip()]
    if row["추가입력옵션"].strip().upper() not in ("Y", "T") or not names:
        return ()
    required = row.get("추가입력옵션 선택/필수여부", "").split("|")
    lengths = row.get("입력글자수(자)", "").split("|")
    return tuple(TextOption(name[:60], _at(required, i).upper() != "F", _length(_at(lengths, i))) for i, name in enumerate(names))


def _at(parts: list[str], index: int) -> str:
    return parts[index].strip() if index < len(parts) else ""


def _length(text: str) -> int:
    return min(int(text), 200) if text.isascii() and text.isdigit() and int(text) > 0 else 50


def _categories(row: Row) -> tuple[str, ...] | None:
    if "상품분류 번호" not in row:
        return None
    return tuple(dict.fromkeys(number.strip()[:20] for number in row["상품분류 번호"].split("|") if number.strip()))
