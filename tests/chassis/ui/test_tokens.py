"""One set of values: no style sheet names a colour, a size of type or a radius of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[3] / "src/minishop"
TOKENS = SOURCE / "chassis/ui/static/ui/tokens.css"
# A shop's window is dressed by its own sheets.
SHEETS = [sheet for sheet in sorted(SOURCE.rglob("static/**/*.css")) if sheet != TOKENS and "storefront" not in sheet.parts]
OWN = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!-)|\b(?:rgb|hsl)a?\(|font-size:\s*[\d.]+(?:rem|px)|border-radius:[^;]*\d(?:rem|px|%)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def of_its_own(css: str) -> list[str]:
    return OWN.findall(_COMMENT.sub("", css))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_values_come_from_the_tokens(sheet: Path) -> None:
    assert of_its_own(sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "css",
    ["color: #fff;", "background: rgb(0 0 0 / 5%);", "font-size: 1.5rem;", "border-radius: 0 8px;"],
    ids=["색", "rgb", "글자", "모서리"],
)
def test_a_value_of_its_own_is_seen(css: str) -> None:
    assert of_its_own(css)


def test_every_value_that_is_used_is_one_of_the_tokens() -> None:
    """A misspelt name would silently fall back to nothing."""
    known = set(re.findall(r"(--[a-z0-9-]+):", TOKENS.read_text(encoding="utf-8")))
    used = {name for sheet in SHEETS for name in re.findall(r"var\((--[a-z0-9-]+)", sheet.read_text(encoding="utf-8"))}
    assert used
    assert used - known == set()
