"""Korean telephone numbers: what one is, of which kind, and how it is written.

Known libraries take 010 with seven digits, do not know all nationwide numbers, and part 050x numbers where nobody does.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from minishop.kernel.errors import DomainError


class Kind(StrEnum):
    """What a number is for: 휴대전화, 옛 휴대전화, 유선, 인터넷 전화, 안심번호, 인터넷 팩스, 수신자 부담, 대표번호."""

    MOBILE = "mobile"
    OLD_MOBILE = "old_mobile"
    LAND = "land"
    INTERNET = "internet"
    SAFE = "safe"
    FAX = "fax"
    TOLL_FREE = "toll_free"
    NATIONWIDE = "nationwide"


class Problem(StrEnum):
    """Why a text is no number that anybody can be reached at."""

    NOT_A_NUMBER = "not_a_number"
    SEVERAL = "several"
    EXTENSION = "extension"
    ABROAD = "abroad"
    UNKNOWN_PREFIX = "unknown_prefix"
    WRONG_LENGTH = "wrong_length"
    NO_SUCH_EXCHANGE = "no_such_exchange"
    NOT_A_CONTACT = "not_a_contact"  # premium, paging, machines, special numbers


class BadPhone(DomainError):
    """No Korean telephone number; ``problem`` is a ``Problem``."""

    code: ClassVar[str] = "bad_phone"


@dataclass(frozen=True, slots=True)
class Phone:
    """A number in its groups: 010, 2345, 6789."""

    kind: Kind
    groups: tuple[str, ...]

    @property
    def written(self) -> str:
        """As Koreans write it: 010-2345-6789, 02-234-5678, 0507-1234-5678, 1588-1234."""
        return "-".join(self.groups)


_TWO_PLACES = frozenset({10, 11})
# By prefix: the kind, and how many digits there are in all. 010 has had four-digit exchanges only since 2004.
_PREFIXES: dict[str, tuple[Kind, frozenset[int]]] = {
    "010": (Kind.MOBILE, frozenset({11})),
    **dict.fromkeys(("011", "016", "017", "018", "019"), (Kind.OLD_MOBILE, _TWO_PLACES)),
    "02": (Kind.LAND, frozenset({9, 10})),
    **{f"0{area}": (Kind.LAND, _TWO_PLACES) for area in (31, 32, 33, 41, 42, 43, 44, 51, 52, 53, 54, 55, 61, 62, 63, 64)},
    "070": (Kind.INTERNET, frozenset({11})),
    "080": (Kind.TOLL_FREE, frozenset({10})),
    **{f"050{digit}": (Kind.SAFE, frozenset({11, 12})) for digit in range(10)},
    **{f"030{digit}": (Kind.FAX, frozenset({11, 12})) for digit in range(10)},
}
_NATIONWIDE = frozenset(
    f"{prefix}{rest}"
    for prefix, all_rest in (
        ("15", "22 33 44 51 55 66 77 88 99"),
        ("16", "00 44 60 61 66 68 70 88"),
        ("18", "00 11 33 44 55 66 77 99"),
    )
    for rest in all_rest.split()
)
_NO_CONTACT = ("060", "012", "013", "014", "015")
_EATEN = re.compile(r"10\d{8}|2\d{8}|[3-6]\d{8,9}|70\d{8}", re.ASCII)  # what a spreadsheet leaves of a number: its first 0 is gone
_EXTENSION = re.compile(r"(?:ext\.?|내선|#|x)\s*:?\s*\d+\s*$", re.IGNORECASE)
_SEVERAL = re.compile(r"[/,;&|]|또는|혹은|\n")
_BETWEEN = re.compile(r"[\s.()~·\-]", re.ASCII)


def korean_phone(text: str) -> Phone:
    """The number that a text in any spelling stands for: with +82, in full width, without its first 0. Raises BadPhone."""
    digits = _national(_digits(text))
    if digits[:4] in _NATIONWIDE:
        return _checked(Kind.NATIONWIDE, digits, 4, frozenset({8}))
    if digits.startswith(_NO_CONTACT) or _is_special(digits):
        raise BadPhone(problem=Problem.NOT_A_CONTACT.value)
    for size in (4, 3, 2):
        if digits[:size] in _PREFIXES:
            return _checked(_PREFIXES[digits[:size]][0], digits, size, _PREFIXES[digits[:size]][1])
    raise BadPhone(problem=Problem.UNKNOWN_PREFIX.value)


def _digits(text: str) -> str:
    """The digits, with ``+`` before them where it was."""
    plain = "".join(
        "-" if unicodedata.category(one) == "Pd" or one == "−" else one for one in unicodedata.normalize("NFKC", text)
    ).strip()
    if _EXTENSION.search(plain):
        raise BadPhone(problem=Problem.EXTENSION.value)
    if _SEVERAL.search(plain):
        raise BadPhone(problem=Problem.SEVERAL.value)
    digits = _BETWEEN.sub("", "".join(one for one in plain if unicodedata.category(one)[0] not in "ZC"))
    if not (digits.removeprefix("+").isascii() and digits.removeprefix("+").isdigit()):
        raise BadPhone(problem=Problem.NOT_A_NUMBER.value)
    return digits


def _national(digits: str) -> str:
    """The digits as dialled within Korea."""
    for country in ("+82", "0082", "82"):
        rest = digits.removeprefix(country)
        if rest != digits and 8 <= len(rest) <= 12:
            return rest if rest[:4] in _NATIONWIDE and len(rest) == 8 else f"0{rest.removeprefix('0')}"
    if digits.startswith(("+", "00")):
        raise BadPhone(problem=Problem.ABROAD.value)
    return f"0{digits}" if _EATEN.fullmatch(digits) else digits


def _is_special(digits: str) -> bool:
    """112, 1330 and 031-120: short numbers that begin with 1, alone or after an area."""
    return digits.startswith("1") and len(digits) <= 4


def _checked(kind: Kind, digits: str, size: int, lengths: frozenset[int]) -> Phone:
    if len(digits) not in lengths:
        raise BadPhone(problem=Problem.WRONG_LENGTH.value)
    if kind is Kind.NATIONWIDE:
        return Phone(kind, (digits[:4], digits[4:]))
    if kind is Kind.LAND and digits[size] == "0":
        raise BadPhone(problem=Problem.NO_SUCH_EXCHANGE.value)
    return Phone(kind, (digits[:size], digits[size:-4], digits[-4:]))
