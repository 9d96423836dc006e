"""What is looked for and what is found: pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from minishop.kernel.errors import DomainError

SHORTEST, WIDEST, MOST_DIGITS = 2, 80, 10
_NEVER = re.compile(r"[%=><\[\]\x00-\x1f\x7f\u200b-\u200f\ufeff]")


@dataclass(frozen=True, slots=True)
class Place:
    """One address: ``zipcode`` of five digits, ``road`` the road-name address, ``lot`` the older one by lot numbers, maybe empty."""

    zipcode: str
    road: str
    lot: str


@dataclass(frozen=True, slots=True)
class Found:
    """The first places of a search, and how many there are in all."""

    places: tuple[Place, ...]
    total: int


class Problem(StrEnum):
    """Why a text cannot be searched for."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NO_WORD = "no_word"
    TOO_BROAD = "too_broad"
    UNSEARCHABLE = "unsearchable"


class BadKeyword(DomainError):
    """Nothing can be looked for with this text; ``problem`` says why."""

    code: ClassVar[str] = "bad_keyword"


class FinderSilent(DomainError):
    """The address finder gave no answer that can be used; ``reason`` is for operators."""

    code: ClassVar[str] = "finder_silent"
    retryable: ClassVar[bool] = True


class TooManySearches(DomainError):
    """A visitor has looked for addresses too often for now."""

    code: ClassVar[str] = "too_many_searches"


def keyword_of(typed: str) -> str:
    """What is looked for: composed Hangul, single spaces, without the signs that no address has.

    Raises BadKeyword for a text that the finder would refuse: shorter than two characters, wider than 80 (Hangul is two wide), a number of
    more than ten digits, or no letter at all.
    """
    text = " ".join(_NEVER.sub(" ", unicodedata.normalize("NFKC", typed)).split())
    if len(text.replace(" ", "")) < SHORTEST:
        raise BadKeyword(problem=Problem.TOO_SHORT.value)
    if sum(1 if letter.isascii() else 2 for letter in text) > WIDEST or re.search(rf"\d{{{MOST_DIGITS + 1},}}", text):
        raise BadKeyword(problem=Problem.TOO_LONG.value)
    if not any(letter.isalpha() for letter in text):
        raise BadKeyword(problem=Problem.NO_WORD.value)
    return text
