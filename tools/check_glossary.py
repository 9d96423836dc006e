"""Every state, event and kind of a domain stands in docs/glossary.md, with its Korean.

``python -m tools.check_glossary`` names the enum members of ``domain`` modules that have no row. A row is ``| 한국어 | `code_word` | note |``;
several code words may share a row when they are one concept.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
_ROW = re.compile(r"^\|(?P<korean>[^|]+)\|(?P<words>[^|]+)\|", re.MULTILINE)
_WORD = re.compile(r"`([a-z0-9_]+)`")


def glossary_words(text: str) -> set[str]:
    """The code words of a glossary's rows that have Korean beside them."""
    rows = (match for match in _ROW.finditer(text) if re.search("[가-힣]", match["korean"]))
    return {word for row in rows for word in _WORD.findall(row["words"])}


def domain_words(source: Path) -> Iterator[tuple[str, str]]:
    """(word, place) of every StrEnum member in a ``domain`` module, unless its class says ``glossary: wire`` in its docstring.

    Enumerations of another party's words keep that party's spelling and are no concepts of ours.
    """
    for path in sorted(source.rglob("*.py")):
        if "domain" not in path.parts and path.name != "domain.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and _is_str_enum(node) and "glossary: wire" not in (ast.get_docstring(node) or ""):
                yield from ((value, f"{path.relative_to(source).as_posix()}:{node.name}") for value in _values(node))


def _is_str_enum(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id == "StrEnum" for base in node.bases)


def _values(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        if (
            isinstance(statement, ast.Assign)
            and isinstance(statement.value, ast.Constant)
            and isinstance(statement.value.value, str)
        ):
            yield statement.value.value


def main() -> int:
    known = glossary_words((PROJECT / "docs" / "glossary.md").read_text(encoding="utf-8"))
    missing = [f"{word} ({place})" for word, place in domain_words(PROJECT / "src" / "minishop") if word not in known]
    print("\n".join(["not in docs/glossary.md:", *missing]) if missing else "glossary complete")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
