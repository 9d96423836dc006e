"""Nothing is done for every tenant at once: what asks across tenants takes a bounded batch, and says by which index."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from tests.sources import SOURCE, modules, name_of, text_of

NAMES = {"id", "key"} | {
    name for path in SOURCE.rglob("models.py") for name in re.findall(r'name="(\w+)"', path.read_text(encoding="utf-8"))
}
_BOUNDS = {"first", "exists", "aggregate", "get", "counted", "step"}
_NAMED = re.compile(r"\(index ``(\w+)``\)")

# Functions that a person has looked at, each with what bounds it.
REVIEWED = {
    "chassis/retention/keeping.py:_remove_batch": "500 rows by the index that is declared, which a test of every declaration holds",
    "chassis/retention/keeping.py:delete_by_keys": "a list of keys",
    "chassis/secrets/management/commands/reseal_secrets.py:handle": "a person's command, over everything on purpose",
    "checkout/payments/management/commands/compare_with_pg.py:handle": "a person's command, over every contract on purpose",
    "mall/staff/queries.py:shops_of": "the shops of one person",
    "mall/demos/services/removal.py:_remove_shop": "the shops of one visitor",
    "mall/channel/services/polls.py:claim": "at most as many as are asked for, by an index that its own test holds",
    "mall/channel/services/polls.py:settle": "the shops of one round",
    "mall/channel/services/setback.py:begin_again": "the shops of one round",
    "mall/console/views.py:console": "the entries of one page of shops",
    "checkout/orders/services/numbers.py:new_numbers": "as many numbers as an order has lines",
    "checkout/benefits/queries.py:points_expected": "one buyer's orders that are not finalized",
    "checkout/benefits/queries.py:points_promised": "one buyer",
    "checkout/payments/queries.py:points_of": "one buyer",
    "checkout/payments/queries.py:points_moves": "one buyer, as many as are asked for",
    "checkout/pages/my/views.py:orders": "one buyer, a page",
    "checkout/reconcile/queries.py:purses_of": "the buyers of one batch",
    "checkout/center/attention/views.py:_page": "what is stuck, which is little or an emergency",
    "checkout/center/merchants/views.py:center": "pages of fifty",
    "checkout/merchants/queries.py:feed_ends": "at most 500 names, which the caller refuses beyond",
    "shopping/index/queries.py:search": "a page, counted up to a bound",
    "shopping/index/queries.py:newest": "as many as are asked for",
    "shopping/index/queries.py:document_counts": "the partners of one page",
    "shopping/crawl/queries.py:last_runs": "the partners of one page",
    "shopping/center/board.py:board": "counted up to a bound",
}


def asks_everyone(source: str, file: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Each function in which a ``with across_tenants`` stands, under its file and name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and any(_is_everyone(each) for each in ast.walk(node)):
            yield f"{file}:{node.name}", node


def _is_everyone(node: ast.AST) -> bool:
    return isinstance(node, ast.With) and any("across_tenants" in ast.unparse(item.context_expr) for item in node.items)


def faults(function: ast.FunctionDef) -> list[str]:
    """What is missing: a bound in each block that asks everyone, and the name of an index that there is."""
    blocks = [node for node in ast.walk(function) if isinstance(node, ast.With) and _is_everyone(node)]
    unbounded = [
        f"line {block.lineno}: nothing bounds it" for block in blocks if not any(_bounds(each) for each in ast.walk(block))
    ]
    named = set(_NAMED.findall(ast.get_docstring(function) or ""))
    return [*unbounded, *([] if named and named <= NAMES else ["its docstring names no index: (index ``…``)"])]


def _bounds(node: ast.AST) -> bool:
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return node.slice.upper is not None
    return isinstance(node, ast.Call) and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in _BOUNDS


def _found() -> dict[str, ast.FunctionDef]:
    files = [path for path in modules() if path.name != "tenancy.py" and "across_tenants" in text_of(path)]
    return dict(each for path in files for each in asks_everyone(text_of(path), name_of(path)))


FOUND = _found()


@pytest.mark.parametrize("name", [name for name in FOUND if name not in REVIEWED])
def test_what_asks_everyone_is_bounded_and_names_its_index(name: str) -> None:
    assert faults(FOUND[name]) == []


def test_what_was_reviewed_is_still_there() -> None:
    assert set(REVIEWED) - set(FOUND) == set()


PLANTED = {
    "끝이 없음": ("rows = list(Cart.objects.all())", "(index ``cart_stale``)", "nothing bounds it"),
    "색인 없음": ("rows = list(Cart.objects.all()[:500])", "", "names no index"),
    "없는 색인": ("rows = list(Cart.objects.all()[:500])", "(index ``no_such_index``)", "names no index"),
    "시작만 있음": ("rows = list(Cart.objects.all()[500:])", "(index ``cart_stale``)", "nothing bounds it"),
}


@pytest.mark.parametrize(("line", "told", "fault"), PLANTED.values(), ids=PLANTED)
def test_a_planted_loop_over_everyone_is_caught(line: str, told: str, fault: str) -> None:
    source = f'def sweep():\n    """Old carts {told}."""\n    with across_tenants("every shop"):\n        {line}\n'
    ((name, function),) = asks_everyone(source, "mall/cart/planted.py")
    assert name == "mall/cart/planted.py:sweep"
    assert [found for found in faults(function) if fault in found]


def test_a_planted_batch_that_says_its_index_is_let_through() -> None:
    told = '"""Old carts (index ``cart_stale``)."""'
    source = f'def sweep():\n    {told}\n    with across_tenants("every shop"):\n        rows = list(Cart.objects.all()[:500])\n'
    ((_, function),) = asks_everyone(source, "mall/cart/planted.py")
    assert faults(function) == []
