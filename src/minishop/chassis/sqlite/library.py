"""Which SQLite is in use. Versions 3.7.0 to 3.51.2 can corrupt a WAL database when a checkpoint meets a write."""

from __future__ import annotations

import sqlite3
import sys

FIRST_SOUND = (3, 51, 3)


class UnsoundSqlite(RuntimeError):
    """The only SQLite at hand has the WAL fault."""


def use_sound_sqlite() -> str:
    """Puts a sound SQLite in the standard library's place if need be, and returns the version in use.

    Call it before Django opens a database. Raises UnsoundSqlite, in one sentence, where none is to be had.
    """
    if sqlite3.sqlite_version_info >= FIRST_SOUND:
        return sqlite3.sqlite_version
    try:
        import pysqlite3
    except ImportError:
        raise UnsoundSqlite(_sentence(sqlite3.sqlite_version)) from None
    if pysqlite3.sqlite_version_info < FIRST_SOUND:
        raise UnsoundSqlite(_sentence(pysqlite3.sqlite_version))
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
    return str(pysqlite3.sqlite_version)


def _sentence(version: str) -> str:
    return (
        f"SQLite {version} can corrupt its files (WAL fault, mended in 3.51.3): "
        "install the package pysqlite3 for this Python, use a Python with a newer SQLite, or set a PostgreSQL URL"
    )
