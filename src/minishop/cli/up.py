"""``up``: prepares, serves, and supervises until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import threading
from typing import IO, Any

from minishop.chassis import private_files
from minishop.cli import databases, preparation, sample
from minishop.cli.installation import DEFAULT_PORT_BASE, Installation, default_installation, port_base
from minishop.cli.processes import Supervisor
from minishop.cli.running import children_of, wait_until_ready
from minishop.cli.table import address_table
from minishop.cli.words import pick, say

_OPTIONS: dict[str, dict[str, Any]] = {
    "--host": {
        "default": "127.0.0.1",
        "help": ("들을 주소 (기본: 이 컴퓨터만)", "address to listen at (default: this machine only)"),
    },
    "--domain": {
        "default": "localhost",
        "help": ("서비스 이름의 끝 (mall.<domain> …)", "what the services' names end in (mall.<domain> …)"),
    },
    "--port-base": {
        "type": port_base,
        "default": DEFAULT_PORT_BASE,
        "help": ("포트 N, N+100, N+200, N+300", "ports N, N+100, N+200, N+300"),
    },
    "--fresh": {"action": "store_true", "help": ("데이터를 지우고 새로 시작", "remove the data and begin anew")},
    "--yes": {"action": "store_true", "help": ("--fresh에서 묻지 않음", "do not ask at --fresh")},
    "--no-sample": {
        "action": "store_true",
        "help": ("첫 실행의 예제 상점을 만들지 않음", "make no sample shop at the first start"),
    },
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``up``."""
    for name, facts in _OPTIONS.items():
        korean, english = facts["help"]
        parser.add_argument(name, **{**facts, "help": pick(korean, english)})


def run(options: argparse.Namespace) -> int:
    """Serves until it is told to stop; returns 0 after a clean end. Raises Refusal for what stands in the way."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    installation = default_installation(port_base=options.port_base, bind=options.host, domain=options.domain)
    turn = _prepare(installation, options)
    supervisor = Supervisor(children_of(installation), installation.data / "up.pids")
    try:
        _serve(installation, supervisor, stop, with_sample=not options.no_sample)
    finally:
        say("끝내는 중 …", "Stopping …")
        supervisor.stop()
        turn.close()
    say("모두 끝났습니다.", "All processes have ended.")
    return 0


def _prepare(installation: Installation, options: argparse.Namespace) -> IO[str]:
    preparation.require_folder(installation.data)
    turn = preparation.take_turn(installation.data)
    preparation.end_leftovers(installation.data)
    preparation.require_free_ports(installation, "--port-base")
    if options.fresh:
        preparation.begin_anew(installation.data, without_asking=options.yes)
    databases.require_all_or_none(installation)
    say("데이터베이스를 준비합니다 …", "Preparing the databases …")
    preparation.compile_messages()
    private_files.write_privately()
    private_files.make_private(installation.data)
    preparation.migrate(installation)
    return turn


def _serve(installation: Installation, supervisor: Supervisor, stop: threading.Event, *, with_sample: bool) -> None:
    database = preparation.database_in_use()
    say("서비스를 띄웁니다 …", "Starting the services …")
    supervisor.start()
    wait_until_ready(installation, supervisor, stopped=stop.is_set)
    if with_sample and not stop.is_set():
        sample.make_once(installation, stopped=stop.is_set)
    if stop.is_set():
        return
    say(address_table(installation, database, korean=True), address_table(installation, database, korean=False))
    say("준비되었습니다. 끝내려면 Ctrl-C.", "ready. Ctrl-C ends it.")
    while not stop.wait(0.3):
        supervisor.watch()
