"""One stage of ``test``: a check that passes or fails as one, or a run of pytest with its own count."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from minishop.cli.checks.outcomes import Count, count_of_report
from minishop.cli.checks.suites import GIVES_WAY, Suite
from minishop.cli.words import padded

# What notes coverage is imported before pytest, which would have liked to rewrite the assertions of its plugin first.
_NOT_REWRITTEN = ("-W", "ignore:Module already imported so cannot be rewritten; slipcover:pytest.PytestAssertRewriteWarning")
# Where runs while one works keep migrated tables from one to the next.
KEPT = ".test_databases_cache"


@dataclass
class Session:
    """A run of ``test``: where it works, what it has found so far."""

    project: Path
    folder: Path
    count: Count = field(default_factory=Count)
    failed: list[str] = field(default_factory=list)
    kept: Path | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _reports: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def check(self, name: str, *command: str) -> None:
        """Runs a check; it counts as one test. What it says is shown when it fails."""
        began = time.monotonic()
        done = subprocess.run(command, cwd=self.project, env=self._environment({}), capture_output=True, text=True, check=False)
        ok = done.returncode == 0
        self._note(name, Count(int(ok), int(not ok)), time.monotonic() - began, "" if ok else done.stdout + done.stderr)

    def note_failure(self, name: str, why: str) -> None:
        """Counts a stage that could not run as one failure."""
        self._note(name, Count(failed=1), 0.0, why + "\n")

    def at_once(self, *stages: Callable[[], None], lanes: int = 2) -> None:
        """Runs stages so many at a time; begin with the longest, and both cores are busy to the end."""
        with ThreadPoolExecutor(lanes) as side_by_side:
            for done in [side_by_side.submit(stage) for stage in stages]:
                done.result()

    def keep_databases(self, digest: str) -> None:
        """Has this run begin from the tables that an earlier one with the same migrations has left, and leave its own; others are removed."""
        folder = self.project / KEPT
        for other in folder.iterdir() if folder.is_dir() else ():
            if other.name != digest:
                shutil.rmtree(other, ignore_errors=True)
        self.kept = folder / digest

    def databases(self, *, on_server: bool = False) -> Path:
        """The folder in which the first suite of a service leaves its migrated tables for the others. On a database server the tables
        themselves stay, and are not kept from one run to the next."""
        folder = self.folder / "databases" if on_server or self.kept is None else self.kept
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def coverage(self) -> Path:
        """The folder in which suites leave what of the source they ran."""
        folder = self.folder / "coverage"
        folder.mkdir(exist_ok=True)
        return folder

    def pytest(self, suite: Suite, *options: str, root: Path | None = None, live: bool = False, covered: bool = False) -> None:
        """Runs a suite, in the project or in a copy of it, and adds its count. ``live`` shows it as it goes, ``covered`` notes
        which lines and branches of the source it ran."""
        began = time.monotonic()
        report = self.folder / f"report-{next(self._reports)}.xml"
        place = root or self.project
        command = [
            *(GIVES_WAY if suite.gives_way else ()),
            sys.executable,
            "-m",
            *(("tools.marked", str(self.coverage)) if covered else ()),
            "pytest",
            *(_NOT_REWRITTEN if covered else ()),
            *suite.paths,
            *suite.options,
            *options,
            f"--junit-xml={report}",
            "-p",
            "no:cacheprovider",
        ]
        environment = self._environment(suite.environment(), source=place / "src")
        environment["MINISHOP_TEST_DATABASES"] = str(
            self.databases(on_server=any(name.endswith("_DATABASE_URL") for name in environment))
        )
        done = subprocess.run(command, cwd=place, env=environment, capture_output=not live, text=True, check=False)
        count = count_of_report(report)
        if done.returncode not in (0, 1) and not count.failed:
            count += Count(failed=1)  # it broke, or collected nothing: a suite without tests proves nothing
        told = "" if live or not (count.failed or done.returncode) else done.stdout + done.stderr
        self._note(suite.name, count, time.monotonic() - began, told)

    def _environment(self, variables: dict[str, str], source: Path | None = None) -> dict[str, str]:
        return {**os.environ, "MINISHOP_MODE": "sandbox", "PYTHONPATH": str(source or self.project / "src"), **variables}

    def _note(self, name: str, count: Count, seconds: float, told: str) -> None:
        mark = "FAILED" if count.failed else "ok"
        with self._turn:
            self.count += count
            self.failed += [name] if count.failed else []
            sys.stdout.write(f"{padded(name, 34)} {mark:<7}{seconds:6.1f} s   {count.line()}\n{told}")
            sys.stdout.flush()


def tool(name: str) -> str:
    """The path of a program of the virtual environment."""
    return str(Path(sys.executable).with_name(name))


def python_module(*arguments: str) -> Sequence[str]:
    """A command that runs a module with the project's Python."""
    return [sys.executable, "-m", *arguments]
