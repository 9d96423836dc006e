"""호출 제한: a token bucket for each API and application, in this process's memory (docs/decisions/0009-rate-limit.md)."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime

_KEPT_AT_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What an application may still do: ``remaining`` requests at once; ``rate`` a second; ``is_granted``: this one too."""

    is_granted: bool
    rate: int
    burst: int
    remaining: int


@dataclass(slots=True)
class _Bucket:
    level: float
    at: float


class Buckets:
    """Each bucket holds twice the rate and is filled by the rate a second: what is used above it is missing afterwards."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, int], _Bucket] = {}
        self._guard = threading.Lock()

    def take(self, api: str, application: int, *, rate: int, now: datetime) -> Allowance:
        """Takes one request out of a bucket, if it holds one."""
        burst, at = 2 * rate, now.timestamp()
        with self._guard:
            if len(self._buckets) >= _KEPT_AT_MOST:
                self._forget_full(at, rate)
            bucket = self._buckets.setdefault((api, application), _Bucket(burst, at))
            bucket.level = min(burst, bucket.level + max(0.0, at - bucket.at) * rate)
            bucket.at = max(at, bucket.at)
            is_granted = bucket.level >= 1
            bucket.level -= is_granted
            return Allowance(is_granted, rate, burst, int(bucket.level))

    def _forget_full(self, at: float, rate: int) -> None:
        full = [key for key, bucket in self._buckets.items() if bucket.level + (at - bucket.at) * rate >= 2 * rate]
        for key in full:
            del self._buckets[key]
