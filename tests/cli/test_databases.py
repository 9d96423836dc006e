"""A database that is missing beside full ones is not made anew in silence."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from minishop.cli import databases
from minishop.cli.databases import Holds, require_all_or_none
from minishop.cli.installation import SERVICES, Installation, default_installation
from minishop.cli.words import Refusal


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """Four databases with a row each, as an installation has them."""
    monkeypatch.setenv("MINISHOP_LANG", "en")
    for service in SERVICES:
        monkeypatch.delenv(f"{service.upper()}_DATABASE_URL", raising=False)
        make(tmp_path / f"{service}.sqlite3", rows=1)
    return default_installation(data=tmp_path)


def make(file: Path, *, rows: int) -> None:
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE django_migrations (name)")
        database.execute("INSERT INTO django_migrations VALUES ('0001')")
        database.execute("CREATE TABLE orders (number)")
        database.executemany("INSERT INTO orders VALUES (?)", [(number,) for number in range(rows)])


def test_four_full_ones_are_as_they_should_be(installation: Installation) -> None:
    require_all_or_none(installation)


def test_a_first_start_has_none(tmp_path: Path) -> None:
    require_all_or_none(default_installation(data=tmp_path / "new"))


@pytest.mark.parametrize("service", SERVICES)
def test_a_missing_one_is_named_with_what_to_do_and_not_made(installation: Installation, service: str) -> None:
    file = installation.data / f"{service}.sqlite3"
    file.unlink()
    with pytest.raises(Refusal, match=rf"{service}\.sqlite3 is missing or empty .* backup, or begin anew with --fresh"):
        require_all_or_none(installation)
    assert not file.exists()


@pytest.mark.parametrize("empty", ["no bytes", "no tables"])
def test_an_empty_one_is_missing_too(installation: Installation, empty: str) -> None:
    file = installation.data / "checkout.sqlite3"
    file.unlink()
    match empty:
        case "no bytes":
            file.touch()
        case _:
            with closing(sqlite3.connect(file)) as database, database:
                database.execute("CREATE TABLE django_migrations (name)")
    with pytest.raises(Refusal, match=r"checkout\.sqlite3"):
        require_all_or_none(installation)


def test_one_that_was_never_used_is_there(installation: Installation) -> None:
    """A seller has signed up, and nobody has bought anything yet."""
    make(installation.data / "checkout.sqlite3", rows=0)
    require_all_or_none(installation)


def test_a_first_start_that_was_broken_off_goes_on(installation: Installation) -> None:
    """Tables and no rows anywhere, and one file not even begun."""
    for service in SERVICES:
        make(installation.data / f"{service}.sqlite3", rows=0)
    (installation.data / "sandbox.sqlite3").unlink()
    require_all_or_none(installation)


def test_a_damaged_one_is_left_to_the_migration_to_name(installation: Installation) -> None:
    (installation.data / "mall.sqlite3").write_bytes(b"no database at all" * 100)
    require_all_or_none(installation)


def test_an_empty_postgresql_beside_full_files_is_refused_without_its_password(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKOUT_DATABASE_URL", "postgres://minishop:topsecret@db.example/checkout")
    monkeypatch.setattr(databases, "_held_by_postgresql", lambda url: Holds.NOTHING)
    with pytest.raises(Refusal, match=r"PostgreSQL \(checkout\)") as refused:
        require_all_or_none(installation)
    assert "topsecret" not in str(refused.value)


def test_a_postgresql_that_does_not_answer_is_not_judged(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(url: str) -> Holds:
        raise ConnectionError

    monkeypatch.setenv("CHECKOUT_DATABASE_URL", "postgres://db.example/checkout")
    monkeypatch.setattr(databases, "_held_by_postgresql", silent)
    require_all_or_none(installation)
