"""A PostgreSQL of our own for the database tests: a cluster in a temporary folder, gone at the end."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from minishop.cli.checks.suites import GIVES_WAY
from minishop.cli.setup.commands import Failed, run
from minishop.cli.words import Refusal, refuse, say

_PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin", "/usr/pgsql-*/bin")


def ensure_binaries(project: Path, log: Path) -> Path:
    """The folder of PostgreSQL's server programs, installed as root on Debian. Raises Refusal that says what to install."""
    found = find_binaries()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        say("데비안 패키지 postgresql을 설치합니다 …", "Installing the Debian package postgresql …")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        with contextlib.suppress(Failed):
            run(["apt-get", "update", "-q"], cwd=project, log=log, environment=environment)
            run(
                ["apt-get", "install", "-qy", "--no-install-recommends", "postgresql"],
                cwd=project,
                log=log,
                environment=environment,
            )
        found = find_binaries()
    if found is None:
        raise refuse(
            "데이터베이스 테스트에 PostgreSQL 서버가 필요합니다: apt install postgresql 또는 brew install postgresql (빼려면 --no-postgresql)",
            "the database tests need a PostgreSQL server: apt install postgresql, or brew install postgresql (--no-postgresql leaves them out)",
        )
    return found


def find_binaries() -> Path | None:
    """The newest folder that holds ``initdb`` and ``postgres``."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    for pattern in _PLACES:
        folders += sorted(Path("/").glob(pattern.removeprefix("/")), key=_version, reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def _version(folder: Path) -> tuple[int, ...]:
    digits = "".join(letter if letter.isdigit() else " " for letter in str(folder))
    return tuple(int(part) for part in digits.split())


@contextlib.contextmanager
def cluster(binaries: Path, log: Path, *, gives_way: bool = False) -> Iterator[str]:
    """Runs a private cluster on a Unix socket, and yields its URL, to which a database's name is to be added.

    Durability is off: nothing in it outlives the run. PostgreSQL refuses to run as root, so root runs it as another user. ``gives_way``
    says that it does to what runs beside it.
    """
    with tempfile.TemporaryDirectory(prefix="minishop-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        user = _unprivileged_user()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        server = _start(binaries, folder, user, log, GIVES_WAY if gives_way else ())
        try:
            yield f"postgres://minishop@{quote(str(folder), safe='')}"
        finally:
            server.terminate()
            server.wait(20)


@contextlib.contextmanager
def databases(binaries: Path, log: Path, services: Iterable[str]) -> Iterator[dict[str, str]]:
    """Runs a private cluster with a database for each of these services, and yields their URLs by the names of their variables."""
    with cluster(binaries, log) as url:
        for service in services:
            subprocess.run([str(binaries / "createdb"), "--maintenance-db", f"{url}/postgres", service], check=True)
        yield {f"{service.upper()}_DATABASE_URL": f"{url}/{service}" for service in services}


def _start(
    binaries: Path, folder: Path, user: pwd.struct_passwd | None, log: Path, before: Sequence[str]
) -> subprocess.Popen[bytes]:
    data = folder / "data"
    init = [str(binaries / "initdb"), "-D", str(data), "-U", "minishop", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    settings = {
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "listen_addresses": "",
        "max_connections": "200",
    }
    serve = [
        *before,
        str(binaries / "postgres"),
        "-D",
        str(data),
        "-k",
        str(folder),
        *(f"--{key}={value}" for key, value in settings.items()),
    ]
    with log.open("ab") as out:
        made = subprocess.run(init, stdout=out, stderr=out, check=False, **_as(user))
        if made.returncode:
            raise _failure(log)
        server = subprocess.Popen(serve, stdout=out, stderr=out, **_as(user))
    ready = [str(binaries / "pg_isready"), "-h", str(folder), "-U", "minishop", "-t", "1"]
    for _ in range(60):
        if subprocess.run(ready, capture_output=True, check=False).returncode == 0:
            return server
        if server.poll() is not None:
            break
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(0.2)
    server.kill()
    raise _failure(log)


def _unprivileged_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise refuse("PostgreSQL을 돌릴 사용자가 없습니다.", "there is no user to run PostgreSQL as.")


def _as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {"cwd": "/"} if user is None else {"cwd": "/", "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _failure(log: Path) -> Refusal:
    return refuse(f"PostgreSQL이 뜨지 않았습니다 (자세히: {log}).", f"PostgreSQL did not start (details: {log}).")
