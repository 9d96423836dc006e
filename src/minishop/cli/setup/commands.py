"""Running the installers: their words go to a log, their steps to the terminal, their failure into one sentence."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


class Failed(Exception):
    """An installer gave up; ``last`` is the last telling line that it said, ``offline`` whether it could not reach anyone."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        told = [line for line in lines if "error" in line.lower()] or list(lines) or [""]
        self.last = told[-1].strip()[:300]
        self.offline = any(mark in line for line in lines for mark in _OFFLINE)


_OFFLINE = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "Failed to establish a new connection",
    "nodename nor servname",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "Network is unreachable",
    "dns error",
    "Connection refused",
    "Could not connect",
    "error sending request",
)


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    log: Path,
    environment: Mapping[str, str] | None = None,
    on_line: Callable[[str], None] = lambda line: None,
) -> None:
    """Runs a command to its end, line by line. Raises Failed when it does not end well or cannot be started."""
    log.parent.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    try:
        with log.open("a", encoding="utf-8") as out:
            out.write("$ " + " ".join(map(str, command)) + "\n")
            process = subprocess.Popen(
                [str(part) for part in command],
                cwd=cwd,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
            assert process.stdout is not None
            for line in process.stdout:
                out.write(line)
                lines.append(line)
                on_line(line)
            code = process.wait()
    except FileNotFoundError as error:
        raise Failed([str(error)]) from None
    if code:
        raise Failed(lines)


def works(command: Sequence[str | Path]) -> bool:
    """Whether a command is there and ends well."""
    try:
        return subprocess.run([str(part) for part in command], capture_output=True, check=False, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
