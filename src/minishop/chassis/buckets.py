"""호출 제한: token buckets in this process's memory (docs/decisions/0009-rate-limit.md)."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

_KEPT_AT_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a caller may still do: ``remaining`` requests at once; ``rate`` a second; ``is_granted``: this one too."""

    is_granted: bool
    rate: float
    burst: int
    remaining: int


@dataclass(slots=True)
class _Bucket:
    level: float
    at: float
    rate: float
    burst: int

    def fill(self, at: float) -> None:
        self.level = min(self.burst, self.level + max(0.0, at - self.at) * self.rate)
        self.at = max(at, self.at)


class Buckets:
    """Each bucket is filled by its rate a second and holds its burst, as a rule twice the rate: what is used above it is missing afterwards."""

    def __init__(self) -> None:
        self._buckets: dict[Hashable, _Bucket] = {}
        self._guard = threading.Lock()

    def take(self, key: Hashable, *, rate: float, now: datetime, burst: int = 0) -> Allowance:
        """Takes one request out of the bucket of a key, if it holds one."""
        burst, at = burst or int(2 * rate), now.timestamp()
        with self._guard:
            if len(self._buckets) >= _KEPT_AT_MOST:
                self._forget_full(at)
            bucket = self._buckets.setdefault(key, _Bucket(burst, at, rate, burst))
            bucket.fill(at)
            is_granted = bucket.level >= 1
            bucket.level -= is_granted
            return Allowance(is_granted, rate, burst, int(bucket.level))

    def _forget_full(self, at: float) -> None:
        full = [key for key, bucket in self._buckets.items() if bucket.level + (at - bucket.at) * bucket.rate >= bucket.burst]
        for key in full:
            del self._buckets[key]
