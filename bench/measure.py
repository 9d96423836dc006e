"""CPU and memory of processes, and one run of a load between two readings of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable

import psutil

from bench.place import Place
from bench.rows import INTAKE, LATER, Row
from bench.table import Figures
from minishop.cli.installation import PROJECT
from minishop.cli.preparation import last_line
from minishop.cli.words import refuse


def cpu_seconds(processes: Iterable[psutil.Process]) -> float:
    """User and system time of the processes so far, with that of the children that they have seen end."""
    total = 0.0
    for process in processes:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def memory_mb(processes: Iterable[psutil.Process]) -> float:
    """Memory of the processes in MB, pages that several share counted once where the system tells."""
    total = 0
    for process in processes:
        try:
            told = process.memory_full_info()
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        total += getattr(told, "pss", 0) or told.rss
    return total / 1_000_000


def run_load(place: Place, row: Row, seconds: float) -> Figures:
    """Runs a row's users: they prepare, the counted processes are read, they ask for so many seconds, and are read again.

    A program that measures itself says what it found. Raises Refusal when the load ended without having asked.
    """
    with place.without_workers(row.program not in (LATER, INTAKE) or row.load == "idle"), _load(place, row, seconds) as load:
        assert load.stdin is not None
        assert load.stdout is not None
        _line(load, place, row)  # everybody is ready
        before = cpu_seconds(place.processes(row.services))
        load.stdin.write("go\n")
        load.stdin.flush()
        told = json.loads(_line(load, place, row))
        processes = place.processes(row.services)
        spent, memory = cpu_seconds(processes) - before, memory_mb(processes)
        load.stdin.write("bye\n")
        load.stdin.flush()
        load.wait(30)
    asked = int(told["requests"])
    if not asked:
        raise refuse(
            f"{row.name}: 시간 안에 끝난 요청이 없습니다.", f"{row.name}: nothing was answered in time; ask for more --seconds."
        )
    cpu_ms, per_second = told.get("cpu_ms", spent * 1000 / asked), asked / told["seconds"]
    return Figures(cpu_ms, per_second, told["p50"], told["p99"], memory, told["failed"], told.get("said", ""))


def _load(place: Place, row: Row, seconds: float) -> subprocess.Popen[str]:
    installation = place.installation
    environment = {
        **(installation.environment(row.services[0]) if row.measures_itself else os.environ),
        "BENCH_SERVER": str(place.server.pid) if place.server else "",
        "BENCH_OTHERS": " ".join(
            str(child.process.pid) for child in place.supervisor.children if child.process and child.name in row.services[1:]
        ),
        "BENCH_ROOTS": " ".join(str(child.process.pid) for child in place.supervisor.children if child.process),
        "PYTHONPATH": f"{PROJECT}{os.pathsep}{PROJECT / 'src'}",
        "BENCH_PORTS": json.dumps(installation.ports),
    }
    command = [sys.executable, "-m", row.program, row.load, str(row.users), str(seconds)]
    with (installation.data / "log" / "load.log").open("ab") as said:
        return subprocess.Popen(
            command, env=environment, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True
        )


def _line(load: subprocess.Popen[str], place: Place, row: Row) -> str:
    assert load.stdout is not None
    line = load.stdout.readline()
    if not line:
        why = last_line(place.installation.data / "log" / "load.log")
        raise refuse(
            f"{row.name}: 부하를 주는 쪽이 먼저 끝났습니다: {why}", f"{row.name}: the load ended before it had asked: {why}"
        )
    return line
