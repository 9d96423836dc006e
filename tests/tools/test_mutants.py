"""Every kind of small change is made, each is a module that still compiles, and a reviewed one is known again."""

from __future__ import annotations

import ast

import pytest
from tools.mutants import Outcome, near_tests
from tools.mutations import mutants

RULE = '''
"""A module's text decides nothing: 1 < 2."""
def fee(amount: int, *, paid: bool = False) -> int:
    """0 from the threshold on."""
    if amount < 50 and not paid:
        raise ValueError(f"only {amount + 1}")
    return amount * 2
'''

MADE = {
    ("Lt flipped", "if (amount <= 50) and not paid:"),
    ("and/or turned", "if (amount < 50 or not paid):"),
    ("not dropped", "if amount < 50 and (paid):"),
    ("boundary moved up", "if amount < 51 and not paid:"),
    ("boundary moved down", "if amount < 49 and not paid:"),
    ("branch never taken", "if False:"),
    ("branch always taken", "if True:"),
    ("statement dropped", "pass"),
    ("arithmetic turned", "return (amount // 2)"),
    ("boundary moved up", "return amount * 3"),
    ("boundary moved down", "return amount * 1"),
    ("constant changed", "def fee(amount: int, *, paid: bool = True) -> int:"),
}


def test_every_kind_of_change_is_made_and_no_other() -> None:
    assert {(one.kind, one.change[1]) for one in mutants("fee.py", RULE)} == MADE


def test_what_was_changed_still_compiles_and_differs() -> None:
    for one in mutants("fee.py", RULE):
        ast.parse(one.after)
        assert one.after != RULE
        assert one.function == "fee"


def test_how_a_record_is_built_is_no_rule() -> None:
    record = "@dataclass(frozen=True, order=True)\nclass Tier:\n    lower: int = 0\n"
    assert {one.change[1] for one in mutants("tier.py", record)} == {"lower: int = 1", "lower: int = (-1)"}


@pytest.mark.parametrize(
    ("word", "noticed", "survived"),
    [
        ("killed", True, False),
        ("killed: out of time", True, False),
        ("SURVIVED", False, True),
        ("not tried: they fail", False, False),
    ],
)
def test_a_mutant_that_was_not_tried_counts_for_nothing(word: str, noticed: bool, survived: bool) -> None:
    outcome = Outcome(mutants("fee.py", RULE)[0], word)
    assert (outcome.noticed, outcome.survived) == (noticed, survived)


def test_hangul_before_a_change_does_not_move_it() -> None:
    (one,) = [one for one in mutants("a.py", 'x = ("가나다", a == b)\n') if one.kind == "Eq flipped"]
    assert one.after == 'x = ("가나다", (a != b))\n'
    assert one.change == ('x = ("가나다", a == b)', 'x = ("가나다", (a != b))')


@pytest.mark.parametrize(
    ("path", "tests"),
    [
        ("src/minishop/mall/shipping/domain/fee.py", ("tests/mall/shipping",)),
        ("src/minishop/mall/orders/domain/states.py", ("tests/mall/orders", "tests/mall/channel", "tests/mall/backoffice")),
        ("src/minishop/chassis/jobs/domain.py", ("tests/chassis/jobs", "tests/chassis/test_jobs.py")),
        ("src/minishop/chassis/listing.py", ("tests/chassis",)),
        ("src/minishop/kernel/won.py", ("tests/kernel", "tests/mall/shipping")),
    ],
)
def test_the_tests_near_a_module(path: str, tests: tuple[str, ...]) -> None:
    assert near_tests(path) == tests
