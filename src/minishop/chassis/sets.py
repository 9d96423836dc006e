"""Rows in sets: one statement, sent once for all of them, where the ORM would make another for every few.

SQLite prepares it once; to PostgreSQL its rows go in one pipeline. Values pass through their fields, as in a save; nothing else of a save happens: no
signals, no defaults of the database, no scope. Keys are made by the application.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

Convert = Callable[[Any], Any]


def insert(rows: Iterable[models.Model], *, keeps_known: bool = False) -> None:
    """Inserts rows of one model, in the open transaction. ``keeps_known``: one that a unique constraint knows already stays as it is there,
    and it is not said which."""
    found = list(rows)
    if not found:
        return
    meta, quoted = found[0]._meta, _database().ops.quote_name
    fields = meta.concrete_fields
    names, values = ", ".join(quoted(str(field.column)) for field in fields), ", ".join(["%s"] * len(fields))
    conflict = " ON CONFLICT DO NOTHING" if keeps_known else ""
    _run(f"INSERT INTO {quoted(meta.db_table)} ({names}) VALUES ({values}){conflict}", found, fields, add=True)  # noqa: S608
    for row in found:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def update(rows: Iterable[models.Model], columns: Iterable[str]) -> None:
    """Writes these columns of rows of one model, which whoever calls has locked."""
    found = list(rows)
    if not found:
        return
    meta, quoted = found[0]._meta, _database().ops.quote_name
    fields: list[Any] = [meta.get_field(name) for name in columns]
    told = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    key = " AND ".join(f"{quoted(str(field.column))} = %s" for field in meta.pk_fields)
    _run(f"UPDATE {quoted(meta.db_table)} SET {told} WHERE {key}", found, [*fields, *meta.pk_fields], add=False)  # noqa: S608


def _run(statement: str, rows: Sequence[models.Model], fields: Sequence[models.Field[Any, Any]], *, add: bool) -> None:
    for field in fields:
        if type(field).pre_save is not models.Field.pre_save:  # it makes its value when its row is saved
            for row in rows:
                setattr(row, field.attname, field.pre_save(row, add))
    database, read = _database(), attrgetter(*(field.attname for field in fields))
    converts = [_convert(field, database) for field in fields]
    values = [[convert(value) for convert, value in zip(converts, read(row), strict=True)] for row in rows]
    with database.cursor() as cursor:
        cursor.executemany(statement, values)


def _convert(field: models.Field[Any, Any], database: BaseDatabaseWrapper) -> Convert:
    """What makes a value of a field one of the database's; each that comes again is made once."""
    made: dict[tuple[type, Any], Any] = {}
    plain = _PLAIN.get(type(field).get_prep_value) or (int if isinstance(field, models.ForeignKey) else None)

    def convert(value: Any) -> Any:
        if value is None or type(value) is plain:
            return value
        if isinstance(field, models.JSONField):
            return field.get_db_prep_save(value, database)
        known = (type(value), value)
        if known not in made:
            made[known] = field.get_db_prep_save(value, database)
        return made[known]

    return convert


# Fields that leave a value of just this type as it is.
_PLAIN: dict[Any, type] = {
    models.IntegerField.get_prep_value: int,
    models.CharField.get_prep_value: str,
    models.TextField.get_prep_value: str,
    models.BooleanField.get_prep_value: bool,
}


def _database() -> BaseDatabaseWrapper:
    return connections[DEFAULT_DB_ALIAS]
