"""What stands whole is held by a test that names its number (docs/requirements.md)."""

from __future__ import annotations

from tools.requirements import PAGE, PROJECT, holders, problems, requirements

EVERY = [f"{kind}{number}" for kind, last in (("R", 145), ("Q", 30), ("E", 20)) for number in range(1, last + 1)]


def test_every_number_has_a_row() -> None:
    assert [row.number for row in requirements(PAGE.read_text(encoding="utf-8"))] == EVERY


def test_every_whole_requirement_has_its_test() -> None:
    assert problems(requirements(PAGE.read_text(encoding="utf-8")), holders(PROJECT / "tests")) == []
