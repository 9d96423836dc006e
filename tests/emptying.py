"""What tests that commit leave behind is taken out of the few tables that have rows.

Django's own way empties every table there is, and then tells every app that it has been migrated: on PostgreSQL that costs more than most of
the tests it comes after.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import apps
from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

from minishop.chassis.tenancy import across_tenants

# Django's own hook, which its types do not name.
_LAST_STEP = "_fixture_teardown"
# Made with the tables, and the same for every test.
_OF_THE_SCHEMA = {"django_content_type", "auth_permission"}
# A table that has grown beyond this is made anew: rows that were deleted one by one still lie in it, and scans go by them.
_GROWN = 128 * 1024


def empty_few_tables() -> None:
    """From now on tests that commit are cleaned up after by ``empty_tables``."""
    setattr(TransactionTestCase, _LAST_STEP, lambda case: empty_tables(connection))


def empty_tables(database: BaseDatabaseWrapper) -> None:
    """Deletes every row that a test can have written; the tables, their indexes and their keys' counters stay as they are."""
    with across_tenants("what a test wrote is taken out"), transaction.atomic(), database.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables()))
        filled = [table for (table,) in cursor.fetchall()]
        grown = _grown(database, filled)
        if grown:
            cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in grown) + " CASCADE")
        # Foreign keys are asked at the end of the transaction, so any order does.
        for table in set(filled) - set(grown):
            cursor.execute(f'DELETE FROM "{table}"')


def tables() -> list[str]:
    """Every table of the service's models, those between two models too, but for what is made with the schema."""
    found: list[type[models.Model]] = list(apps.get_models(include_auto_created=True))
    return sorted({model._meta.db_table for model in found if model._meta.managed} - _OF_THE_SCHEMA)


def _grown(database: BaseDatabaseWrapper, filled: Sequence[str]) -> list[str]:
    if database.vendor != "postgresql" or not filled:
        return []
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE oid = ANY(%s::regclass[]) AND pg_relation_size(oid) > %s",
            [[f'"{table}"' for table in filled], _GROWN],
        )
        return [table for (table,) in cursor.fetchall()]
