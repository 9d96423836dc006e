"""Which test holds which requirement of docs/requirements.md.

``python -m tools.requirements`` prints the table number → tests; ``--check`` prints only what is wrong: a number of no row, a whole
requirement that no test names, one that is not whole and names no issue to come, and one that is whole and still names an issue.

A test names numbers at the beginning of its docstring (``R61, E6: …`` or ``R61.``), or of a case id of its table (``E1 딱 50,000원``).
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PAGE = PROJECT / "docs" / "requirements.md"
_ROW = re.compile(
    r"^\| (?P<number>[RQE]\d+) \| (?P<title>[^|]+) \| [^|]+ \| (?P<stands>[^|]*) \| ?(?P<to_come>[^|]*?) ?\|$", re.MULTILINE
)
_NUMBERS = r"(?P<numbers>[RQE]\d+(?:, [RQE]\d+)*)"
_IN_DOCSTRING = re.compile(_NUMBERS + r"[:.;]")
_IN_CASE = re.compile(_NUMBERS + r" ")
STANDS = ("whole", "part", "absent")
TEST_OWED = "test owed"


@dataclass(frozen=True, slots=True)
class Requirement:
    """A row: its number, its title, how far it stands, and which issue brings the rest (or that its test is owed)."""

    number: str
    title: str
    stands: str
    to_come: str


def requirements(page: str) -> list[Requirement]:
    """The rows of docs/requirements.md."""
    return [Requirement(row["number"], row["title"], row["stands"], row["to_come"]) for row in _ROW.finditer(page)]


def holders(tests: Path) -> dict[str, list[str]]:
    """number → tests (``mall/shipping/test_fee.py::test_the_bill``) that name it, in the order of the tree."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(tests.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for test in _test_functions(tree):
            for number in dict.fromkeys(_named(test, tree)):
                found[number].append(f"{path.relative_to(tests).as_posix()}::{test.name}")
    return dict(found)


def problems(rows: Sequence[Requirement], tests: Mapping[str, Sequence[str]]) -> list[str]:
    """What is wrong with the page or with the tests, a sentence each."""
    wrong = [f"{number} stands in no row, named by {names[0]}" for number, names in tests.items() if number not in _numbers(rows)]
    for row in rows:
        if row.stands not in STANDS:
            wrong.append(f"{row.number} stands {row.stands!r}, not one of {', '.join(STANDS)}")
        elif row.stands != "whole" and "issue " not in row.to_come:
            wrong.append(f"{row.number} is not whole, and no issue is named that brings it")
        elif row.stands == "whole" and row.number in tests and row.to_come:
            wrong.append(f"{row.number} is whole and has its test: take “{row.to_come}” out of its row")
        elif row.stands == "whole" and row.number not in tests and row.to_come != TEST_OWED:
            wrong.append(f"{row.number} is whole, and no test names it: {row.title}")
    return wrong


def table(rows: Sequence[Requirement], tests: Mapping[str, Sequence[str]]) -> str:
    """The index to read: a line a number, then a line a test."""
    lines = []
    for row in rows:
        standing = row.stands + (f", {row.to_come}" if row.to_come else "")
        lines.append(f"{row.number:<5}{row.title}  [{standing}]")
        lines += [f"       {name}" for name in tests.get(row.number, ())]
    held = sum(row.number in tests for row in rows)
    owed = sum(row.to_come == TEST_OWED for row in rows)
    return "\n".join([*lines, f"{len(rows)} numbers, {held} named by tests, {owed} owed a test"])


def _numbers(rows: Sequence[Requirement]) -> set[str]:
    return {row.number for row in rows}


def _test_functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node


def _named(test: ast.FunctionDef | ast.AsyncFunctionDef, tree: ast.Module) -> Iterator[str]:
    if said := _IN_DOCSTRING.match(ast.get_docstring(test) or ""):
        yield from said["numbers"].split(", ")
    for case in _case_ids(test, tree):
        if said := _IN_CASE.match(case):
            yield from said["numbers"].split(", ")


def _case_ids(test: ast.FunctionDef | ast.AsyncFunctionDef, tree: ast.Module) -> Iterator[str]:
    """The texts of ``ids=…`` and ``id=…`` in a test's decorators; a name is looked up among the module's assignments."""
    for decorator in test.decorator_list:
        for node in ast.walk(decorator):
            if isinstance(node, ast.keyword) and node.arg in ("id", "ids"):
                given = _assigned(node.value.id, tree) if isinstance(node.value, ast.Name) else node.value
                yield from _texts(given)


def _assigned(name: str, tree: ast.Module) -> ast.expr | None:
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                return node.value
    return None


def _texts(given: ast.expr | None) -> Iterator[str]:
    parts = given.keys if isinstance(given, ast.Dict) else given.elts if isinstance(given, ast.List | ast.Tuple) else [given]
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="print only what is wrong")
    options = parser.parse_args()
    rows, tests = requirements(PAGE.read_text(encoding="utf-8")), holders(PROJECT / "tests")
    wrong = problems(rows, tests)
    if not options.check:
        print(table(rows, tests))
    print("\n".join(["not held:", *wrong]) if wrong else "every whole requirement has its test")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
