"""Which lines and branches of the source a program runs, noted by SlipCover and told in coverage.py's words.

``python -m tools.marked FOLDER MODULE ARGUMENTS`` runs a module as ``python -m`` does, and leaves what it ran in a new file of the folder.
A tracer is asked at each line for as long as it runs; SlipCover's marks remove themselves once they were seen. What a module's lines and
branches are is coverage.py's to say, with its exclusions: ``noted`` translates what the marks saw into its arcs.
"""

from __future__ import annotations

import ast
import json
import os
import runpy
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coverage.parser import PythonParser
from slipcover import FileMatcher, ImportManager, Slipcover

SOURCE = "src/minishop"
Arc = tuple[int, int]


def main() -> None:
    folder, module = Path(sys.argv[1]), sys.argv[2]
    sys.argv[:] = sys.argv[2:]
    marks = Slipcover(branch=True, exclude_lines=[])
    try:
        with ImportManager(marks, FileMatcher(sources=[SOURCE], omit=["*/migrations/*"])):
            runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        marks.get_coverage()  # gathers what was seen last; what it returns leaves out `return name` inside a `with`
        seen = {str(Path(path).relative_to(Path.cwd())): sorted(found, key=str) for path, found in marks.all_seen.items()}
        (folder / f"{os.getpid()}.json").write_text(json.dumps(seen), encoding="utf-8")


def noted(folder: Path) -> dict[str, set[Arc]]:
    """The arcs that all the programs that left a file in the folder ran, by the path of a module, as coverage.py counts them."""
    lines: dict[str, set[int]] = {}
    branches: dict[str, set[Arc]] = {}
    for report in sorted(folder.glob("*.json")):
        for path, seen in json.loads(report.read_text(encoding="utf-8")).items():
            lines.setdefault(path, set()).update(mark for mark in seen if isinstance(mark, int))
            branches.setdefault(path, set()).update((mark[0], mark[1]) for mark in seen if not isinstance(mark, int))
    return {path: arcs(text, lines[path], branches[path]) for path in lines if (text := Path(path).read_text(encoding="utf-8"))}


def arcs(text: str, lines: set[int], branches: set[Arc]) -> set[Arc]:
    """What was run of a module, of which the marks saw these lines and these ways out of its branches."""
    parser = PythonParser(text=text)
    parser.parse_source()
    possible = _by_start(parser.arcs())
    run = {(-1, line) for line in lines}
    for way in _ways(ast.parse(text), _by_start(branches)):
        ends = possible.get(way.line, set())
        run |= {(way.line, end) for end in ends if (way.entered if end in way.block else way.passed)}
    return run


@dataclass(frozen=True, slots=True)
class _Way:
    """A line that leads into a block or past it, and which of the two was seen."""

    line: int
    block: range
    entered: bool
    passed: bool


def _ways(module: ast.Module, seen: Mapping[int, set[int]]) -> Iterator[_Way]:
    for node in ast.walk(module):
        match node:
            case ast.If() | ast.For() | ast.AsyncFor() | ast.While():
                ends, first = seen.get(node.lineno, set()), node.body[0].lineno
                yield _Way(node.lineno, _block(node.body), first in ends, bool(ends - {first}))
            case ast.Match():
                yield from _of_cases(node.cases, seen.get(node.lineno, set()))


def _of_cases(cases: Sequence[ast.match_case], ends: set[int]) -> Iterator[_Way]:
    """The marks note which case a ``match`` came to; coverage.py counts for each whether it was entered and whether it was passed."""
    passed = bool(ends - {case.body[0].lineno for case in cases})
    for case in reversed(cases):
        entered = case.body[0].lineno in ends
        yield _Way(case.pattern.lineno, _block(case.body), entered, passed)
        passed = passed or entered


def _block(body: Sequence[ast.stmt]) -> range:
    """The lines of a block, the decorators of its first function or class among them."""
    first = body[0]
    decorators = getattr(first, "decorator_list", ())
    return range(min([first.lineno, *(decorator.lineno for decorator in decorators)]), (body[-1].end_lineno or body[-1].lineno) + 1)


def _by_start(found: Iterable[Arc]) -> dict[int, set[int]]:
    ends: dict[int, set[int]] = {}
    for start, end in found:
        ends.setdefault(start, set()).add(end)
    return ends


if __name__ == "__main__":
    main()
