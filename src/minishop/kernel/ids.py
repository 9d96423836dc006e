"""Identities made by the application: 64 bits, ordered by time, never colliding across shards."""

from __future__ import annotations

import secrets
import threading
import time

_EPOCH_MS = 1_704_067_200_000  # 2024-01-01T00:00:00Z
_RANDOM_BITS = 21
_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """A positive 63-bit number: 42 bits of milliseconds and 21 random ones; within a process it only grows."""
    global _last
    made = (time.time_ns() // 1_000_000 - _EPOCH_MS) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
    with _lock:
        _last = made if made > _last else _last + 1
        return _last
