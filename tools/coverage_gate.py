"""What of the source the tests on SQLite run, in lines and branches, against what has to be run.

``python -m tools.coverage_gate FOLDER`` puts together what the suites of ``./minishop test`` left in a folder and prints each package's
share; ``--check`` fails where a module that has to be run whole is not, and where a package is below its share in
tools/coverage-ratchet.json; ``--ratchet`` writes that file anew, and only ever raises a share.

Whole: the kernel, every domain, the mall's channel (domain and adapters) and the wire of the hub (checkout/api).
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coverage import Coverage

from tools.marked import noted
from tools.measure import decides

PROJECT = Path(__file__).resolve().parents[1]
SOURCE = "src/minishop/"
RATCHET = PROJECT / "tools" / "coverage-ratchet.json"
OWED = PROJECT / "tools" / "coverage-owed.json"
WHOLE = ("mall/channel/domain/", "mall/channel/adapters/", "checkout/api/")
# What only whole systems, an installation or another database run: tests/e2e, tests/chaos and the PostgreSQL suites hold it.
ELSEWHERE = ("cli",)


@dataclass(frozen=True, slots=True)
class Ran:
    """A module's lines and branches: how many there are, how many were run, and which were not."""

    path: str
    there: int
    run: int
    missing: str

    @property
    def must_be_whole(self) -> bool:
        """Whether every line and branch of it has to be run."""
        return decides(Path(self.path)) or self.path.startswith(WHOLE)

    @property
    def package(self) -> str:
        """``mall/cart``, ``chassis``, ``kernel``: what a share is counted for."""
        parts = Path(self.path).parts
        return "/".join(parts[:2]) if parts[0] in ("mall", "checkout", "shopping", "sandbox") and len(parts) > 2 else parts[0]


def ran(report: Mapping[str, Any]) -> list[Ran]:
    """The modules of a report of coverage.py in JSON."""
    return [_module(path, file) for path, file in sorted(report["files"].items())]


def _module(path: str, file: Mapping[str, Any]) -> Ran:
    told = file["summary"]
    lines = [str(line) for line in file["missing_lines"]]
    arrows = [f"{start}→{'end' if end < 0 else end}" for start, end in file["missing_branches"]]
    there, run = told["num_statements"] + told["num_branches"], told["covered_lines"] + told["covered_branches"]
    return Ran(path.partition(SOURCE)[2], there, run, ", ".join([*lines, *arrows]))


def shares(modules: Sequence[Ran]) -> dict[str, float]:
    """Percent of each package, rounded down to a tenth."""
    there: dict[str, int] = defaultdict(int)
    run: dict[str, int] = defaultdict(int)
    for module in modules:
        there[module.package] += module.there
        run[module.package] += module.run
    return {package: math.floor(1000 * run[package] / count) / 10 for package, count in sorted(there.items()) if count}


def problems(modules: Sequence[Ran], ratchet: Mapping[str, float], owed: Mapping[str, int]) -> list[str]:
    """What is not run and has to be. ``owed``: how many lines and branches of a module that must be whole may still be missing."""
    wrong = [
        f"{module.path}: {module.there - module.run} not run: {module.missing}"
        for module in modules
        if module.must_be_whole and module.there - module.run > owed.get(module.path, 0)
    ]
    found = shares(modules)
    for package, least in ratchet.items():
        if package not in ELSEWHERE and found.get(package, 100.0) < least:
            wrong.append(f"{package}: {found[package]} %, and it was {least} %")
    return wrong


def raised(found: Mapping[str, float], ratchet: Mapping[str, float]) -> dict[str, float]:
    """The shares to keep from now on: never lower than before; of packages that are still there."""
    return {package: max(share, ratchet.get(package, 0.0)) for package, share in found.items() if package not in ELSEWHERE}


def modules() -> list[Path]:
    """Every module of the source: a report tells also of what nothing imported. What a migration does is tried elsewhere."""
    found = sorted((PROJECT / SOURCE).rglob("*.py"))
    return [path.relative_to(PROJECT) for path in found if "migrations" not in path.parts]


def combined(folder: Path) -> dict[str, Any]:
    """What all the suites noted (tools/marked.py), as coverage.py's report in JSON."""
    with tempfile.TemporaryDirectory() as place:
        data = Coverage(data_file=str(Path(place) / "run"), config_file=str(PROJECT / "pyproject.toml"))
        data.get_data().add_arcs(noted(folder))
        data.get_data().touch_files([str(path) for path in modules()])
        data.json_report(outfile=str(Path(place) / "report.json"))
        report: dict[str, Any] = json.loads((Path(place) / "report.json").read_text(encoding="utf-8"))
        return report


def _kept(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--ratchet", action="store_true")
    options = parser.parse_args()
    modules, ratchet, owed = ran(combined(options.folder)), _kept(RATCHET), _kept(OWED)
    for package, share in shares(modules).items():
        print(f"{package:<26}{share:>6.1f} %   at least {ratchet.get(package, 0.0):.1f} %")
    if options.ratchet:
        RATCHET.write_text(json.dumps(raised(shares(modules), ratchet), indent=1) + "\n", encoding="utf-8")
    wrong = problems(modules, ratchet, owed) if options.check else []
    print("\n".join(["not run:", *wrong]) if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
