"""Where a bench runs: a throw-away installation, served as ``up`` serves it, with its sample shop and its people."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from minishop.cli import preparation, sample
from minishop.cli.checks import postgresql
from minishop.cli.installation import PROJECT, Installation, default_installation
from minishop.cli.processes import Supervisor
from minishop.cli.running import children_of, wait_until_ready
from minishop.cli.setup.packages import setup_log
from minishop.cli.words import refuse

_FIRST_PORT, _LAST_PORT = 21_000, 31_000
_STORED = ("mall", "checkout", "shopping", "sandbox")


@dataclass(frozen=True, slots=True)
class Place:
    """A running installation. ``server`` is the database server's process where there is one."""

    installation: Installation
    supervisor: Supervisor
    server: psutil.Process | None

    def processes(self, services: tuple[str, ...]) -> list[psutil.Process]:
        """The web processes of the services with all their children, and the database server's."""
        roots = [
            psutil.Process(child.process.pid) for child in self.supervisor.children if child.name in services and child.process
        ]
        roots += [self.server] if self.server else []
        return [process for root in roots for process in (root, *root.children(recursive=True))]

    @contextlib.contextmanager
    def without_workers(self, keep: bool) -> Iterator[None]:
        """Has the services' workers stand still while the block runs, unless they are to ``keep`` working."""
        workers = [] if keep else [child for child in self.supervisor.children if child.name.endswith("-worker")]
        for child in workers:
            child.kill()
        try:
            yield
        finally:
            for child in workers:
                child.start()

    def seed(self, service: str, what: str, count: int) -> None:
        """Fills a service with made-up rows in bulk; a second time for the same is nothing. Raises CalledProcessError."""
        environment = {**self.installation.environment(service), "PYTHONPATH": f"{PROJECT}{os.pathsep}{PROJECT / 'src'}"}
        program = "bench.seed_hub" if service == "checkout" else "bench.seed"
        subprocess.run([sys.executable, "-m", program, what, str(count)], env=environment, cwd=PROJECT, check=True)


@contextlib.contextmanager
def running_place(*, on_postgresql: bool) -> Iterator[Place]:
    """Sets an installation up in a temporary folder, starts it, makes its sample shop, and throws everything away at the end."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="minishop-bench-", ignore_cleanup_errors=True)))
        variables, server = stack.enter_context(_databases(folder)) if on_postgresql else ({}, None)
        installation = default_installation(data=folder / "var", port_base=free_port_base())
        installation.variables.update(variables)
        supervisor = _started(installation)
        stack.callback(supervisor.stop)
        wait_until_ready(installation, supervisor)
        sample.make_once(installation, stopped=lambda: False)
        yield Place(installation, supervisor, server)


def _started(installation: Installation) -> Supervisor:
    preparation.require_folder(installation.data)
    preparation.compile_messages()
    preparation.migrate(installation)
    supervisor = Supervisor(children_of(installation), installation.data / "up.pids")
    supervisor.start()
    return supervisor


@contextlib.contextmanager
def _databases(folder: Path) -> Iterator[tuple[dict[str, str], psutil.Process]]:
    """A PostgreSQL of our own with a database a service."""
    binaries = postgresql.ensure_binaries(PROJECT, setup_log(PROJECT))
    before = {child.pid for child in psutil.Process().children()}
    with postgresql.databases(binaries, folder / "postgresql.log", _STORED) as urls:
        yield urls, next(child for child in psutil.Process().children() if child.pid not in before)


def free_port_base() -> int:
    """The first base whose four ports are free. Raises Refusal when there is none."""
    for base in range(_FIRST_PORT, _LAST_PORT, 10):
        if all(_is_free(base + offset) for offset in (0, 100, 200, 300)):
            return base
    raise refuse("빈 포트가 없습니다.", "no ports are free.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
