"""Every variable that a service or command reads from its environment stands in ``docs/operations.md``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.sources import SOURCE, text_of, tree_of
from tools.measure import PROJECT

from minishop.cli.installation import SERVICES

# A variable is named where it is read from the process, or where one of ``chassis.environment`` is asked for it.
READS = re.compile(r"os\.(environ\.get|getenv)|(env|environment)\.(address|text|number|names)")
_ASKS = {"get", "getenv", "address", "text", "number", "names"}


def read_in(tree: ast.Module) -> Iterator[str]:
    """The names that a module reads. One that it was itself given is named by whoever gave it."""
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _reads(node.func):
            named = node.args[0]
            yield from spelled(constants.get(named.id, named) if isinstance(named, ast.Name) else named)


def _reads(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr in _ASKS and bool(READS.fullmatch(ast.unparse(function)))


def spelled(named: ast.expr) -> list[str]:
    """A constant, or a constant end after the service's name: then one of each service."""
    match named:
        case ast.Constant(value=str(name)):
            return [name]
        case ast.JoinedStr(values=[_, ast.Constant(value=str(end))]):
            return [f"{service.upper()}{end}" for service in SERVICES]
    return []


def test_every_variable_that_is_read_stands_in_the_operators_page() -> None:
    read = {name for path in SOURCE.rglob("*.py") if "env" in text_of(path) for name in read_in(tree_of(path))}
    assert {"MALL_URL", "SHOPPING_DATABASE_URL", "MINISHOP_OPERATOR_PASSWORD", "CHECKOUT_API_RATE", "MINISHOP_DATA"} <= read
    told = set(re.findall(r"`([A-Z][A-Z_]+)[`=]", (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")))
    assert sorted(read - told) == []
