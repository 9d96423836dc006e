"""The supervisor: what dies is started again, what keeps dying ever later, and nothing is left running."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from minishop.cli import preparation
from minishop.cli.processes import Child, Supervisor

SLEEP = "import time; time.sleep(60)"
WITH_CHILD = """
import subprocess, sys, time
print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid, flush=True)
time.sleep(60)
"""
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def child(tmp_path: Path, code: str, name: str = "child") -> Child:
    return Child(name, [sys.executable, "-c", code], dict(os.environ), tmp_path / f"{name}.log")


def supervisor(tmp_path: Path, *children: Child) -> tuple[Supervisor, list[str]]:
    told: list[str] = []
    return Supervisor(list(children), tmp_path / "up.pids", lambda korean, english: told.append(english)), told


def said(log: Path) -> str:
    for _ in range(200):
        if log.exists() and log.read_text():
            return log.read_text()
        time.sleep(0.02)
    raise AssertionError("nothing was said")


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().split()[2] if Path("/proc").exists() else "?"
        os.kill(pid, 0)
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"


def ends(pid: int) -> bool:
    for _ in range(100):
        if not runs(pid):
            return True
        time.sleep(0.02)
    return False


def test_a_killed_child_is_started_again_at_once(tmp_path: Path) -> None:
    watched, told = supervisor(tmp_path, child(tmp_path, SLEEP))
    watched.start()
    try:
        first = watched.children[0].process
        assert first is not None
        first.kill()
        first.wait()
        watched.watch()
        second = watched.children[0].process
        assert second is not None
        assert second.pid != first.pid
        assert watched.children[0].alive
        assert len(told) == 1
        assert "child died (-9)" in told[0]
    finally:
        watched.stop()


def test_what_keeps_dying_waits_ever_longer(tmp_path: Path) -> None:
    watched, told = supervisor(tmp_path, child(tmp_path, "raise SystemExit(3)"))
    watched.start()
    dying = watched.children[0]
    for _ in range(3):
        assert dying.process is not None
        dying.process.wait()
        dying.start_again_at = 0.0
        watched.watch()
    watched.stop()
    assert [line.partition(" in ")[2].partition(" s")[0] for line in told] == ["0", "1", "2"]


def test_a_grandchild_does_not_outlive_its_parent(tmp_path: Path) -> None:
    parent = child(tmp_path, WITH_CHILD)
    watched, _ = supervisor(tmp_path, parent)
    watched.start()
    grandchild = int(said(parent.log))
    watched.stop()
    assert ends(grandchild)


def test_a_stubborn_child_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minishop.cli.processes._PATIENCE", 0.2)
    stubborn = child(tmp_path, STUBBORN)
    watched, _ = supervisor(tmp_path, stubborn)
    watched.start()
    said(stubborn.log)
    watched.stop()
    assert stubborn.process is not None
    assert stubborn.process.returncode == -signal.SIGKILL


def test_what_a_killed_up_left_running_is_ended_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "PROJECT", tmp_path)
    left = Child("left", [sys.executable, "-c", SLEEP, f"{tmp_path} django worker"], dict(os.environ), tmp_path / "left.log")
    other = child(tmp_path, SLEEP, "other")
    watched, _ = supervisor(tmp_path, left, other)
    watched.start()
    try:
        preparation.end_leftovers(tmp_path)
        assert left.process is not None
        assert left.process.wait(5) == -signal.SIGKILL
        assert other.alive, "another program that got the number later is left alone"
    finally:
        watched.stop()
