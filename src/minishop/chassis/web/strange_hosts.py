"""Requests for host names that are not ours: answered 400 by Django, and noted once a minute in one line."""

from __future__ import annotations

import logging
from time import monotonic

_PAUSE_SECONDS = 60.0


class OnceAMinute(logging.Filter):
    """Lets one record through a minute, without its traceback; says how many it held back before."""

    def __init__(self) -> None:
        super().__init__()
        self._quiet_until = 0.0
        self._held = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written."""
        if monotonic() < self._quiet_until:
            self._held += 1
            return False
        self._quiet_until = monotonic() + _PAUSE_SECONDS
        record.msg, record.args = f"{record.getMessage()[:200]} ({self._held} more before)", ()
        record.exc_info = record.exc_text = None
        self._held = 0
        return True
