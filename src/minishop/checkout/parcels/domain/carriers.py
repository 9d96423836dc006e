"""택배사: the hub's reading of the catalogue of carriers, ``protocol/rest/carriers.csv``. A carrier is one row there and nothing else."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).resolve().parents[5] / "protocol" / "rest" / "carriers.csv"


class NumberRule(StrEnum):
    """glossary: wire. What a carrier's numbers are made of. ``NONE``: nobody is asked about a number, and it may be left out."""

    DIGITS = "digits"
    S10 = "s10"
    ANY = "any"
    NONE = "none"


class CheckRule(StrEnum):
    """glossary: wire. How the digits of a number hold together; what only warns never refuses."""

    NOTHING = ""
    MOD7 = "mod7"
    MOD7_OF_THIRD_TO_ELEVENTH_WARNS = "mod7_of_third_to_eleventh_warns"


@dataclass(frozen=True, slots=True)
class Carrier:
    """A row. ``lengths`` are those its numbers may have, any when empty; ``followed``: it can be asked how far a parcel is; ``usual``: its
    place among those a small shop uses, None for the others."""

    code: str
    name: str
    name_en: str
    number: NumberRule
    lengths: frozenset[int]
    check: CheckRule
    followed: bool
    usual: int | None = None


@cache
def catalogue() -> Mapping[str, Carrier]:
    """The carriers by their codes, in the file's order; a constant that stands in a file. Raises ValueError for a row that cannot be read."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["code"]: _carrier(row) for row in csv.DictReader(file)})


def is_tracked(code: str) -> bool:
    """Whether a carrier of this code can be asked about a number."""
    carrier = catalogue().get(code)
    return carrier is not None and carrier.followed


def needs_number(code: str) -> bool:
    """Whether goods cannot be sent with a carrier without a number."""
    carrier = catalogue().get(code)
    return carrier is None or carrier.number is not NumberRule.NONE


def _carrier(row: Mapping[str, str]) -> Carrier:
    return Carrier(
        row["code"], row["name"], row["name_en"], NumberRule(row["number"]), frozenset(int(one) for one in row["lengths"].split()),
        CheckRule(row["check"]), {"yes": True, "no": False}[row["followed"]],
        int(row["usual"]) if row["usual"] else None,
    )  # fmt: skip
