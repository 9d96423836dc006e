"""What a test must not do: look at the clock on the wall, sleep and hope, compare a thing with itself, assert nothing, claim a range.

``python -m tools.habits`` names the places and ends 1 where there are any. Tests of whole systems (tests/e2e, tests/chaos) may wait.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
MAY_WAIT = ("e2e", "chaos")
_DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
_CLOCKS = {"perf_counter", "monotonic", "time", "perf_counter_ns", "monotonic_ns", "time_ns"}
_RANGE = re.compile(r"\b(?P<kind>[RQE])\d+ ?[–-] ?(?P=kind)?\d+\b")
# A call that fails where something is not as it should be.
_ASKS = re.compile(r"^(assert|check|require|refuse|expect|raises|fail|warns|deprecated_call)|assert|_raises|raises_")


@dataclass(frozen=True, slots=True)
class Habit:
    """A place, and what is wrong there."""

    place: str
    why: str

    def __str__(self) -> str:
        return f"{self.place}: {self.why}"


def bad_habits(tests: Path) -> list[Habit]:
    """Those of every module below a folder of tests, in the order of the tree."""
    return [habit for path in sorted(tests.rglob("*.py")) for habit in _of_module(path, tests)]


def _of_module(path: Path, tests: Path) -> Iterator[Habit]:
    name = path.relative_to(tests).as_posix()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node, why in _wrong(tree, may_wait=name.startswith(MAY_WAIT)):
        yield Habit(f"{name}:{getattr(node, 'lineno', 1)}", why)


def _wrong(tree: ast.Module, *, may_wait: bool) -> Iterator[tuple[ast.AST, str]]:
    asserting = _asserting(tree)
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) and _RANGE.search(ast.get_docstring(node) or ""):
            yield node, "a range of requirements holds none of them: name each at the test that holds it"
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name.startswith("test_") and node not in asserting:
                yield node, f"{node.name} asserts nothing"
            if not may_wait:
                yield from _sleeps(node)
        if isinstance(node, ast.Assert):
            if _is_always_true(node.test):
                yield node, "is true whatever happens"
            if not may_wait and _reads_clock(node):
                yield node, "says how busy the machine is: count the work instead"


def _asserting(tree: ast.Module) -> set[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The module's functions that assert something, or leave it to another of them."""
    called = {node: _called(node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    found = {function for function, names in called.items() if _asserts(function) or any(map(_ASKS.search, names))}
    known: set[str] = set()
    while more := {function.name for function in found} - known:
        known |= more
        found |= {function for function, names in called.items() if names & known}
    return found


def _called(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    return {_name(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}


def _asserts(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    itself = any(isinstance(node, ast.Assert | ast.Raise) for node in ast.walk(function))
    return itself or any(argument.arg.startswith("django_assert") for argument in function.args.args)


def _sleeps(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[ast.AST, str]]:
    """Calls of sleep outside a loop that looks again and again until something is so."""
    sleeping = [node for node in ast.walk(function) if isinstance(node, ast.Call) and _name(node.func) == "sleep"]
    if not sleeping:
        return
    looking = {id(node) for loop in ast.walk(function) if isinstance(loop, ast.While | ast.For) for node in ast.walk(loop)}
    for node in sleeping:
        if ast.unparse(node.func) in ("time.sleep", "sleep") and id(node) not in looking:
            yield node, "sleeps and hopes: wait for what is to happen"


def _is_always_true(test: ast.expr) -> bool:
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, ast.Tuple):
        return bool(test.elts)
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq | ast.Is | ast.LtE | ast.GtE):
        left, right = test.left, test.comparators[0]
        same = ast.dump(left) == ast.dump(right)
        return same and not any(isinstance(node, ast.Call | ast.Await) for node in ast.walk(left))
    return False


def _reads_clock(node: ast.Assert) -> bool:
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            if isinstance(part.func, ast.Attribute) and isinstance(part.func.value, ast.Name) and part.func.value.id == "time":
                return part.func.attr in _CLOCKS
            if isinstance(part.func, ast.Name) and part.func.id in _CLOCKS:
                return True
    return False


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def main() -> int:
    found = bad_habits(PROJECT / "tests")
    print("\n".join(map(str, found)) if found else "no bad habits")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
