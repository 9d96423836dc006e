"""Transactions that would rather give up than wait for others: for those whose caller listens only so long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.utils import OperationalError

from minishop.chassis.sqlite.base import waiting_at_most

_LOCKED = ("55P03", "40P01")  # PostgreSQL: the lock did not come in time; two waited for each other


class Busy(Exception):
    """Others hold what was wanted, and did not let go of it in time; nothing was written."""


@contextmanager
def brief_transaction(seconds: float) -> Iterator[None]:
    """A transaction that waits for each lock so long at the most. Raises Busy."""
    try:
        with waiting_at_most(seconds), transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{int(seconds * 1000)}ms"])
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") in _LOCKED or "database is locked" in str(error):
            raise Busy from error
        raise
