"""What has to be run whole is, a package's share only rises, and what is owed is counted."""

from __future__ import annotations

import pytest
from tools.coverage_gate import Ran, problems, raised, ran, shares


def module(path: str, there: int = 100, run: int = 100) -> Ran:
    return Ran(path, there, run, "7, 8→end")


def test_a_report_is_read_with_lines_and_branches() -> None:
    summary = {"num_statements": 8, "covered_lines": 7, "num_branches": 4, "covered_branches": 2}
    report = {
        "files": {
            "src/minishop/mall/cart/domain.py": {"summary": summary, "missing_lines": [7], "missing_branches": [[8, -1], [8, 9]]}
        }
    }
    assert ran(report) == [Ran("mall/cart/domain.py", 12, 9, "7, 8→end, 8→9")]


@pytest.mark.parametrize(
    ("path", "whole"),
    [
        ("kernel/won.py", True),
        ("mall/cart/domain.py", True),
        ("checkout/orders/domain/states.py", True),
        ("mall/channel/adapters/rest.py", True),
        ("checkout/api/views/orders.py", True),
        ("mall/channel/services/sending.py", False),
        ("mall/cart/services.py", False),
    ],
)
def test_what_decides_and_what_speaks_to_others_is_run_whole(path: str, whole: bool) -> None:
    assert [path in said for said in problems([module(path, run=99)], {}, {})] == ([True] if whole else [])


def test_what_is_owed_may_be_missing_and_no_more() -> None:
    assert problems([module("kernel/won.py", run=98)], {}, {"kernel/won.py": 2}) == []
    assert problems([module("kernel/won.py", run=97)], {}, {"kernel/won.py": 2}) == ["kernel/won.py: 3 not run: 7, 8→end"]


def test_a_packages_share_may_not_fall() -> None:
    modules = [module("mall/cart/services.py", 900, 800), module("mall/cart/queries.py", 100, 100)]
    assert shares(modules) == {"mall/cart": 90.0}
    assert problems(modules, {"mall/cart": 90.0}, {}) == []
    assert problems(modules, {"mall/cart": 90.1}, {}) == ["mall/cart: 90.0 %, and it was 90.1 %"]


def test_the_ratchet_only_rises_and_forgets_what_is_gone() -> None:
    assert raised({"a": 90.0, "b": 80.0, "cli": 10.0}, {"a": 95.0, "gone": 99.0}) == {"a": 95.0, "b": 80.0}
