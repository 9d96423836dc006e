"""택배사: the mall's reading of the hub's catalogue of carriers, ``protocol/rest/carriers.csv``. A carrier is one row there.

What a number must look like is the hub's to say, and the carrier's (R46): here it only has to be a number at all.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).resolve().parents[5] / "protocol" / "rest" / "carriers.csv"


@dataclass(frozen=True, slots=True)
class Carrier:
    """A row. ``usual``: its place among those a small shop uses, None for the others; ``link`` takes the number at its end."""

    code: str
    name: str
    name_en: str
    usual: int | None
    link: str

    def tracking_url(self, number: str) -> str:
        """The carrier's own page for a number; empty where none is known."""
        return f"{self.link}{number}" if self.link and number else ""


@cache
def catalogue() -> Mapping[str, Carrier]:
    """The carriers by the hub's codes; a constant that stands in a file. Raises ValueError for a row that cannot be read."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["code"]: _carrier(row) for row in csv.DictReader(file)})


def usual_carriers() -> list[Carrier]:
    """Those a seller picks from, the most used first."""
    return sorted((one for one in catalogue().values() if one.usual is not None), key=lambda one: one.usual or 0)


def clean_number(text: str) -> str:
    """A tracking number as carriers print it, without blanks and hyphens, in capitals."""
    return re.sub(r"[\s-]", "", text).upper()


def _carrier(row: Mapping[str, str]) -> Carrier:
    return Carrier(row["code"], row["name"], row["name_en"], int(row["usual"]) if row["usual"] else None, row["link"])
