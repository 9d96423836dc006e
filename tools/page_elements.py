"""Takes each element out of each page, in turn, and asks whether the page's own tests notice.

``python -m tools.page_elements`` tries every surface; ``python -m tools.page_elements mall/storefront backoffice/orders`` only the
templates whose path contains one of the words. It prints, for each template, how many removals failed the tests and which did not,
and ends 1 when fewer than 95 % were noticed. No file is touched: the template's source is changed in memory (tools.removal), and
only the tests that rendered the template are run again, to the first that fails.

The tests of ``src/minishop/mall/storefront/…/templates`` are those of ``tests/mall/storefront``, or of the nearest folder above that
there is, and those named in MORE_TESTS.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minishop.cli.checks.suites import Suite, suite_of_path

PROJECT = Path(__file__).resolve().parents[1]
SOURCE = PROJECT / "src" / "minishop"
ENOUGH = 0.95
# Parts that every service shows are held by the pages of the mall's back office too.
MORE_TESTS: Mapping[str, tuple[str, ...]] = {"chassis/ui": ("tests/mall/backoffice", "tests/mall/storefront")}


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a template: how many of its elements were tried, and those that nobody missed."""

    template: str
    tried: int
    unnoticed: tuple[str, ...]
    rendered: bool

    def lines(self) -> Iterator[str]:
        """The rows of the report."""
        said = "" if self.rendered else "   no test of its own renders it"
        yield f"{self.tried - len(self.unnoticed):>4} of {self.tried:>3}  {self.template}{said}"
        yield from (f"             {element}" for element in self.unnoticed)


def templates(words: Sequence[str], source: Path = SOURCE) -> list[Path]:
    """The templates whose path contains one of the words; all of them where no word is given."""
    every = sorted(source.rglob("templates/**/*.html"))
    return [path for path in every if not words or any(word in path.relative_to(source).as_posix() for word in words)]


def own_tests(template: Path, project: Path = PROJECT) -> tuple[str, ...]:
    """The folders of tests that hold a template."""
    room = template.relative_to(project / "src" / "minishop").as_posix().partition("/templates/")[0]
    folder = project / "tests" / room
    while not folder.is_dir():
        folder = folder.parent
    return (folder.relative_to(project).as_posix(), *MORE_TESTS.get(room, ()))


def by_tests(wanted: Sequence[Path]) -> dict[tuple[str, ...], list[Path]]:
    """The templates that the same tests hold, together."""
    groups: dict[tuple[str, ...], list[Path]] = {}
    for template in wanted:
        groups.setdefault(own_tests(template), []).append(template)
    return groups


def try_removals(tests: tuple[str, ...], wanted: Sequence[Path]) -> list[Found]:
    """Runs one group's tests, with each of its templates' elements taken out in turn. Raises where they fail as they stand."""
    with tempfile.TemporaryDirectory(prefix="minishop-elements-") as folder:
        order, answer = Path(folder) / "wanted.json", Path(folder) / "found.json"
        order.write_text(json.dumps([str(path) for path in wanted]), encoding="utf-8")
        suite = suite_of_path(PROJECT, tests[0])
        command = [sys.executable, "-m", "pytest", *tests, *suite.options, "-p", "tools.removal", "-p", "no:randomly"]
        command += ["-p", "no:cacheprovider", f"--remove-from={order}", f"--removed-to={answer}"]
        done = subprocess.run(
            command, cwd=PROJECT, env=_environment(suite, folder), capture_output=True, text=True, encoding="utf-8", check=False
        )
        if not answer.exists():
            raise SystemExit(f"{' '.join(tests)}: the tests do not pass as they stand\n{done.stdout[-3000:]}{done.stderr[-2000:]}")
        return [_found(row) for row in json.loads(answer.read_text(encoding="utf-8"))]


def _environment(suite: Suite, folder: str) -> dict[str, str]:
    profile = {"MINISHOP_TEST_PROFILE": "fast", "MINISHOP_DATA": folder, "PYTHONPATH": str(PROJECT / "src")}
    return {**os.environ, **suite.environment(), **profile}


def _found(row: Mapping[str, Any]) -> Found:
    name = Path(row["template"]).relative_to(SOURCE).as_posix()
    return Found(name, row["tried"], tuple(row["unnoticed"]), row["rendered"])


def report(found: Sequence[Found]) -> str:
    """The table, with the share at its end."""
    tried = sum(one.tried for one in found)
    missed = sum(len(one.unnoticed) for one in found)
    share = 1 - missed / tried if tried else 1.0
    rows = [line for one in sorted(found, key=lambda one: one.template) for line in one.lines()]
    return "\n".join([*rows, f"{tried - missed} of {tried} removals noticed: {share:.1%} (at least {ENOUGH:.0%})"])


def enough(found: Sequence[Found]) -> bool:
    """Whether the share that was noticed is large enough."""
    return sum(len(one.unnoticed) for one in found) <= (1 - ENOUGH) * sum(one.tried for one in found)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="parts of template paths; nothing: all")
    options = parser.parse_args()
    groups = by_tests(templates(options.words))
    with ThreadPoolExecutor(2) as two:
        found = [one for part in two.map(lambda group: try_removals(*group), groups.items()) for one in part]
    print(report(found))
    return 0 if enough(found) else 1


if __name__ == "__main__":
    sys.exit(main())
