"""The suites of a run share one migration: the first leaves a copy, the others begin from it (tests/prepared.py)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests import prepared


def test_the_first_suite_leaves_a_copy_and_the_second_begins_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    @contextmanager
    def take(copy: Path, name: str) -> Iterator[None]:
        told.append(f"{name} begins from {copy.name}")
        yield
        told.append("let go")

    def leave(copy: Path) -> None:
        told.append(f"leaves {copy.name}")
        copy.touch()

    def create() -> str:
        told.append("created")
        return "made"

    creation = SimpleNamespace(create_test_db=create, _get_test_db_name=lambda: "made")
    monkeypatch.setattr(prepared, "connection", SimpleNamespace(vendor="tried", creation=creation))
    monkeypatch.setitem(prepared._WAYS, "tried", (take, leave))
    for _ in range(2):
        with prepared.beginning_from_copies(tmp_path):
            assert creation.create_test_db() == "made"
    assert told == ["created", "leaves mall.tried", "made begins from mall.tried", "created", "let go"]


def test_a_copy_in_a_file_is_there_while_the_database_is_created(tmp_path: Path) -> None:
    copy, name = tmp_path / "copy.sqlite", "file:prepared_tried?mode=memory&cache=shared"
    with closing(sqlite3.connect(copy)) as file, file:
        file.execute("CREATE TABLE goods (name TEXT)")
        file.execute("INSERT INTO goods VALUES ('mug')")
    with prepared.from_file(copy, name), closing(sqlite3.connect(name, uri=True)) as memory:
        assert memory.execute("SELECT name FROM goods").fetchall() == [("mug",)]
    with closing(sqlite3.connect(name, uri=True)) as memory:
        assert memory.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
