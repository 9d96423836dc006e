"""SQLite: a sound library in use, settings that do not lose writes, writers that take turns."""

from __future__ import annotations

import sqlite3
import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import connection, connections, transaction
from django.db.utils import OperationalError

from minishop.chassis.jobs.models import PeriodicRun
from minishop.chassis.sqlite import base
from minishop.chassis.sqlite.base import _FairLock
from minishop.chassis.sqlite.library import FIRST_SOUND, UnsoundSqlite, use_sound_sqlite

on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite only; PostgreSQL runs everything else")


NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_the_library_in_use_has_no_wal_fault() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        version = tuple(int(part) for part in cursor.fetchone()[0].split("."))
    assert version >= FIRST_SOUND


def test_an_unsound_library_without_a_substitute_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.40.1")
    monkeypatch.setitem(__import__("sys").modules, "pysqlite3", None)
    with pytest.raises(UnsoundSqlite, match=r"SQLite 3\.40\.1 can corrupt"):
        use_sound_sqlite()


def test_the_lock_is_first_come_first_served() -> None:
    lock, order = _FairLock(), list[int]()

    def stand_in_line(number: int) -> None:
        assert lock.acquire(5)
        order.append(number)
        lock.release()

    assert lock.acquire(1)
    threads = []
    for number in range(5):
        thread = threading.Thread(target=stand_in_line, args=(number,))
        thread.start()
        threads.append(thread)
        while len(lock._waiting) <= number:
            time.sleep(0.001)
    lock.release()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_who_gives_up_waiting_does_not_keep_the_turn() -> None:
    lock = _FairLock()
    assert lock.acquire(1)
    assert not lock.acquire(0.01)
    lock.release()
    assert lock.acquire(0.01)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_many_writers_lose_nothing() -> None:
    PeriodicRun.objects.create(task="count", started_at=NOON, calendar_at=NOON)

    def add() -> None:
        for _ in range(20):
            with transaction.atomic():
                row = PeriodicRun.objects.get(task="count")
                row.round += 1
                row.save()
        connections.close_all()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert PeriodicRun.objects.get(task="count").round == 80


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_failed_transaction_gives_its_turn_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "_PATIENCE_SECONDS", 0.05)
    with pytest.raises(RuntimeError), transaction.atomic():
        raise RuntimeError
    held = base._writers[str(connection.settings_dict["NAME"])]
    assert held.acquire(0.1)
    with pytest.raises(OperationalError, match="no turn"), transaction.atomic():
        pytest.fail("entered without a turn")
    held.release()
    with transaction.atomic():
        assert PeriodicRun.objects.count() == 0
