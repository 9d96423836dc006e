"""How the database would find what a statement asks for, on both engines: for tests that hold an index to its use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


def plans_of(deed: Callable[[], Any], *, table: str) -> list[str]:
    """The plan of each reading statement that ``deed`` asks of a table first, as on a table that is too large to be read whole."""
    with CaptureQueriesContext(connection) as asked:
        deed()
    reading = [each["sql"] for each in asked if each["sql"].startswith("SELECT") and f'FROM "{table}"' in each["sql"]]
    return [explained(statement) for statement in reading]


def explained(statement: str) -> str:
    """The plan of one statement, as above."""
    lite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if not lite:
            cursor.execute("SET enable_seqscan = off")
            cursor.execute("SET enable_sort = off")
        cursor.execute(f"{'EXPLAIN QUERY PLAN' if lite else 'EXPLAIN'} {statement}")
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
        if not lite:
            cursor.execute("RESET enable_seqscan")
            cursor.execute("RESET enable_sort")
    return plan
