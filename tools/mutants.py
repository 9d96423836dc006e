"""Makes rule-bearing modules wrong, one small change at a time, and asks whether the tests notice.

``python -m tools.mutants`` draws 60 mutants (``--number``) by ``--seed`` from the domains and the services that hold rules (or from
``--only PATH``), runs the tests near each to the first failure, those of its whole service where they pass, and prints which were
killed and the change of each survivor. It works in copies of the tree, two at a time, and ends 1 when more than three survive
or one could not be tried.

A survivor that changes nothing anybody can see is written into tools/equivalent-mutants.json with the reason, and is not drawn again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from time import monotonic

from minishop.cli.checks.suites import suite_of_path
from tools.measure import decides
from tools.mutations import Mutant, mutants

PROJECT = Path(__file__).resolve().parents[1]
SOURCE = PROJECT / "src" / "minishop"
EQUIVALENT = PROJECT / "tools" / "equivalent-mutants.json"
MOST_SURVIVORS = 3
NEAR_LIMIT, WIDE_LIMIT = 300, 900  # seconds
# Services in which rules stand, beside every domain.
RULES = (
    "mall/cart", "mall/feed", "mall/stock", "mall/orders", "mall/shipping", "mall/channel/services", "checkout/orders/services",
    "checkout/payments/services", "checkout/parcels/services", "checkout/benefits/services", "shopping/crawl/services",
)  # fmt: skip
NO_RULES = ("migrations", "adapters", "models.py", "apps.py", "labels.py", "urls.py", "__init__.py", "tasks.py", "templates")
# Where a capability's rules are tried beside its own folder of tests.
ALSO: Mapping[str, tuple[str, ...]] = {
    "mall/orders": ("tests/mall/channel", "tests/mall/backoffice"),
    "mall/shops": ("tests/mall/entries", "tests/mall/backoffice"),
    "mall/stock": ("tests/mall/channel",),
    "mall/cart": ("tests/mall/storefront",),
    "mall/channel": ("tests/wire/mall",),
    "checkout/orders": ("tests/checkout/payments", "tests/checkout/api"),
    "checkout/parcels": ("tests/checkout/api",),
    "checkout/payments": ("tests/checkout/pages",),
    "shopping/partners": ("tests/shopping/center",),
    "shopping/crawl": ("tests/wire/shopping",),
    "chassis/jobs": ("tests/chassis/test_jobs.py",),
    "kernel": ("tests/mall/shipping",),
}
COPIED = ("src", "tests", "tools", "protocol", "docs", "pyproject.toml", "minishop", "README.md", "requirements", "package.json")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant: killed near, killed in its service, out of time, or survived."""

    mutant: Mutant
    word: str

    @property
    def survived(self) -> bool:
        """Whether nobody noticed."""
        return self.word == "SURVIVED"

    @property
    def noticed(self) -> bool:
        """Whether a test failed or did not end; a mutant that was not tried is neither."""
        return self.word.startswith("killed")


@dataclass(frozen=True)
class Tree:
    """A copy of the project, to be made wrong and right again.

    ``seconds``: how long tests took that pass as they stand, and None where they do not; of all copies, so that a loaded machine's slowness is
    not taken for a mutant that never ends.
    """

    root: Path
    seconds: dict[tuple[str, ...], float | None]

    def judge(self, mutant: Mutant) -> Outcome:
        """Runs the tests near, then those of the service, on the mutant."""
        module = self.root / mutant.path
        near = near_tests(mutant.path)
        if near not in self.seconds:
            begun = monotonic()
            self.seconds[near] = monotonic() - begun if self._passes(near, WIDE_LIMIT) else None
        if (usual := self.seconds[near]) is None:
            return Outcome(mutant, "not tried: the tests near it fail as they stand")
        module.write_text(mutant.after, encoding="utf-8")
        try:
            for tests, limit, word in (
                (near, max(NEAR_LIMIT, round(4 * usual)), "killed"),
                (wide_tests(mutant.path), WIDE_LIMIT, "killed by the service's tests"),
            ):
                passed = self._passes(tests, limit)
                if passed is not True:
                    return Outcome(mutant, word if passed is False else "killed: out of time")
            return Outcome(mutant, "SURVIVED")
        finally:
            module.write_text(mutant.before, encoding="utf-8")

    def _passes(self, tests: Sequence[str], limit: int) -> bool | None:
        """Whether they pass; None when they do not end in time."""
        there = [path for path in tests if (self.root / path).exists()]
        if not there:
            return True
        suites = [suite_of_path(PROJECT, path) for path in there]
        suite = next((one for one in suites if one.service), suites[0])
        command = [sys.executable, "-m", "pytest", "-x", *there, *suite.options, "-p", "no:cacheprovider"]
        surroundings = {
            "PYTHONPATH": str(self.root / "src"),
            "MINISHOP_DATA": str(self.root / "var"),
            "MINISHOP_TEST_PROFILE": "fast",
        }
        environment = {**os.environ, **suite.environment(), **surroundings, "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, timeout=limit, check=False)
        except subprocess.TimeoutExpired:
            return None
        return done.returncode == 0


def modules(only: str = "") -> list[Path]:
    """The modules that hold rules; of those below ``only`` all of them, where it is given."""
    every = [path for path in sorted(SOURCE.rglob("*.py")) if not any(part in NO_RULES for part in path.relative_to(SOURCE).parts)]
    if only:
        return [path for path in every if path.relative_to(PROJECT).as_posix().startswith(only.removesuffix("/"))]
    return [path for path in every if decides(path) or path.relative_to(SOURCE).as_posix().startswith(RULES)]


def near_tests(path: str) -> tuple[str, ...]:
    """The folders of tests near a module of ``src/minishop``."""
    parts = Path(path).parts[2:]
    room = parts[0] if parts[0] == "kernel" else "/".join(parts[:2])
    own = f"tests/{room}" if (PROJECT / "tests" / room).is_dir() else f"tests/{parts[0]}"
    return (own, *ALSO.get(room, ()))


def wide_tests(path: str) -> tuple[str, ...]:
    """Every test of a module's service."""
    service = Path(path).parts[2]
    return ("tests/mall",) if service in ("kernel", "chassis") else (f"tests/{service}", f"tests/wire/{service}")


def reviewed() -> set[tuple[str, str, str]]:
    """(path, lines before, lines after) of the mutants that were read and found to change nothing."""
    rows = json.loads(EQUIVALENT.read_text(encoding="utf-8")) if EQUIVALENT.exists() else []
    return {(row["path"], row["before"], row["after"]) for row in rows}


def drawn(number: int, seed: int, only: str) -> list[Mutant]:
    """So many mutants by chance, the same for the same seed and tree."""
    every: list[Mutant] = []
    for path in modules(only):
        every += mutants(path.relative_to(PROJECT).as_posix(), path.read_text(encoding="utf-8"))
    chance, known = random.Random(seed), reviewed()
    found: list[Mutant] = []
    for mutant in chance.sample(every, len(every)):
        if len(found) == number:
            break
        if (mutant.path, *mutant.change) not in known:
            found.append(mutant)
    return found


def judged(chosen: Sequence[Mutant]) -> Iterator[Outcome]:
    """The outcomes, in the order of the mutants, two at a time in two copies of the tree."""
    with tempfile.TemporaryDirectory(prefix="minishop-mutants-") as folder:
        free: SimpleQueue[Tree] = SimpleQueue()
        seconds: dict[tuple[str, ...], float | None] = {}
        for name in ("one", "two"):
            free.put(Tree(_copy(Path(folder) / name), seconds))

        def judge(mutant: Mutant) -> Outcome:
            tree = free.get()
            try:
                return tree.judge(mutant)
            finally:
                free.put(tree)

        with ThreadPoolExecutor(2) as two:
            yield from two.map(judge, chosen)


def _copy(root: Path) -> Path:
    root.mkdir()
    (root / "var").mkdir()
    for name in COPIED:
        origin = PROJECT / name
        if origin.is_dir():
            shutil.copytree(origin, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif origin.exists():
            shutil.copy(origin, root / name)
    (root / "node_modules").symlink_to(PROJECT / "node_modules")
    return root


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", metavar="PATH", help="src/minishop/…: a module or a folder")
    options = parser.parse_args()
    outcomes = []
    for outcome in judged(drawn(options.number, options.seed, options.only)):
        outcomes.append(outcome)
        mutant = outcome.mutant
        print(f"{len(outcomes):>3}  {outcome.word:<10} {mutant.path}:{mutant.function}  {mutant.kind}", flush=True)
    survivors = [outcome.mutant for outcome in outcomes if outcome.survived]
    for mutant in survivors:
        print(f"\n{mutant.diff()}")
    noticed = sum(outcome.noticed for outcome in outcomes)
    untried = len(outcomes) - noticed - len(survivors)
    print(f"\nseed {options.seed}: {len(outcomes)} mutants, {noticed} noticed, {len(survivors)} survived, {untried} not tried")
    return 1 if untried or len(survivors) > MOST_SURVIVORS else 0


if __name__ == "__main__":
    sys.exit(main())
