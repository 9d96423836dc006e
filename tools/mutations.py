"""Small changes to a module that make it wrong: what tools.mutants tries the tests with."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_FLIPPED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_TURNED: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv, ast.Div: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one thing changed: what kind of change, in which function, the whole source before and after."""

    path: str
    kind: str
    function: str
    before: str
    after: str

    @property
    def change(self) -> tuple[str, str]:
        """The lines taken out and put in, each without its indentation: the same wherever in the file they move to."""
        lines = [line for line in difflib.ndiff(self.before.splitlines(), self.after.splitlines()) if line[:2] in ("- ", "+ ")]
        return tuple(" ".join(line[2:].strip() for line in lines if line[0] == sign) for sign in "-+")  # type: ignore[return-value]

    def diff(self) -> str:
        """A unified diff with two lines around it."""
        told = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), self.path, self.kind, n=2, lineterm="")
        return "\n".join(told)


def mutants(path: str, source: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its text."""
    found = []
    for node, kind, text, function in _changes(ast.parse(source), "(module)"):
        start, end = _span(node, source)
        after = source.encode()[:start].decode() + text + source.encode()[end:].decode()
        found.append((start, Mutant(path, kind, function, source, after)))
    return [mutant for _, mutant in sorted(found, key=lambda pair: pair[0])]


_Change = tuple[ast.AST, str, str, str]


def _changes(node: ast.AST, function: str) -> Iterator[_Change]:
    inside = node.name if isinstance(node, ast.FunctionDef | ast.ClassDef) else function
    for child in ast.iter_child_nodes(node):
        if _is_no_rule(child, node):
            continue
        yield from ((child, kind, text, inside) for kind, text in _replacements(child, node))
        yield from _changes(child, inside)


def _is_no_rule(node: ast.AST, parent: ast.AST) -> bool:
    """Annotations, docstrings, imports and texts decide nothing; that a record is frozen is the type checker's to hold."""
    if isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(parent, ast.FunctionDef) and node is parent.returns:
        return True
    if isinstance(parent, ast.ClassDef) and node in parent.decorator_list:
        return True
    return isinstance(parent, ast.AnnAssign | ast.arg) and node is parent.annotation


def _replacements(node: ast.AST, parent: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.expr):
        yield from _of_expression(node)
        if isinstance(parent, ast.FunctionDef) and node in parent.decorator_list:
            return
    if isinstance(node, ast.If):
        return
    if isinstance(parent, ast.If | ast.comprehension | ast.IfExp) and isinstance(node, ast.expr) and _decides(node, parent):
        yield "branch never taken", "False"
        yield "branch always taken", "True"
    if isinstance(node, ast.Raise | ast.AugAssign) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        yield "statement dropped", "pass"
    if isinstance(node, ast.Continue | ast.Break):
        yield "statement dropped", "pass"


def _decides(node: ast.expr, parent: ast.If | ast.comprehension | ast.IfExp) -> bool:
    return node in parent.ifs if isinstance(parent, ast.comprehension) else node is parent.test


def _of_expression(node: ast.expr) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Compare):
        for number, operator in enumerate(node.ops):
            flipped = [_FLIPPED[type(one)]() if at == number else one for at, one in enumerate(node.ops)]
            yield f"{type(operator).__name__} flipped", _written(ast.Compare(node.left, flipped, node.comparators))
    elif isinstance(node, ast.BoolOp):
        turned = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "and/or turned", _written(ast.BoolOp(turned, node.values))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not dropped", _written(node.operand)
    elif isinstance(node, ast.BinOp) and type(node.op) in _TURNED:
        yield "arithmetic turned", _written(ast.BinOp(node.left, _TURNED[type(node.op)](), node.right))
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node.value)


def _of_constant(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, bool):
        yield "constant changed", str(not value)
    elif isinstance(value, int):
        yield "boundary moved up", str(value + 1)
        yield "boundary moved down", f"({value - 1})" if value == 0 else str(value - 1)


def _written(node: ast.expr) -> str:
    return f"({ast.unparse(node)})"


def _span(node: ast.AST, source: str) -> tuple[int, int]:
    """First byte and the byte after the last; the parser counts columns in bytes."""
    assert isinstance(node, ast.expr | ast.stmt)
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts[node.lineno - 1] + node.col_offset, starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
