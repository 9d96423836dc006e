"""What the rows of a sale cost by themselves. ``python -m bench.bare rows_of_a_sale USERS SECONDS``, with the hub's settings.

Some orders are bought at pages; what became more in each table of hub and mall, for each order, are the rows of a sale. Copies of the newest
of them are then inserted into tables that have the same columns and nothing else, in one transaction a database, which is as durable as the
services' own. It speaks with whoever started it as ``bench.load`` does, and says itself what CPU was spent.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

import django

django.setup()

from django.db import connections, transaction  # noqa: E402  # the settings can be read only now
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402

from bench.meter import Meter, measure_when_told  # noqa: E402
from minishop.chassis.databases import databases  # noqa: E402

_SERVICES = ("checkout", "mall")


@dataclass(frozen=True, slots=True)
class Rows:
    """What a sale leaves in one table: the bare one, a statement that inserts such a row into it, and the values of each."""

    table: str
    insert: str
    values: list[tuple[Any, ...]]


def rows_of_a_sale(users: int, seconds: float) -> dict[str, float | str]:
    """Sales bought by one person for some seconds, then their rows inserted for as long; a request is one sale."""
    before = {service: _counts(_database(service)) for service in _SERVICES}
    sales = _bought(users, seconds)
    kept = {service: _rows_of(_database(service), before[service], sales) for service in _SERVICES}
    meter, began, done = Meter(), time.monotonic(), 0
    while time.monotonic() < began + seconds:
        done += meter.run(lambda: _insert(kept))
    found = meter.found(done, time.monotonic() - began)
    rows = {service: sum(len(one.values) for one in of_tables) for service, of_tables in kept.items()}
    return {**found, "said": ", ".join(f"{service} {count} rows" for service, count in rows.items())}


def _database(service: str) -> BaseDatabaseWrapper:
    if service not in connections.settings:
        connections.settings[service] = connections.configure_settings(databases(service))["default"]
    return connections[service]


def _counts(database: BaseDatabaseWrapper) -> dict[str, int]:
    with database.cursor() as cursor:
        return {table: _one(cursor, f"SELECT COUNT(*) FROM {_quoted(database, table)}") for table in _tables(database)}


def _tables(database: BaseDatabaseWrapper) -> list[str]:
    return [table for table in database.introspection.table_names() if not table.startswith("bench_")]


def _bought(users: int, seconds: float) -> int:
    """How many orders were paid meanwhile. Raises RuntimeError when there was none."""
    command = [sys.executable, "-m", "bench.load", "PressToPaid", str(users), str(seconds)]
    load = subprocess.run(command, input="go\nbye\n", stdout=subprocess.PIPE, text=True, check=True)
    found = int(json.loads(load.stdout.splitlines()[-1])["requests"])
    if not found:
        raise RuntimeError("no order was paid in time")
    return found


def _rows_of(database: BaseDatabaseWrapper, before: dict[str, int], sales: int) -> list[Rows]:
    more = {table: count - before.get(table, 0) for table, count in _counts(database).items()}
    each = {table: round(count / sales) for table, count in more.items()}
    with database.cursor() as cursor:
        return [_bare(database, cursor, table, count) for table, count in each.items() if count > 0]


def _bare(database: BaseDatabaseWrapper, cursor: Any, table: str, count: int) -> Rows:
    source, target = _quoted(database, table), _quoted(database, f"bench_{table}")
    columns = [column.name for column in database.introspection.get_table_description(cursor, table)]
    newest = " ORDER BY id DESC" if "id" in columns else ""
    cursor.execute(f"CREATE TABLE {target} AS SELECT * FROM {source} WHERE 1 = 0")
    cursor.execute(f"SELECT * FROM {source}{newest} LIMIT {count}")
    return copied(cursor, target)


def copied(cursor: Any, target: str) -> Rows:
    """The rows that a cursor has found, for a table of the same columns. What a column of JSON holds is text, as it was written, not as the
    driver reads it."""
    values = [tuple(json.dumps(cell) if isinstance(cell, dict | list) else cell for cell in row) for row in cursor.fetchall()]
    return Rows(target, f"INSERT INTO {target} VALUES ({', '.join(['%s'] * len(cursor.description))})", values)


def _insert(kept: dict[str, list[Rows]]) -> int:
    for service, tables in kept.items():
        with transaction.atomic(using=service), connections[service].cursor() as cursor:
            for rows in tables:
                cursor.executemany(rows.insert, rows.values)
    return 1


def _quoted(database: BaseDatabaseWrapper, table: str) -> str:
    return database.ops.quote_name(table)


def _one(cursor: Any, question: str) -> int:
    cursor.execute(question)
    return int(cursor.fetchone()[0])


def main(what: str, users: int, seconds: float) -> None:
    """Prepares nothing, and measures when it is told to."""
    measured = {rows_of_a_sale.__name__: rows_of_a_sale}[what]
    measure_when_told(lambda: measured(users, seconds))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
