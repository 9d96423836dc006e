"""물레: when a thing that is asked regularly is due again. Each has a phase on a wheel, so that they stay spread, whatever happened."""

from __future__ import annotations

from zlib import crc32


def phase_of(tenant_id: int) -> int:
    """A tenant's place on every wheel: 32 bits, the same on every machine."""
    return crc32(str(tenant_id).encode())


def next_due(now: int, interval: int, phase: int) -> int:
    """The next moment of the phase that is at least half an interval away. Milliseconds; I/2 ≤ next − now < 1.5 I."""
    ahead = interval - (now - phase) % interval
    return now + (ahead if ahead >= interval // 2 else ahead + interval)
