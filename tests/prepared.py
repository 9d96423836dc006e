"""A service's tables are migrated once in a run of ``./minishop test``; the other suites begin from a copy of them.

The run names a folder (``MINISHOP_TEST_DATABASES``). The first suite of a service on an engine migrates from nothing, as a single ``pytest``
always does, and leaves a copy; whoever comes after takes it before Django's own ``migrate``, which then finds nothing left to do: in each
suite the migrations are loaded and compared with what the copy says was applied. On SQLite a copy is a file, on PostgreSQL a template.
"""

from __future__ import annotations

import fcntl
import sqlite3  # by now the sound one, with whose connections Django shares what is in memory
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.db import connection


@contextmanager
def beginning_from_copies(folder: Path) -> Iterator[None]:
    """While it lasts, the database that a test run creates begins from the copy in ``folder``, or leaves one there."""
    creation: Any = connection.creation
    create = creation.create_test_db

    def create_test_db(*arguments: Any, **options: Any) -> Any:
        copy = folder / f"{settings.ROOT_URLCONF.split('.')[1]}.{connection.vendor}"
        take, leave = _WAYS[connection.vendor]
        with _only_one(copy.with_suffix(f".{connection.vendor}-lock")):
            if not copy.exists():
                name = create(*arguments, **options)
                leave(copy)
                return name
        with take(copy, creation._get_test_db_name()):
            return create(*arguments, **options)

    with patch.object(creation, "create_test_db", create_test_db):
        yield


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@contextmanager
def from_file(copy: Path, name: str) -> Iterator[None]:
    """While it lasts, the database in memory called ``name`` is there and holds what the file holds."""
    with closing(sqlite3.connect(copy)) as file, closing(sqlite3.connect(name, uri=True)) as memory:
        file.backup(memory)
        yield


def into_file(copy: Path) -> None:
    """Writes the database in use to a file."""
    half = copy.with_suffix(".half")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(half)])
    half.rename(copy)


@contextmanager
def _from_template(copy: Path, name: str) -> Iterator[None]:
    with patch.dict(connection.settings_dict["TEST"], TEMPLATE=copy.read_text(encoding="utf-8")):
        yield


def _into_template(copy: Path) -> None:
    template, made = f"prepared_{copy.stem}", connection.settings_dict["NAME"]
    connection.close()
    creation: Any = connection.creation
    with creation._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{template}" TEMPLATE "{made}"')
    copy.write_text(template, encoding="utf-8")


_Take = Callable[[Path, str], Any]
_WAYS: dict[str, tuple[_Take, Callable[[Path], None]]] = {
    "sqlite": (from_file, into_file),
    "postgresql": (_from_template, _into_template),
}
