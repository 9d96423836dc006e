"""The index of requirements finds what names a number, and what nobody holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.requirements import Requirement, holders, problems, requirements

TESTS = '''
"""R1: a module's docstring holds nothing."""
import pytest

CASES = {"E1 딱 50,000원": 1, "두 번째": 2}


def test_named():
    """R61, E6: refused with the reason."""


def test_bare():
    """R7."""


def test_told_in_passing():
    """As R8 says, nothing happens."""


def test_a_range():
    """R10–R12: three at once."""


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_table(case): ...


@pytest.mark.parametrize("case", [pytest.param(1, id="Q2 한 줄")])
def test_a_case(case): ...


def builder():
    """R9: no test."""
'''


def test_numbers_are_read_from_docstrings_and_case_ids_of_tests(tmp_path: Path) -> None:
    (tmp_path / "test_fee.py").write_text(TESTS, encoding="utf-8")
    assert holders(tmp_path) == {
        "R61": ["test_fee.py::test_named"],
        "E6": ["test_fee.py::test_named"],
        "R7": ["test_fee.py::test_bare"],
        "E1": ["test_fee.py::test_a_table"],
        "Q2": ["test_fee.py::test_a_case"],
    }


def test_a_row_is_read_with_what_is_to_come() -> None:
    page = "| number | requirement | 한국어 | stands | to come |\n| R1 | Sold here | 판매 | whole | |\n| Q2 | Two | 둘 | part | issue 8 |\n"
    assert requirements(page) == [Requirement("R1", "Sold here", "whole", ""), Requirement("Q2", "Two", "part", "issue 8")]


@pytest.mark.parametrize(
    ("stands", "to_come", "tested", "said"),
    [
        ("whole", "", True, ""),
        ("whole", "", False, "is whole, and no test names it"),
        ("whole", "test owed", False, ""),
        ("whole", "test owed", True, "take “test owed” out"),
        ("whole", "issue 8", True, "take “issue 8” out"),
        ("whole", "issue 8", False, "is whole, and no test names it"),
        ("part", "issue 8", True, ""),
        ("absent", "issue 8", False, ""),
        ("part", "", True, "no issue is named"),
        ("part", "test owed", False, "no issue is named"),
        ("nearly", "", True, "not one of whole, part, absent"),
    ],
)
def test_what_a_row_may_say(stands: str, to_come: str, tested: bool, said: str) -> None:
    wrong = problems([Requirement("R1", "Sold here", stands, to_come)], {"R1": ["test_a"]} if tested else {})
    assert [said in sentence for sentence in wrong] == ([True] if said else [])


def test_a_number_of_no_row_is_refused() -> None:
    assert problems([], {"R999": ["test_a"]}) == ["R999 stands in no row, named by test_a"]
