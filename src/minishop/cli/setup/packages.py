"""The virtual environment: made once, filled from a lock with hashes, and left alone until the lock changes."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import shutil
import sys
from pathlib import Path
from typing import Literal

from minishop.cli.setup.commands import Failed, run, works
from minishop.cli.words import Refusal, refuse, say

Kind = Literal["runtime", "test", "bench", "node"]


def python_of(project: Path) -> Path:
    """The project's own Python."""
    return project / ".venv" / "bin" / "python"


def installed(project: Path, kind: Kind) -> bool:
    """Whether the environment was filled from this very lock, by a Python that still works."""
    marker = _marker(project, kind)
    if not marker.is_file() or marker.read_text(encoding="utf-8") != _digest(project, kind):
        return False
    return python_of(project).exists()


def install(project: Path, kind: Kind) -> None:
    """Fills the environment from ``requirements/<kind>.lock``, making it first if need be. Does nothing the second time.

    Raises Refusal with one sentence: no way to make an environment, no network, no room.
    """
    if installed(project, kind) or (kind == "runtime" and installed(project, "test")):
        return
    log = setup_log(project)
    _ensure_environment(project, log)
    lock = project / "requirements" / f"{kind}.lock"
    count = sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line and not line.lstrip().startswith("#"))
    say(f"파이썬 패키지를 설치합니다 ({count}개) …", f"Installing Python packages ({count}) …")
    try:
        _fill(project, lock, log, count)
    except Failed as failed:
        raise _sentence(failed, log) from None
    _marker(project, kind).write_text(_digest(project, kind), encoding="utf-8")


def remove(project: Path, kind: Kind, package: str) -> None:
    """Takes a package out again that only the set-up needed."""
    python = python_of(project)
    with contextlib.suppress(Failed):
        uninstall: list[str | Path] = ["uv", "pip", "uninstall", "--python", python]
        if _has_pip(python):
            uninstall = [python, "-m", "pip", "uninstall", "--yes"]
        run([*uninstall, package], cwd=project, log=setup_log(project))
    _marker(project, kind).unlink(missing_ok=True)


def make_locks(project: Path) -> None:
    """``lock``: makes every ``requirements/*.lock`` again from its ``.in``, with hashes, for Linux and macOS."""
    if not works(["uv", "--version"]):
        raise refuse("lock에는 uv가 필요합니다: pip install uv", "lock needs uv: pip install uv")
    for name in ("runtime", "test", "bench", "node"):
        say(f"requirements/{name}.lock …", f"requirements/{name}.lock …")
        command = [
            "uv",
            "pip",
            "compile",
            "--universal",
            "--python-version",
            "3.11",
            "--generate-hashes",
            "--no-header",
            "--no-emit-index-url",
        ]
        paths = [f"requirements/{name}.in", "-o", f"requirements/{name}.lock"]
        try:
            run([*command, "--quiet", *paths], cwd=project, log=setup_log(project))
        except Failed as failed:
            raise _sentence(failed, setup_log(project)) from None


def setup_log(project: Path) -> Path:
    """Where the installers' own words are kept."""
    return Path(os.environ.get("MINISHOP_DATA") or project / "var") / "log" / "setup.log"


def _ensure_environment(project: Path, log: Path) -> None:
    if works([python_of(project), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]):
        return
    folder = project / ".venv"
    say(f"가상 환경을 만듭니다: {folder.name}", f"Making the virtual environment: {folder.name}")
    ways: list[list[str]] = []
    if _has_ensurepip() or _install_debian_venv(log, project):
        ways.append([sys.executable, "-m", "venv", "--clear", str(folder)])
    if works(["uv", "--version"]):
        ways.append(["uv", "venv", "--clear", "--quiet", "--python", sys.executable, str(folder)])
    if importlib.util.find_spec("venv") and importlib.util.find_spec("pip"):
        ways.append([sys.executable, "-m", "venv", "--clear", "--without-pip", str(folder)])
    for way in ways:
        try:
            run(way, cwd=project, log=log)
        except Failed:
            continue
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    raise refuse(
        f"이 파이썬으로는 가상 환경을 만들 수 없습니다. python3-venv를 설치하세요: apt install python{version}-venv",
        f"this Python cannot make virtual environments; install its venv package: apt install python{version}-venv",
    )


def _has_ensurepip() -> bool:
    return bool(importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"))


def _install_debian_venv(log: Path, project: Path) -> bool:
    """Debian keeps ``venv`` apart from Python; as root it is one small package away."""
    if not shutil.which("apt-get") or os.geteuid() != 0 or works(["uv", "--version"]):
        return False
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    say(f"데비안 패키지 {package}을 설치합니다 …", f"Installing the Debian package {package} …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        run(["apt-get", "update", "-q"], cwd=project, log=log, environment=environment)
        run(["apt-get", "install", "-qy", "--no-install-recommends", package], cwd=project, log=log, environment=environment)
    except Failed:
        return False
    return works([sys.executable, "-c", "import ensurepip, venv"])


def _fill(project: Path, lock: Path, log: Path, count: int) -> None:
    """By uv where it is, which is quicker; by pip where there is none, or where uv does not reach what pip reaches."""
    python = python_of(project)
    if works(["uv", "--version"]):
        try:
            run(["uv", "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", lock], cwd=project, log=log)
        except Failed as failed:
            if not _has_pip(python):
                raise failed from None
        else:
            return
    pip: list[str | Path] = [python, "-m", "pip"] if _has_pip(python) else [sys.executable, "-m", "pip", "--python", python]
    options = ["install", "--require-hashes", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    run([*pip, *options, "-r", lock], cwd=project, log=log, on_line=_Progress(count))


def _has_pip(python: Path) -> bool:
    return works([python, "-m", "pip", "--version"])


class _Progress:
    """One line for every tenth package, and one while they are put in place."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._done = 0

    def __call__(self, line: str) -> None:
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            self._done += 1
            if self._done % 10 == 0:
                say(f"  {self._done}/{self._count}", f"  {self._done}/{self._count}")
        elif line.startswith("Installing collected packages"):
            say("  제자리에 놓는 중 …", "  putting them in place …")


def _sentence(failed: Failed, log: Path) -> Refusal:
    if failed.offline:
        return refuse(
            f"패키지 저장소에 연결할 수 없어 설치하지 못했습니다. 네트워크를 확인하고 다시 실행하세요 (자세히: {log}).",
            f"the package registry could not be reached; check the network and start again (details: {log}).",
        )
    return refuse(f"설치하지 못했습니다: {failed.last} (자세히: {log})", f"the installation failed: {failed.last} (details: {log})")


def _marker(project: Path, kind: Kind) -> Path:
    return project / ".venv" / f"minishop-{kind}.digest"


def _digest(project: Path, kind: Kind) -> str:
    lock = (project / "requirements" / f"{kind}.lock").read_bytes()
    return hashlib.sha256(lock).hexdigest()
