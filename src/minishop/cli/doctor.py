"""``doctor``: what this machine has, and what is in use."""

from __future__ import annotations

import argparse
import platform
import shutil

from minishop.cli.checks import chromium, postgresql
from minishop.cli.installation import SERVICES, default_installation
from minishop.cli.preparation import database_in_use
from minishop.cli.running import is_healthy
from minishop.cli.words import padded, pick


def add_options(parser: argparse.ArgumentParser) -> None:
    """``doctor`` has no options."""


def run(options: argparse.Namespace) -> int:
    """Prints one line a fact; returns 0 when nothing that `up` needs is wrong."""
    installation = default_installation()
    free = shutil.disk_usage(installation.data if installation.data.exists() else installation.data.parent).free // 1_000_000
    missing = pick("없음", "none")
    facts = {
        pick("시스템", "System"): f"{platform.platform()}",
        "Python": platform.python_version(),
        pick("데이터베이스", "Database"): database_in_use(),
        pick("데이터 폴더", "Data folder"): f"{installation.data} ({free:,} MB {pick('남음', 'free')})",
        "PostgreSQL": str(postgresql.find_binaries() or missing),
        "Chromium": str(chromium.find_chromium() or missing),
    }
    for service in SERVICES:
        state = pick("응답함", "answers") if is_healthy(installation, service) else pick("꺼져 있음", "not running")
        facts[service] = f"{installation.url(service)} · {state}"
    width = 16
    print("\n".join(f"{padded(name, width)}{value}" for name, value in facts.items()))
    return 0
