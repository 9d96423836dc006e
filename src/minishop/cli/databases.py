"""Which of the services' databases are there and hold something, asked before anything is made or changed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from enum import Enum
from pathlib import Path
from typing import Any

from minishop.cli.installation import SERVICES, Installation
from minishop.cli.words import refuse

# What the framework fills by itself in an empty database.
_FRAMEWORK = ("django_", "sqlite_", "auth_")


class Holds(Enum):
    """What a database has in it."""

    NOTHING = "nothing"  # not there, or without tables
    TABLES = "tables"  # prepared, and never used
    ROWS = "rows"


Ask = Callable[[str], Iterable[tuple[Any, ...]]]


def require_all_or_none(installation: Installation) -> None:
    """Raises Refusal where a service's database is missing or empty beside others that hold an installation's data.

    Made anew, it would come up as an empty hub beside a mall full of orders, and say that all is well. A database that cannot be
    asked is not judged: the migration that follows says what is wrong with it.
    """
    found = {service: _held_by(installation, service) for service in SERVICES}
    missing = [service for service, held in found.items() if held is Holds.NOTHING]
    if not missing or Holds.ROWS not in found.values():
        return
    places = ", ".join(place_of(installation, service) for service in missing)
    raise refuse(
        f"다른 서비스에는 데이터가 있는데 {places}이(가) 없거나 비어 있습니다. "
        "백업에서 되살리거나, 모두 지우고 새로 시작하려면 --fresh를 쓰세요.",
        f"{places} is missing or empty while other services hold data; restore it from a backup, or begin anew with --fresh.",
    )


def place_of(installation: Installation, service: str) -> str:
    """Where a service's database is, without the password."""
    url = _url(service)
    return f"PostgreSQL ({service})" if url.startswith("postgres") else str(_file(installation, service))


def _held_by(installation: Installation, service: str) -> Holds | None:
    """What a service's database holds; None where that cannot be told."""
    url = _url(service)
    try:
        if url.startswith("postgres"):
            return _held_by_postgresql(url)
        file = _file(installation, service)
        return _held_by_sqlite(file) if file.is_file() and file.stat().st_size else Holds.NOTHING
    except Exception:  # whatever the driver says, the migration says it in its own sentence
        return None


def _held_by_sqlite(file: Path) -> Holds:
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
        return _held(database.execute, "SELECT name FROM sqlite_master WHERE type = 'table'")


def _held_by_postgresql(url: str) -> Holds:
    import psycopg

    with psycopg.connect(url, connect_timeout=5) as database:
        return _held(database.execute, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")


def _held(ask: Ask, tables: str) -> Holds:
    own = [str(name) for (name,) in ask(tables) if not str(name).startswith(_FRAMEWORK)]
    if not own:
        return Holds.NOTHING
    used = any(next(iter(ask(f'SELECT 1 FROM "{name}" LIMIT 1')), None) for name in own)
    return Holds.ROWS if used else Holds.TABLES


def _url(service: str) -> str:
    return os.environ.get(f"{service.upper()}_DATABASE_URL", "")


def _file(installation: Installation, service: str) -> Path:
    return Path(_url(service).removeprefix("sqlite:///") or installation.data / f"{service}.sqlite3")
