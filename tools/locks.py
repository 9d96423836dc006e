"""Drops each lock, each atomic block and each skip-locked claim in turn, and asks whether a test notices, on PostgreSQL.

``python -m tools.locks`` tries every one; ``python -m tools.locks mall/stock checkout`` those of the files whose path contains one of
the words. It prints a table: the place, what was dropped, and the test that failed first. It ends 1 when something that is not reviewed
in SPARE could go without a test noticing. The tree is not touched: it works in copies, two at a time, each with a database of its own.

The tests of ``src/minishop/mall/stock/…`` are those of ``tests/mall/stock`` and of MORE_TESTS.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from minishop.cli.checks import postgresql
from minishop.cli.checks.suites import WITHOUT_BROWSER
from minishop.cli.installation import SERVICES
from minishop.cli.setup.packages import setup_log

PROJECT = Path(__file__).resolve().parents[1]
AT_ONCE = 2
_TIME = 300
# A plain context in the place of a transaction, written so that no import is needed.
_NOTHING = "__import__('contextlib').nullcontext()"
MORE_TESTS: Mapping[str, tuple[str, ...]] = {
    # What the chassis keeps in tables of the services is raced where such a table is.
    "chassis/outbox": ("tests/mall/channel",),
    "chassis/logins": ("tests/mall/staff",),
    "chassis/secrets": ("tests/mall/channel",),
    "mall/orders": ("tests/mall/channel",),
    "mall/backoffice": (),
    "checkout/merchants": ("tests/checkout/hints",),
    "checkout/orders": ("tests/checkout/payments", "tests/checkout/api"),
    "checkout/pages": (),
}
# What may go without being noticed, with the reason: reviewed one by one.
SPARE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Site:
    """One thing to drop: the file below ``src/minishop``, where it stands, what it is, and the source without it."""

    path: str
    line: int
    kind: str
    name: str
    without: str

    @property
    def key(self) -> str:
        """A name that stays when lines move: ``mall/stock/services.py take_sold atomic``."""
        return f"{self.path} {self.name} {self.kind}"


def sites(source: str, path: str) -> Iterator[Site]:
    """Everything in a module that locks, claims or binds statements together."""
    tree = ast.parse(source)
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for decorator in function.decorator_list:
            if ast.unparse(decorator) == "transaction.atomic":
                yield Site(path, decorator.lineno, "atomic", function.name, _without_line(source, decorator.lineno))
        for node in ast.walk(function):
            if isinstance(node, ast.Call):
                yield from _of_call(source, path, function.name, node)


def _of_call(source: str, path: str, name: str, node: ast.Call) -> Iterator[Site]:
    said = ast.unparse(node.func)
    if said == "transaction.atomic":
        yield Site(path, node.lineno, "atomic", name, _replaced(source, node, _NOTHING))
    if isinstance(node.func, ast.Attribute) and node.func.attr == "select_for_update":
        of = ast.get_source_segment(source, node.func.value)
        yield Site(path, node.lineno, "lock", name, _replaced(source, node, f"{of}.all()"))
        skipping = [word for word in node.keywords if word.arg == "skip_locked"]
        if skipping:
            yield Site(path, node.lineno, "skip_locked", name, _replaced(source, skipping[0].value, "False"))


def _without_line(source: str, number: int) -> str:
    lines = source.splitlines(keepends=True)
    return "".join(lines[: number - 1] + lines[number:])


def _replaced(source: str, node: ast.expr, by: str) -> str:
    """The source with one expression written otherwise; columns count bytes."""
    lines = source.encode().splitlines(keepends=True)
    assert node.end_lineno is not None
    start = sum(map(len, lines[: node.lineno - 1])) + node.col_offset
    end = sum(map(len, lines[: node.end_lineno - 1])) + (node.end_col_offset or 0)
    whole = source.encode()
    return (whole[:start] + by.encode() + whole[end:]).decode()


def every_site(words: Sequence[str]) -> list[Site]:
    """The sites of the files whose path contains one of the words; all of them without any."""
    below = PROJECT / "src" / "minishop"
    found = []
    for path in sorted(below.rglob("*.py")):
        short = path.relative_to(below).as_posix()
        if "migrations" not in path.parts and (not words or any(word in short for word in words)):
            found += list(sites(path.read_text(encoding="utf-8"), short))
    return found


def tests_of(path: str) -> tuple[str, ...]:
    """The folders of tests that hold a file of the source."""
    room = "/".join(path.split("/")[:2])
    own = f"tests/{room}" if room.split("/")[0] in SERVICES else "tests/chassis"
    return (own, *MORE_TESTS.get(room, ()))


@dataclass(frozen=True, slots=True)
class Workplace:
    """A copy of the tree with databases of its own."""

    tree: Path
    url: str

    def try_without(self, site: Site) -> str:
        """The test that failed first without a site, races before all others; empty when none did, or when it fails as it stands."""
        service = site.path.split("/")[0] if site.path.split("/")[0] in SERVICES else "mall"
        paths = [path for path in tests_of(site.path) if (self.tree / path).exists()]
        races = [
            str(found.relative_to(self.tree)) for path in paths for found in sorted((self.tree / path).rglob("test_*races.py"))
        ]
        path = self.tree / "src" / "minishop" / site.path
        as_written = path.read_text(encoding="utf-8")
        path.write_text(site.without, encoding="utf-8")
        try:
            failure = (self._run(service, races) if races else "") or self._run(service, paths)
        finally:
            path.write_text(as_written, encoding="utf-8")
        return "" if failure.startswith("tests/") and self._run(service, [failure]) else failure

    def _run(self, service: str, paths: Sequence[str]) -> str:
        command = [
            sys.executable,
            "-m",
            "pytest",
            *paths,
            *WITHOUT_BROWSER,
            "-x",
            "--reuse-db",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:randomly",
        ]
        environment = {
            **os.environ,
            "MINISHOP_MODE": "sandbox",
            "MINISHOP_DATA": str(self.tree / "var"),
            "MINISHOP_TEST_PROFILE": "fast",
            "DJANGO_SETTINGS_MODULE": f"minishop.{service}.settings",
            f"{service.upper()}_DATABASE_URL": f"{self.url}_{service}",
            "PYTHONPATH": str(self.tree / "src"),
            "PYTHONUTF8": "1",
        }
        try:
            done = subprocess.run(
                command, cwd=self.tree, env=environment, capture_output=True, text=True, check=False, timeout=_TIME
            )
        except subprocess.TimeoutExpired:
            return "(no end)"
        failed = re.search(r"^(?:FAILED|ERROR) (tests/.+?)(?: - .*)?$", done.stdout, re.MULTILINE)
        return failed[1] if failed else "" if done.returncode == 0 else f"(broke: {done.stdout[-200:]} {done.stderr[-200:]})"


def workplace(folder: Path, url: str, number: int) -> Workplace:
    """Copies what the tests need."""
    tree = folder / str(number)
    tree.mkdir()
    for part in ("src", "tests", "protocol", "tools", "bench", "docs"):
        shutil.copytree(PROJECT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__", "var"))
    shutil.copy(PROJECT / "pyproject.toml", tree)
    (tree / "node_modules").symlink_to((PROJECT / "node_modules").resolve())
    (tree / "var").mkdir()
    return Workplace(tree, f"{url}/locks{number}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*")
    words = parser.parse_args().words
    with tempfile.TemporaryDirectory(prefix="minishop-locks-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with postgresql.cluster(postgresql.ensure_binaries(PROJECT, setup_log(PROJECT)), folder / "postgresql.log") as url:
            return _try_all(every_site(words), [workplace(folder, url, number) for number in range(AT_ONCE)])


def _try_all(found: Sequence[Site], places: Sequence[Workplace]) -> int:
    free: Queue[Workplace] = Queue()
    for place in places:
        free.put(place)

    def attempt(site: Site) -> tuple[Site, str]:
        place = free.get()
        try:
            return site, place.try_without(site)
        finally:
            free.put(place)

    missed = 0
    with ThreadPoolExecutor(len(places)) as several:
        for site, failure in several.map(attempt, found):
            missed += _say(site, failure)
    sys.stdout.write(f"{len(found)} tried, {missed} not noticed\n")
    return 1 if missed else 0


def _say(site: Site, failure: str) -> int:
    told = failure or (f"spare: {SPARE[site.key]}" if site.key in SPARE else "NOT NOTICED")
    sys.stdout.write(f"| {site.path}:{site.line} | {site.name} | {site.kind} | {told} |\n")
    sys.stdout.flush()
    return int(not failure and site.key not in SPARE)


if __name__ == "__main__":
    sys.exit(main())
