"""One database a service: an SQLite file by default, PostgreSQL by one URL."""

from __future__ import annotations

import os
from typing import Any

import dj_database_url

from minishop.chassis import environment
from minishop.chassis.sqlite.library import use_sound_sqlite

_SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=16777216;",
}


def databases(service: str) -> dict[str, Any]:
    """``DATABASES`` of a service, from ``<SERVICE>_DATABASE_URL`` or the service's file in the data folder."""
    url = os.environ.get(f"{service.upper()}_DATABASE_URL", "")
    if url and not url.startswith("sqlite"):
        return {"default": dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)}
    use_sound_sqlite()
    name = url.removeprefix("sqlite:///") or str(environment.data_folder() / f"{service}.sqlite3")
    return {
        "default": {
            "ENGINE": "minishop.chassis.sqlite",
            "NAME": name,
            "OPTIONS": _SQLITE_OPTIONS,
            "CONN_MAX_AGE": None,
            # Said aloud: the test runner knows it of Django's own SQLite engine only.
            "TEST": {"NAME": ":memory:"},
        }
    }


def storable(text: str) -> str:
    """A text that somebody else wrote, without what no database keeps: NULs, halves of characters."""
    return text.replace("\0", "").encode(errors="replace").decode()
