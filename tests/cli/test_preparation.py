"""What ``up`` refuses before it starts anything, in one sentence each, and what ``--fresh`` removes."""

from __future__ import annotations

import io
import socket
import sys
from pathlib import Path

import polib
import pytest

from minishop.cli import preparation
from minishop.cli.installation import default_installation
from minishop.cli.words import Refusal


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINISHOP_LANG", "en")


def test_a_taken_port_is_named_with_the_option_that_changes_it(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        taken = default_installation(data=tmp_path, port_base=port)
        with pytest.raises(Refusal) as refusal:
            preparation.require_free_ports(taken, "--port-base")
    assert f"127.0.0.1:{port} for mall" in str(refusal.value)
    assert "--port-base" in str(refusal.value)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refusal, match=r"the data folder .*file/var is not writable"):
        preparation.require_folder(tmp_path / "file" / "var")


def test_a_second_up_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with preparation.take_turn(tmp_path), pytest.raises(Refusal, match="already running"):
        preparation.take_turn(tmp_path)
    preparation.take_turn(tmp_path).close()


def test_fresh_removes_what_is_ours_and_nothing_else(tmp_path: Path) -> None:
    for name in ("mall.sqlite3", "mall.sqlite3-wal", "clock", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "files" / "mall").mkdir(parents=True)
    preparation.begin_anew(tmp_path, without_asking=True)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("answer", "kept"), [("", True), ("n\n", True), ("y\n", False), ("예\n", False)], ids=["답 없음", "아니요", "y", "예"]
)
def test_fresh_asks_first(answer: str, kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mall.sqlite3").touch()
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    if kept:
        with pytest.raises(Refusal, match="nothing was removed"):
            preparation.begin_anew(tmp_path, without_asking=False)
    else:
        preparation.begin_anew(tmp_path, without_asking=False)
    assert (tmp_path / "mall.sqlite3").exists() is kept


def test_fresh_leaves_postgresql_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALL_DATABASE_URL", "postgres://somewhere/mall")
    (tmp_path / "clock").touch()
    with pytest.raises(Refusal, match="PostgreSQL"):
        preparation.begin_anew(tmp_path, without_asking=True)
    assert (tmp_path / "clock").exists()


def test_catalogues_are_compiled_when_they_are_older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "src/minishop/mall/locale/en/LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="주문", msgstr="Order"))
    catalogue.save(str(folder / "django.po"))
    monkeypatch.setattr(preparation, "PROJECT", tmp_path)
    preparation.compile_messages()
    assert polib.mofile(str(folder / "django.mo"))[0].msgstr == "Order"


def test_the_database_in_use_is_named() -> None:
    assert preparation.database_in_use().startswith("SQLite 3.")
