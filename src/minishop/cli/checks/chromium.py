"""Chromium for the browser tests: found, or installed, or asked for by name. Never silently left out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from minishop.cli.setup.commands import Failed, run, works
from minishop.cli.words import refuse, say

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def ensure_chromium(project: Path, log: Path) -> Path:
    """The browser's executable, installed if need be: Debian's package as root, the driver's own download elsewhere.

    Raises Refusal that says exactly what to install.
    """
    found = find_chromium()
    if found is None and _is_debian_root():
        say("데비안 패키지 chromium을 설치합니다 …", "Installing the Debian package chromium …")
        _try(
            ["apt-get", "update", "-q"],
            ["apt-get", "install", "-qy", "--no-install-recommends", "chromium"],
            project=project,
            log=log,
        )
        found = find_chromium()
    if found is None:
        say("Chromium을 내려받습니다 …", "Downloading Chromium …")
        _try([sys.executable, "-m", "playwright", "install", "chromium"], project=project, log=log)
        found = find_chromium()
    if found is None:
        raise refuse(
            f"브라우저 테스트에 Chromium이 필요합니다: apt install chromium 또는 .venv/bin/playwright install --with-deps chromium (자세히: {log})",
            f"the browser tests need Chromium: apt install chromium, or .venv/bin/playwright install --with-deps chromium (details: {log})",
        )
    return found


def find_chromium() -> Path | None:
    """A Chromium that starts: ``MINISHOP_CHROMIUM``, on the PATH, or the driver's own."""
    named = [os.environ.get("MINISHOP_CHROMIUM", ""), *(shutil.which(name) or "" for name in _NAMES), str(_MAC), _driver_chromium()]
    for name in named:
        if name and Path(name).exists() and works([name, "--version"]):
            return Path(name)
    return None


def _driver_chromium() -> str:
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    try:
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return told.stdout.strip()


def _is_debian_root() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _try(*commands: list[str], project: Path, log: Path) -> None:
    try:
        for command in commands:
            run(command, cwd=project, log=log, environment={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    except Failed:
        return  # whether it is there now is asked next
