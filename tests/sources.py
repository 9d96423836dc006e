"""Our source as text and as trees of syntax: read once, however many tests of a run look at it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "minishop"


@cache
def modules(part: str = "") -> tuple[Path, ...]:
    """The modules below a folder of the source, without its migrations."""
    return tuple(path for path in sorted((SOURCE / part).rglob("*.py")) if "migrations" not in path.parts)


@cache
def text_of(path: Path) -> str:
    """What stands in a file."""
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    """A module's tree, which nobody changes."""
    return ast.parse(text_of(path))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a module's tree."""
    return tuple(ast.walk(tree_of(path)))


def name_of(path: Path) -> str:
    """Where a file of the source stands below it."""
    return path.relative_to(SOURCE).as_posix()
