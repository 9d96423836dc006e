"""Password hashing under a limit: so many at once in a process, so many more waiting, and the others are asked to come again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from minishop.kernel.errors import DomainError

# Longer than the few that may stand before one take, shorter than a person's patience.
PATIENCE_SECONDS = 2.0
RETRY_AFTER_SECONDS = 2


class HashingBusy(DomainError):
    """Too many passwords are being hashed right now; nothing was judged and nothing counted. Trying again helps."""

    code: ClassVar[str] = "hashing_busy"


class Gate:
    """Lets ``at_once`` threads through and ``waiting`` more stand before it, each for ``patience`` seconds at most."""

    def __init__(self, at_once: int, waiting: int, patience: float = PATIENCE_SECONDS) -> None:
        self._free = threading.Semaphore(at_once)
        self._places = threading.Semaphore(at_once + waiting)
        self._patience = patience
        self._inside = threading.local()

    @contextmanager
    def slot(self) -> Iterator[None]:
        """A place for the block; a thread that has one keeps it for what it calls. Raises HashingBusy."""
        if getattr(self._inside, "holds", False):
            yield
            return
        if not self._places.acquire(blocking=False):
            raise HashingBusy
        try:
            with self._turn():
                yield
        finally:
            self._places.release()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._free.acquire(timeout=self._patience):
            raise HashingBusy
        self._inside.holds = True
        try:
            yield
        finally:
            self._inside.holds = False
            self._free.release()


gate = Gate(settings.HASHES_AT_ONCE, settings.HASHES_WAITING)
# A thread that hashed once keeps the memory it took. So a few threads hash for all: what the process keeps is theirs, not that of
# every thread that ever saw a login.
_hashers = ThreadPoolExecutor(settings.HASHES_AT_ONCE, thread_name_prefix="hash")


class GatedArgon2(Argon2PasswordHasher):
    """Argon2id by OWASP's minimum (19 MiB, two passes, one lane), behind the gate.

    Hashes made with other parameters are still understood, and made anew when their owner next logs in.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Raises HashingBusy."""
        with gate.slot():
            return _hashers.submit(super().encode, password, salt).result()

    def verify(self, password: str, encoded: str) -> Any:
        """Raises HashingBusy."""
        with gate.slot():
            return _hashers.submit(super().verify, password, encoded).result()
