"""혼자 세기: who counts rows and writes another only where there are few does so alone, where no row stands for all of them that could be locked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import connection, transaction


def alone(keys: Iterable[str]) -> None:
    """Waits until no other transaction has one of these keys, and has them until the open one ends: what is counted after this was written before.

    All keys are given at once, so that nobody waits for one who waits for them. On SQLite whoever has an open transaction is alone already.
    Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("nobody is alone outside a transaction")
    numbers = sorted({_number(key) for key in keys})
    if not numbers or connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(number) FROM unnest(%s::bigint[]) AS number", [numbers])


def _number(key: str) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True)
