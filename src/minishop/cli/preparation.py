"""What stands between the set-up and the first request: ports, folders, message catalogues, tables."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import IO

import polib

from minishop.chassis.sqlite.library import UnsoundSqlite, use_sound_sqlite
from minishop.cli.installation import PROJECT, SERVICES, Installation
from minishop.cli.words import Refusal, pick, refuse

_OURS = ("*.sqlite3", "*.sqlite3-wal", "*.sqlite3-shm", "clock", "sample.json", "files", "static", "demo")


def require_free_ports(installation: Installation, option: str) -> None:
    """Raises Refusal naming the first port that is taken and the ``option`` that chooses others."""
    for service, port in installation.ports.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((installation.bind, port))
            except OSError as error:
                place = f"{installation.bind}:{port}"
                if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
                    raise refuse(
                        f"{installation.bind}은(는) 이 컴퓨터의 주소가 아닙니다. --host를 확인하세요.",
                        f"{installation.bind} is no address of this machine; check --host.",
                    ) from None
                raise refuse(
                    f"{service}의 {place}을 쓸 수 없습니다({error.strerror}). {option}으로 다른 포트를 고르세요.",
                    f"{place} for {service} cannot be used ({error.strerror}); choose other ports with {option}.",
                ) from None


def require_folder(data: Path) -> None:
    """Makes the data folder; raises Refusal when nothing can be written there."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = data / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise refuse(
            f"데이터 폴더 {data}에 쓸 수 없습니다({error.strerror}).", f"the data folder {data} is not writable ({error.strerror})."
        ) from None


def take_turn(data: Path) -> IO[str]:
    """Keeps a second ``up`` off the same data for as long as the returned file is open; raises Refusal for the second."""
    held = (data / "up.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.seek(0)
        pid = held.read()
        held.close()
        raise refuse(f"{data}에서 이미 실행 중입니다(pid {pid}).", f"already running on {data} (pid {pid}).") from None
    held.truncate(0)
    held.write(str(os.getpid()))
    held.flush()
    return held


def end_leftovers(data: Path) -> None:
    """Ends what an ``up`` that was killed outright has left running: the process groups that it wrote down."""
    noted = data / "up.pids"
    for word in noted.read_text(encoding="utf-8").split() if noted.is_file() else []:
        shown = subprocess.run(["ps", "-ww", "-o", "command=", "-p", word], capture_output=True, text=True, check=False).stdout
        # The number may be another program's by now.
        if str(PROJECT) in shown and ("granian" in shown or "django worker" in shown):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(int(word), signal.SIGKILL)
    noted.unlink(missing_ok=True)


def begin_anew(data: Path, *, without_asking: bool) -> None:
    """``--fresh``: removes what an installation keeps, after a question. Raises Refusal when the answer is not yes."""
    if any(os.environ.get(f"{service.upper()}_DATABASE_URL") for service in SERVICES):
        raise refuse(
            "--fresh는 PostgreSQL을 비우지 않습니다.",
            "--fresh does not empty PostgreSQL; make the databases anew yourself.",
        )
    found = [path for pattern in _OURS for path in sorted(data.glob(pattern))]
    if found and not without_asking and not _agreed(data):
        raise refuse("지우지 않았습니다. (--yes는 묻지 않음)", "nothing was removed. (--yes does not ask)")
    for path in found:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _agreed(data: Path) -> bool:
    question = pick(f"{data}의 데이터를 모두 지울까요? [y/N] ", f"Remove all data in {data}? [y/N] ")
    try:
        return input(question).strip().lower() in ("y", "yes", "네", "예", "ㅇ")
    except EOFError:
        return False


def compile_messages() -> None:
    """Makes each ``.mo`` that is older than its ``.po``: the services read only those."""
    for source in sorted((PROJECT / "src" / "minishop").glob("*/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.is_file() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))


def migrate(installation: Installation) -> None:
    """Brings every service's tables up to date, all at once; raises Refusal with the last line of what went wrong."""
    (installation.data / "log").mkdir(exist_ok=True)
    running = {service: _start_migration(installation, service) for service in SERVICES}
    failed = [(service, log) for service, (process, log) in running.items() if process.wait()]
    for service, log in failed:
        last = last_line(log)
        raise refuse(
            f"{service} 데이터베이스를 준비하지 못했습니다: {last}", f"the database of {service} could not be prepared: {last}"
        )


def _start_migration(installation: Installation, service: str) -> tuple[subprocess.Popen[bytes], Path]:
    log = installation.data / "log" / f"{service}-migrate.log"
    with log.open("wb") as out:
        command = [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity", "0"]
        return subprocess.Popen(
            command, env=installation.environment(service), stdin=subprocess.DEVNULL, stdout=out, stderr=out
        ), log


def last_line(log: Path) -> str:
    """The last line that was written to a log, for a sentence about what went wrong."""
    lines = (
        [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
        if log.is_file()
        else []
    )
    return lines[-1][:300] if lines else "?"


def database_in_use() -> str:
    """Which database the services keep their data in, by name and version; raises Refusal for a faulty SQLite."""
    urls = {os.environ.get(f"{service.upper()}_DATABASE_URL", "") for service in SERVICES}
    if all(url.startswith("postgres") for url in urls):
        return "PostgreSQL"
    try:
        version = use_sound_sqlite()
    except UnsoundSqlite as fault:
        raise Refusal(str(fault)) from None
    source = "pysqlite3" if "pysqlite3" in sys.modules else pick("파이썬에 딸린 것", "the one of this Python")
    return f"SQLite {version} ({source})"
