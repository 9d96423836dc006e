"""Sizes of modules, functions, templates and their lines against their budgets (docs/style.md), with a ratchet.

``python -m tools.measure`` prints the report; ``--check`` fails when something is over its limit and not in the ratchet file, or in
it and larger than there; ``--ratchet`` writes the file anew. A file that has shrunk may be ratcheted down at any time.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

PROJECT = Path(__file__).resolve().parents[1]
RATCHET = PROJECT / "tools" / "measure-ratchet.json"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a size: its class of budget, its name, its lines (of a template's line: its characters)."""

    budget: str
    name: str
    size: int


LIMITS: Mapping[str, int] = {
    "function, domain": 30,
    "function, elsewhere": 50,
    "view": 30,
    "test": 40,
    "module, domain": 250,
    "module, elsewhere": 350,
    "page template": 120,
    "template line": 150,  # characters
}
_SURFACES = {"storefront", "backoffice", "console", "pages", "center", "api"}


def measure(project: Path) -> list[Thing]:
    """Everything that has a budget, in the order of the tree."""
    things = [
        thing
        for path in sorted((project / "src").rglob("*.py"))
        if "migrations" not in path.parts
        for thing in _python(path, project)
    ]
    things += [thing for path in sorted((project / "tests").rglob("*.py")) for thing in _tests(path, project)]
    return things + [thing for path in sorted((project / "src").rglob("*.html")) for thing in _template(path, project)]


def over_limit(things: list[Thing]) -> dict[str, int]:
    """The things over their limit, by name."""
    return {thing.name: thing.size for thing in things if thing.size > LIMITS[thing.budget]}


def worse(found: Mapping[str, int], ratchet: Mapping[str, int]) -> list[str]:
    """What is over its limit and not forgiven, or larger than it was forgiven for."""
    return [f"{name}: {size}" for name, size in found.items() if size > ratchet.get(name, 0)]


def _python(path: Path, project: Path) -> Iterator[Thing]:
    domain = decides(path)
    yield _file("module, domain" if domain else "module, elsewhere", path, project)
    view = bool(_SURFACES & set(path.parts)) and "forms" not in path.name
    budget = "function, domain" if domain else "view" if view else "function, elsewhere"
    yield from _functions(path, project, budget)


def decides(path: Path) -> bool:
    """Whether a module is one that decides: of the kernel, of a ``domain`` package, or a capability's one ``domain.py``."""
    return bool({"domain", "kernel"} & set(path.parts)) or path.name == "domain.py"


def _template(path: Path, project: Path) -> Iterator[Thing]:
    page = _file("page template", path, project)
    yield page
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        yield Thing("template line", f"{page.name}:{number}", len(line))


def _tests(path: Path, project: Path) -> Iterator[Thing]:
    return (thing for thing in _functions(path, project, "test") if "test_" in thing.name)


def _functions(path: Path, project: Path, budget: str) -> Iterator[Thing]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Thing(budget, f"{path.relative_to(project).as_posix()}:{node.name}", _body_lines(node))


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From ``def`` to the last line, without the docstring: a good contract costs nothing."""
    docstring = node.body[0] if ast.get_docstring(node) is not None else None
    own = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring is not None else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - own


def _file(budget: str, path: Path, project: Path) -> Thing:
    return Thing(budget, path.relative_to(project).as_posix(), len(path.read_text(encoding="utf-8").splitlines()))


def _report(things: list[Thing]) -> str:
    rows = []
    for budget, limit in LIMITS.items():
        sizes = sorted(thing.size for thing in things if thing.budget == budget) or [0, 0]
        p95 = quantiles(sizes, n=20)[-1] if len(sizes) > 1 else sizes[0]
        rows.append(f"{budget:<22}{len(sizes):>6}{median(sizes):>9.0f}{p95:>8.0f}{sizes[-1]:>7}{limit:>7}")
    return "\n".join([f"{'':<22}{'count':>6}{'median':>9}{'p95':>8}{'max':>7}{'limit':>7}", *rows])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--ratchet", action="store_true")
    options = parser.parse_args()
    things = measure(PROJECT)
    found = over_limit(things)
    print(_report(things))
    if options.ratchet:
        RATCHET.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    ratchet = json.loads(RATCHET.read_text(encoding="utf-8")) if RATCHET.exists() else {}
    problems = worse(found, ratchet) if options.check else []
    print("\n".join(["over the limit:", *problems]) if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
