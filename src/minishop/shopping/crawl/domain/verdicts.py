"""What is said of a feed: of the whole file, and of one of its lines (protocol/ep)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from minishop.kernel.errors import DomainError


class FeedKind(StrEnum):
    """전체 / 요약: every product of the shop, or what changed today."""

    FULL = "full"
    SUMMARY = "summary"


class FileFault(StrEnum):
    """Why a whole file is refused; nothing of it is applied."""

    EMPTY = "empty_file"
    ENCODING = "unreadable_encoding"
    LINES = "too_many_lines"
    HEADER = "header_incomplete"
    VERSION = "version_differs"
    NO_GOOD_ROW = "no_good_row"


class RowFault(StrEnum):
    """Why one line is refused, or what was put right in it."""

    MISSING = "missing"
    BAD_ID = "bad_id"
    BAD_PRICE = "bad_price"
    BAD_SHIPPING = "bad_shipping"
    BAD_ADDRESS = "bad_address"
    BAD_CLASS = "bad_class"
    BAD_TIME = "bad_time"
    DUPLICATE = "duplicate_id"
    TOO_MANY_FIELDS = "too_many_fields"
    UNDECODABLE = "undecodable"
    ADULT = "adult"
    OVER_LIMIT = "over_limit"
    TOO_LONG = "too_long"
    UNKNOWN_CONDITION = "unknown_condition"
    NOT_A_NUMBER = "not_a_number"
    UNKNOWN_COLUMN = "unknown_column"


WARNINGS = frozenset({RowFault.TOO_LONG, RowFault.UNKNOWN_CONDITION, RowFault.NOT_A_NUMBER, RowFault.UNKNOWN_COLUMN})


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one line: its number in the file (the header is line 1), the product's id as given, the column."""

    line: int
    fault: RowFault
    column: str = ""
    product_code: str = ""
    value: str = ""

    @property
    def is_warning(self) -> bool:
        """The line was taken all the same."""
        return self.fault in WARNINGS


class FileRefused(DomainError):
    """The file as a whole is no feed."""

    code: ClassVar[str] = "file_refused"

    def __init__(self, fault: FileFault, detail: str = "") -> None:
        super().__init__(fault=fault, detail=detail)
        self.fault, self.detail = fault, detail


class RowRefused(DomainError):
    """One line is no product."""

    code: ClassVar[str] = "row_refused"

    def __init__(self, fault: RowFault, column: str = "", value: str = "") -> None:
        super().__init__(fault=fault, column=column, value=value)
        self.fault, self.column, self.value = fault, column, value
