"""What an installation keeps on disk is its own user's: files 0600, folders 0700 (databases, uploads, logs, the clock)."""

from __future__ import annotations

import os
import stat
from pathlib import Path

FILE, FOLDER = 0o600, 0o700
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def write_privately() -> None:
    """From now on, whatever this process and its children make is theirs alone."""
    os.umask(_OTHERS)


def make_private(data: Path) -> None:
    """Closes the data folder of an older installation, and what it holds, to everybody else.

    A folder that was closed already keeps its insides from others, so the uploads are walked once. One that others share (sticky, or
    another user's) is left as it is; what lies in it is closed.
    """
    was_open = _close(data) if _is_ours_alone(data) else True
    for path in data.rglob("*") if was_open else data.iterdir():
        if not path.is_symlink():
            _close(path)


def _is_ours_alone(folder: Path) -> bool:
    about = folder.stat()
    return about.st_uid == os.geteuid() and not about.st_mode & stat.S_ISVTX


def _close(path: Path) -> bool:
    """Whether it was open."""
    mode = path.stat().st_mode
    if path.lstat().st_uid != os.geteuid() or not mode & _OTHERS:
        return False
    path.chmod(FOLDER if stat.S_ISDIR(mode) else stat.S_IMODE(mode) & ~_OTHERS)
    return True
