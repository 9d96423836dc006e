"""A whole system of real processes for tests: seven of them, in a temporary folder, on free ports."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from minishop.cli import preparation, sample
from minishop.cli.installation import SERVICES, Installation
from minishop.cli.processes import Child, Supervisor
from minishop.cli.running import children_of, wait_until_ready


@dataclass
class Running:
    """A system that runs, with operators and nobody else in it."""

    installation: Installation
    supervisor: Supervisor

    def child(self, name: str) -> Child:
        """One of its processes by name."""
        return next(child for child in self.supervisor.children if child.name == name)


@contextmanager
def running(folder: Path, databases: Mapping[str, str] = MappingProxyType({})) -> Iterator[Running]:
    """Starts a system and ends it, whatever happens: on these ``databases``, by the names of their variables, or else on files in the folder,
    whatever the test's own process has."""
    for service in SERVICES:
        os.environ.pop(f"{service.upper()}_DATABASE_URL", None)
    os.environ.update(databases)
    installation = Installation(folder, dict(zip(SERVICES, _free_ports(), strict=True)))
    preparation.require_folder(folder)
    preparation.compile_messages()
    _begin_from_copies(installation)
    preparation.migrate(installation)
    sample.create_operators(installation)
    supervisor = Supervisor(children_of(installation), folder / "up.pids", lambda korean, english: None)
    supervisor.start()
    try:
        wait_until_ready(installation, supervisor)
        yield Running(installation, supervisor)
    finally:
        supervisor.stop()


def _begin_from_copies(installation: Installation) -> None:
    """The tables that a suite of this run has migrated on SQLite already (tests/prepared.py); ``migrate`` does what is missing."""
    folder = os.environ.get("MINISHOP_TEST_DATABASES")
    for service in SERVICES if folder else ():
        copy = Path(str(folder)) / f"{service}.sqlite"
        if copy.is_file():
            shutil.copy(copy, installation.data / f"{service}.sqlite3")


def _free_ports() -> list[int]:
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in SERVICES]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
