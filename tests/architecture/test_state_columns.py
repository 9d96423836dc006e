"""A state has a table, a constraint and one writer (architecture, rule 7). Run once with each service's settings.

Which columns are states is asked of the models, not of a list of names.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from tests.architecture.machines import machines
from tests.sources import SOURCE, modules, tree_of

from minishop.chassis.fields import StateField

SERVICE = os.environ["DJANGO_SETTINGS_MODULE"].split(".")[1]
OWN = [model for model in apps.get_models() if model.__module__.startswith("minishop.")]
COLUMNS = [(model, field) for model in OWN for field in model._meta.local_fields if isinstance(field, StateField)]
EACH = pytest.mark.parametrize(("model", "field"), COLUMNS, ids=[f"{model.__name__}.{field.name}" for model, field in COLUMNS])
NAMES = {field.name for _, field in COLUMNS}
WRITES = {"create", "update", "get_or_create", "update_or_create", "bulk_create", *(model.__name__ for model, _ in COLUMNS)}

# What another party says of a thing of its own: we write down any step it takes, so there is no table.
TOLD_BY_OTHERS = {
    "OrderLine.hub_state": "the hub's own state of a line, which our machine follows",
    "OrderLine.claim_mark": "what an open claim of the hub's shows on a line",
    "LineClaim.state": "the hub's own state of a claim, in the mall's closed list",
}
# What has a machine for each of its kinds: the column has the words of all.
OF_SEVERAL = {"Claim.state": ("cancel", "returning", "exchanging", "admin")}


@cache
def trees() -> dict[str, ast.Module]:
    """The service's modules by their name under ``minishop``; with the mall's, which has a model of each, also the chassis'."""
    parts = (SERVICE, "chassis") if SERVICE == "mall" else (SERVICE,)
    return {_name(path): tree_of(path) for part in parts for path in modules(part)}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


@EACH
def test_a_state_has_a_table(model: type[models.Model], field: StateField) -> None:
    name = f"{model.__name__}.{field.name}"
    if name in OF_SEVERAL:
        states = [machines()[f"{SERVICE}.claims.domain.{kind}:MACHINE"].states for kind in OF_SEVERAL[name]]
        assert {state.value for each in states for state in each} == {state.value for state in field.states or ()}
        return
    tables = {machine.states for machine in machines().values()}
    assert field.states in tables or name in TOLD_BY_OTHERS


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_a_column_of_a_machines_states_says_so(model: type[models.Model]) -> None:
    """However it is named: a field whose choices are the states of a machine is a StateField."""
    states = {frozenset(state.value for state in machine.states) for machine in machines().values()}
    chosen = {field.name: frozenset(value for value, _ in field.choices) for field in model._meta.local_fields if field.choices}
    kinds = {field.name for field in model._meta.local_fields if isinstance(field, StateField)}
    assert {name for name, values in chosen.items() if values in states} <= kinds


@EACH
def test_a_constraint_lists_the_states(model: type[models.Model], field: StateField) -> None:
    assert field.states is not None
    listed = {(f"{field.name}__in", tuple(sorted(state.value for state in field.states)))}
    checks = [
        check.condition
        for check in model._meta.constraints
        if isinstance(check, models.CheckConstraint) and isinstance(check.condition, models.Q)
    ]
    found = [{(key, tuple(sorted(values))) for key, values in _conditions(check) if key.endswith("__in")} for check in checks]
    assert listed in found


@pytest.mark.django_db
@EACH
def test_the_database_refuses_a_state_that_is_none(model: type[models.Model], field: StateField) -> None:
    """Asked of the database itself: by its own words, not by what the model claims."""
    from django.db import connection

    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, model._meta.db_table)
    names = {check.name for check in model._meta.constraints if isinstance(check, models.CheckConstraint)}
    there = {name for name, facts in constraints.items() if facts["check"] and field.name in facts["columns"]}
    assert names & there


@EACH
def test_its_writer_exists(model: type[models.Model], field: StateField) -> None:
    assert (SOURCE / field.writer.replace(".", "/")).with_suffix(".py").exists()


def test_a_state_has_one_writer() -> None:
    writers: dict[str, set[str]] = {}
    for _, field in COLUMNS:
        writers.setdefault(field.name, set()).add(field.writer)
    found = {(module, column, line) for module, tree in trees().items() for column, line in _writes(tree)}
    assert {f"{module}:{line} writes {column}" for module, column, line in found if module not in writers[column]} == set()


def test_a_state_is_named_by_its_enumeration() -> None:
    """A literal beside an enumeration is missed when a state is renamed, split or added."""
    found = {f"{module}:{line} {text!r}" for module, tree in trees().items() for line, text in _literals(tree)}
    assert found == set()


def test_a_template_names_only_states_that_there_are() -> None:
    """A template cannot name the enumeration; a state that is renamed must not leave a branch behind that nobody reaches."""
    known: dict[str, set[str]] = {}
    for _, field in COLUMNS:
        known.setdefault(field.name, set()).update(state.value for state in field.states or ())
    compared = re.compile(rf"\.({'|'.join(sorted(NAMES))})\s*[!=]=\s*[\"'](\w+)")
    named = {
        (path.name, *found) for path in (SOURCE / SERVICE).rglob("*.html") for found in compared.findall(path.read_text("utf-8"))
    }
    assert {(name, column, state) for name, column, state in named if state not in known[column]} == set()


@pytest.mark.parametrize(
    "source",
    [
        "row.{0} = x", "row.{0}, row.b = x, y", "setattr(row, '{0}', x)", "rows.update({0}=x)", "rows.update(**{{'{0}': x}})",
        "Row.objects.create({0}=x)", "Row.objects.bulk_update(rows, ['{0}'])", "make(defaults={{'{0}': x}})", "row.{0}: str = x",
    ],
)  # fmt: skip
def test_a_second_writer_is_caught(source: str) -> None:
    for name in NAMES:
        assert [column for column, _ in _writes(ast.parse(source.format(name)))] == [name]


@pytest.mark.parametrize(
    "source",
    ["row.{0} == 'a'", "row.{0} not in ('a', b)", "rows.filter({0}='a')", "rows.filter(line__{0}__in=['a'])", "Q({0}='a')"],
)
def test_a_literal_is_caught(source: str) -> None:
    for name in NAMES:
        assert [text for _, text in _literals(ast.parse(source.format(name)))] == ["a"]


def _conditions(condition: models.Q) -> Iterator[tuple[str, list[str]]]:
    for child in condition.children:
        if isinstance(child, tuple):
            yield child


def _writes(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """(column, line) wherever a state column is written, by whichever way."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = [part for target in targets for part in ast.walk(target)]
            yield from ((part.attr, node.lineno) for part in parts if isinstance(part, ast.Attribute) and part.attr in NAMES)
        elif isinstance(node, ast.Call):
            yield from ((column, node.lineno) for column in _written_by(node))


def _written_by(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "attr", "") or getattr(call.func, "id", "")
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    if name in WRITES:
        yield from (column for column in named if column in NAMES)
    if name in ("setattr", "bulk_update"):
        yield from _texts(call) & NAMES
    for mapping in (named.get("defaults"), named.get("create_defaults"), named.get(None)):
        if isinstance(mapping, ast.Dict):
            yield from (key.value for key in mapping.keys if isinstance(key, ast.Constant) and key.value in NAMES)


def _literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, text) wherever a state column is compared with, or asked for by, a literal."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(isinstance(part, ast.Attribute) and part.attr in NAMES for part in ast.walk(node)):
            yield from ((node.lineno, text) for text in sorted(_plain(node)))
        elif isinstance(node, ast.keyword) and node.arg and NAMES & set(node.arg.split("__")):
            yield from ((node.lineno, text) for text in sorted(_plain(node.value)))


def _texts(node: ast.AST) -> set[str]:
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value}


def _plain(node: ast.AST) -> set[str]:
    """The texts that a value consists of, not those that a call inside it is made with."""
    if isinstance(node, ast.Call):
        return set()
    return {text for child in ast.iter_child_nodes(node) for text in _plain(child)} | (
        _texts(node) if isinstance(node, ast.Constant) else set()
    )
