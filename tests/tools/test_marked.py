"""What the marks saw is told as coverage.py itself would have told it: the same lines, and the same ways out of every branch."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage
from slipcover import FileMatcher, ImportManager, Slipcover
from tools.marked import arcs

_EVERY_BRANCH = '''
"""A module with every kind of branch."""

import contextlib


def choose(x):
    """Words that are no statement."""
    if x == 0:
        return "none"
    elif x == 1:
        y = 1
    else:
        y = 2
    for z in range(x):
        if z > 2:
            break
        if z == 1:
            continue
    else:
        y = 3
    while x > 8:
        x -= 1
    match x:
        case 2 | 3:
            y = 4
        case 4 if y:
            y = 5
        case _:
            with contextlib.nullcontext():
                return choose
    match y:
        case 1:
            y = 6
        case 4:
            y = 7
    try:
        if x == 3:
            raise ValueError(
                x,
            )
    except ZeroDivisionError:
        y = 8
    except ValueError:
        y = 9
    finally:
        for _ in range(y):
            pass
    if y:
        @contextlib.contextmanager
        def inner():
            yield [q for q in range(y) if q]
        with inner():
            if y == 9: return y
'''


def _reported(path: Path, note: Callable[[Coverage], None]) -> Any:
    coverage = Coverage(branch=True, data_file=None, config_file=False, include=[str(path)])
    note(coverage)
    coverage.json_report(outfile=str(path.with_suffix(".json")))
    (file,) = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["files"].values()
    kinds = ("executed_lines", "missing_lines", "executed_branches", "missing_branches")
    return {kind: file[kind] for kind in kinds}


@pytest.mark.parametrize("calls", [(), (0,), (1,), (2,), (3,), (4,), (9,), (0, 3), (1, 4, 12), (0, 1, 2, 3, 4, 12)], ids=str)
def test_the_marks_tell_what_the_tracer_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: tuple[int, ...]) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    text = _EVERY_BRANCH + "\n\n" + "".join(f"choose({call})\n" for call in calls)
    path = tmp_path / f"every_branch_{abs(hash(calls))}.py"
    path.write_text(text, encoding="utf-8")

    def by_tracer(coverage: Coverage) -> None:
        with coverage.collect():
            importlib.import_module(path.stem)

    def by_marks(coverage: Coverage) -> None:
        marks = Slipcover(branch=True, exclude_lines=[])
        with ImportManager(marks, FileMatcher(sources=[str(tmp_path)])):
            importlib.import_module(path.stem)
        marks.get_coverage()
        seen = marks.all_seen[str(path)]
        run = arcs(text, {mark for mark in seen if isinstance(mark, int)}, {mark for mark in seen if isinstance(mark, tuple)})
        coverage.get_data().add_arcs({str(path): run})

    told = _reported(path, by_tracer)
    monkeypatch.delitem(sys.modules, path.stem)
    assert _reported(path, by_marks) == told
    assert bool(told["executed_branches"]) == bool(calls)
