"""What an installation keeps is its own user's."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from minishop.chassis.private_files import make_private

PROJECT = Path(__file__).resolve().parents[2]


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """The data folder of an installation that others could read."""
    data = tmp_path / "var"
    for name in ("files/mall/1", "log"):
        (data / name).mkdir(parents=True)
    for name in (
        "mall.sqlite3",
        "mall.sqlite3-wal",
        "mall.sqlite3-shm",
        "clock",
        "sample.json",
        "files/mall/1/a.jpg",
        "log/mall.log",
    ):
        (data / name).touch()
    for path in [data, *data.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return data


def test_an_older_installation_is_closed_to_others(older: Path) -> None:
    make_private(older)
    assert {mode(path) for path in [older, *older.rglob("*")] if path.is_dir()} == {"0o700"}
    assert {mode(path) for path in older.rglob("*") if path.is_file()} == {"0o600"}


def test_a_closed_folder_is_not_walked_again_but_what_lies_at_its_top_is(older: Path) -> None:
    older.chmod(0o700)
    make_private(older)
    assert mode(older / "mall.sqlite3") == "0o600"
    assert mode(older / "files") == "0o700"
    assert mode(older / "files" / "mall" / "1" / "a.jpg") == "0o644"  # nobody gets there


def test_a_folder_that_others_share_stays_open_and_what_is_ours_in_it_is_closed(older: Path) -> None:
    older.chmod(0o1777)
    make_private(older)
    assert mode(older) == "0o1777"
    assert mode(older / "files" / "mall" / "1" / "a.jpg") == "0o600"


def test_what_a_link_leads_to_is_left_alone(older: Path, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    outside.touch()
    outside.chmod(0o644)
    (older / "link").symlink_to(outside)
    make_private(older)
    assert mode(outside) == "0o644"


@pytest.mark.parametrize("service", ["mall", "checkout", "shopping", "sandbox"])
def test_whatever_a_process_of_a_service_makes_is_closed(service: str, tmp_path: Path) -> None:
    """Web process, worker, migration: each begins with the service's settings. An upload is stored by the framework, with modes of its own."""
    script = (
        "import django; django.setup(); from django.core.files.base import ContentFile; from django.core.files.storage import storages;"
        "storages['default'].save('a/b.txt', ContentFile(b'x')); from django.db import connection;"
        "connection.cursor().execute('CREATE TABLE t (x int)'); import pathlib, sys; pathlib.Path(sys.argv[1], 'clock').touch()"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": f"minishop.{service}.settings",
        "MINISHOP_MODE": "sandbox",
        "MINISHOP_DATA": str(tmp_path),
        "PYTHONPATH": str(PROJECT / "src"),
        f"{service.upper()}_DATABASE_URL": "",
    }
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], env=environment, check=True, umask=0o022)
    made = list(tmp_path.rglob("*"))
    assert {path.name for path in made} >= {"clock", "b.txt", f"{service}.sqlite3"}
    assert {mode(path) for path in made} == {"0o600", "0o700"}
